"""Asks a model the same thing several times, repeats what failed, and stops when it fails too often in a row."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from evals.judging.errors import JudgeFailedError
from evals.judging.model import CallFailure, JudgeModel, Reply
from evals.judging.replies import Opinion, UnreadableReplyError
from evals.judging.types import JudgeUsage, Verdict
from knowledge.masking import mask_cpr
from prompts.templates import Message

LOG = logging.getLogger("fagkompas.judge")

# The least with a majority of two verdicts.
VOTES = 3
# Two more tries for a vote that failed, after so many seconds where the call itself failed.
PAUSES = (1.0, 4.0)
# So many failed votes after each other are no hiccup: the key, the address, the model or the quota is wrong.
MOST_FAILURES_IN_A_ROW = 20

Vote = Opinion[Verdict] | CallFailure
"""An opinion, or why there is none."""


@dataclass(slots=True)
class Polling:
    """A model, what it has used, and how often it has failed in a row; shared between threads."""

    model: JudgeModel
    pause: Callable[[float], None]
    usage: JudgeUsage
    failures_in_a_row: int = 0
    last_failure: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def poll(self, messages: Sequence[Message], read: Callable[[str], Opinion[Verdict]]) -> list[Vote[Verdict]]:
        """`VOTES` votes; raises `JudgeFailedError` when the model has failed too often in a row."""
        self._refuse_when_failing()
        votes = self._ask(messages, VOTES, read)
        for seconds in PAUSES:
            passing = {n: v for n, v in enumerate(votes) if isinstance(v, CallFailure) and not v.lasting}
            if not passing:
                break
            if not all(failure.unreadable for failure in passing.values()):
                self.pause(seconds)
            again = self._ask(messages, len(passing), read)
            for place, vote in zip(passing, again, strict=True):
                votes[place] = vote
        self._count_in_a_row(votes)
        return votes

    def _ask(
        self, messages: Sequence[Message], times: int, read: Callable[[str], Opinion[Verdict]]
    ) -> list[Vote[Verdict]]:
        outcomes = self.model.ask(messages, times)
        votes = [_vote(outcome, read) for outcome in outcomes]
        failures = [vote for vote in votes if isinstance(vote, CallFailure)]
        for failure in failures:
            LOG.warning("The judge %s gave no verdict: %s", self.model.name, failure.reason)
        replies = [outcome for outcome in outcomes if isinstance(outcome, Reply)]
        with self.lock:
            self.usage = replace(
                self.usage,
                calls=self.usage.calls + len(outcomes),
                failed_calls=self.usage.failed_calls + len(failures),
                input_tokens=self.usage.input_tokens + sum(reply.input_tokens for reply in replies),
                output_tokens=self.usage.output_tokens + sum(reply.output_tokens for reply in replies),
            )
        return votes

    def _count_in_a_row(self, votes: Sequence[Vote[Verdict]]) -> None:
        with self.lock:
            for vote in votes:
                if isinstance(vote, CallFailure):
                    self.failures_in_a_row += 1
                    self.last_failure = vote.reason
                else:
                    self.failures_in_a_row = 0
        if all(isinstance(vote, CallFailure) for vote in votes):
            self._refuse_when_failing()

    def _refuse_when_failing(self) -> None:
        if self.failures_in_a_row < MOST_FAILURES_IN_A_ROW:
            return
        raise JudgeFailedError(
            f"The judge {self.model.name} failed {self.failures_in_a_row} times in a row ({self.last_failure}); what "
            "was judged before is kept. Check its key, address, name and quota, and run again.",
            judge=self.model.name,
            failures=self.failures_in_a_row,
            reason=self.last_failure,
        )


def _vote(outcome: Reply | CallFailure, read: Callable[[str], Opinion[Verdict]]) -> Vote[Verdict]:
    if isinstance(outcome, CallFailure):
        return outcome
    try:
        opinion = read(outcome.text)
    except UnreadableReplyError as error:
        return CallFailure(str(error), unreadable=True)
    return replace(opinion, reason=mask_cpr(opinion.reason)[0])

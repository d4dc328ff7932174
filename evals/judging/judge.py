"""A judge: a chat model that is asked, three times each, whether quotations bear out a claim and whether it answers."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic

from evals.judging.agreement import agreement
from evals.judging.ledger import Ledger, key_of
from evals.judging.model import CallFailure, JudgeModel, open_model
from evals.judging.replies import Opinion, read_answered, read_supported
from evals.judging.types import (
    Answered,
    AnswerJudgement,
    JudgeFigures,
    Judgement,
    JudgeUsage,
    Panel,
    Ruling,
    Standing,
    Verdict,
)
from evals.judging.voting import Polling, Vote
from knowledge.masking import mask_cpr
from prompts.templates import Prompt, Value

# With three votes each, six requests are under way: quick enough, and below the limits of small subscriptions.
JUDGED_AT_ONCE = 2
# One vote is an opinion; two that agree are the majority of three.
FEWEST_VALID_VOTES = 2

NOTHING_QUOTED = Judgement(False, (), "nothing is quoted")
"""A claim without a quotation is borne out by none; no model need be asked."""


def open_judge(spec: str, ledger: Path | None = None, pause: Callable[[float], None] = time.sleep) -> "Judge":
    """Open the chat model `provider:name`; `ledger` keeps what it reaches, for the next run. Raises `JudgeError`."""
    return Judge(open_model(spec), Ledger.open(ledger), pause)


@dataclass(slots=True)
class _Chamber(Generic[Verdict]):
    """Where one kind of thing is judged: its prompt, and all rulings so far by what was asked."""

    polling: Polling
    ledger: Ledger
    prompt: Prompt
    read: Callable[[str], Opinion[Verdict]]
    revive: Callable[[Any], Verdict]
    """Makes a verdict of what JSON holds."""
    rulings: dict[str, Ruling[Verdict]] = field(default_factory=dict)

    def rule(self, **values: Value) -> Ruling[Verdict]:
        """Ask, unless it was asked before; CPR numbers are masked first."""
        messages = self.prompt.fill(**{name: _masked(value) for name, value in values.items()})
        key = key_of(self.polling.model.name, messages)
        saved = self.ledger.find(key)
        if saved is not None:
            votes = tuple(None if vote is None else self.revive(vote) for vote in saved[0])
            return self.rulings.setdefault(key, _ruling(votes, saved[1]))
        ruling = _count(self.polling.poll(messages, self.read))
        self.rulings[key] = ruling
        if ruling.standing is not Standing.FAILED:
            self.ledger.keep(key, ruling.votes, ruling.reason)
        return ruling

    def panel(self) -> Panel:
        """The figures so far, each thing that was asked counted once."""
        rulings = list(self.rulings.values())
        standings = Counter(ruling.standing for ruling in rulings)
        return Panel(
            prompt=f"{self.prompt.name}@{self.prompt.version}",
            judged=len(rulings),
            failed=standings[Standing.FAILED],
            divided=standings[Standing.DIVIDED],
            verdicts=Counter(str(ruling.verdict).lower() for ruling in rulings if ruling.verdict is not None),
            agreement=agreement(ruling.votes for ruling in rulings),
        )


class Judge:
    """Judges claims and answers; safe to share between threads."""

    def __init__(self, model: JudgeModel, ledger: Ledger, pause: Callable[[float], None] = time.sleep) -> None:
        self._polling = Polling(model, pause, JudgeUsage(model.name))
        self._support = _Chamber(self._polling, ledger, Prompt.load("judge_support"), read_supported, bool)
        self._answers = _Chamber(self._polling, ledger, Prompt.load("judge_answer"), read_answered, Answered)

    @property
    def usage(self) -> JudgeUsage:
        """Calls and tokens so far."""
        return self._polling.usage

    def supports(self, claim: str, quotations: Sequence[str]) -> Judgement:
        """Whether the quotations, taken together, bear out the claim; raises `JudgeFailedError`."""
        if not quotations:
            return NOTHING_QUOTED
        ruling = self._support.rule(claim=claim, quotations=list(quotations))
        return Judgement(ruling.verdict, ruling.votes, ruling.reason, ruling.standing)

    def answers(self, question: str, answer_text: str) -> AnswerJudgement:
        """Whether the text gives what the question asks for; raises `JudgeFailedError`."""
        ruling = self._answers.rule(question=question, answer=answer_text)
        return AnswerJudgement(ruling.verdict, ruling.votes, ruling.reason, ruling.standing)

    def bears_out(self, claim: str, quotations: Sequence[str]) -> bool:
        """`supports` as yes or no, for citation recall and precision; without a verdict it is no."""
        return self.supports(claim, quotations).supported is True

    def supports_each(self, claims: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Judgement]:
        """Several at once, given in their order; those before a `JudgeFailedError` are given first."""
        with ThreadPoolExecutor(JUDGED_AT_ONCE) as pool:
            yield from pool.map(lambda pair: self.supports(*pair), claims)

    def figures(self) -> JudgeFigures:
        """What a report shows of the judge."""
        return JudgeFigures(self.usage, self._support.panel(), self._answers.panel())


def _masked(value: Value) -> Value:
    return mask_cpr(value)[0] if isinstance(value, str) else [mask_cpr(one)[0] for one in value]


def _count(votes: Sequence[Vote[Verdict]]) -> Ruling[Verdict]:
    """The ruling of fresh votes, with the reason that says most about it."""
    ruling = _ruling(tuple(vote.verdict if isinstance(vote, Opinion) else None for vote in votes), "")
    opinions = [vote for vote in votes if isinstance(vote, Opinion)]
    if ruling.standing is Standing.DECIDED:
        return replace(ruling, reason=next(one.reason for one in opinions if one.verdict == ruling.verdict))
    if ruling.standing is Standing.DIVIDED:
        return replace(ruling, reason=" / ".join(one.reason for one in opinions))
    return replace(ruling, reason=[vote.reason for vote in votes if isinstance(vote, CallFailure)][-1])


def _ruling(votes: tuple[Verdict | None, ...], reason: str) -> Ruling[Verdict]:
    """The verdict of more than half of the valid votes, if there is one."""
    valid = Counter(vote for vote in votes if vote is not None)
    if valid.total() < FEWEST_VALID_VOTES:
        return Ruling(None, votes, reason, Standing.FAILED)
    verdict, most = valid.most_common(1)[0]
    if 2 * most <= valid.total():
        return Ruling(None, votes, reason, Standing.DIVIDED)
    return Ruling(verdict, votes, reason, Standing.DECIDED)

"""Puts cases to an assistant and scores what it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.core.assistant import Assistant
from assistant.core.rendering import answer_to_json
from assistant.core.types import Answer, AskRequest, Turn
from evals.assembling import ASKED_ON
from evals.cases import Case
from evals.measures import measure
from evals.observing import Grounds, Observation
from evals.outcomes import Outcome, UnfinishedRun

Progress = Callable[[int, int], None]
"""Told how many of how many cases are done."""

Examiner = Callable[[Observation], Mapping[str, Any]]
"""A further opinion on an answer, such as a judge's; kept with the case."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What cases are put to, and what is kept meanwhile."""

    assistant: Assistant
    grounds: Grounds
    unfinished: UnfinishedRun | None = None
    examine: Examiner | None = None


def run_cases(cases: Sequence[Case], bench: Bench, progress: Progress | None = None) -> list[Outcome]:
    """Ask every case, or take up what an unfinished run has of it; the outcomes in the order of the cases."""
    kept = bench.unfinished.finished() if bench.unfinished else {}
    outcomes = []
    for place, case in enumerate(cases, start=1):
        record = kept.get(case.id)
        if record is None:
            record = _record(case, bench)
            if bench.unfinished:
                bench.unfinished.keep(record)
        outcomes.append(outcome_of(case, record))
        if progress:
            progress(place, len(cases))
    return outcomes


def outcome_of(case: Case, record: Mapping[str, Any]) -> Outcome:
    """An outcome from what was kept of it."""
    return Outcome(case, record["scores"], record["answer"], record["latency"], record["judged"])


def ask(case: Case, assistant: Assistant) -> Answer:
    """The answer to a case's question, after those asked before it."""
    history: list[Turn] = []
    for earlier in case.conversation:
        answer = assistant.ask(_request(case, earlier, history))
        history.append(Turn(earlier, answer.text))
    return assistant.ask(_request(case, case.question, history))


def _request(case: Case, question: str, history: Sequence[Turn]) -> AskRequest:
    return AskRequest(question, history=tuple(history), learner=case.learner, today=case.as_of or ASKED_ON)


def _record(case: Case, bench: Bench) -> dict[str, Any]:
    answer = ask(case, bench.assistant)
    seen = Observation(case, answer, bench.grounds.ranking(case), bench.grounds)
    return {
        "id": case.id,
        "scores": measure(seen),
        # Ids are drawn at random: those of the case say more, and two runs give the same.
        "answer": answer_to_json(answer) | {"id": f"ans_{case.id}", "conversation_id": f"con_{case.id}"},
        "latency": float(answer.latency_ms),
        "judged": dict(bench.examine(seen)) if bench.examine else {},
    }

"""A run as JSON: what it was a run of, its figures with intervals, and every answer."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from evals.baseline import Comparison
from evals.outcomes import Outcome, case_to_json
from evals.summary import Figures, by_half, by_kind, by_suite, total

# More would pretend to a precision that nobody has.
DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Everything about one run but how it compares."""

    configuration: Mapping[str, str]
    version: str
    generation: int
    outcomes: Sequence[Outcome]
    faults: Mapping[str, Any] = field(default_factory=dict)
    judge: Mapping[str, Any] | None = None


def run_to_json(run: Run, comparison: Comparison | None, created: datetime.datetime) -> dict[str, Any]:
    """The run with its answers; figures as value, bounds of the 95 % interval, and number of cases."""
    return {
        "created": created.isoformat(timespec="seconds"),
        "version": run.version,
        "generation": run.generation,
        "configuration": dict(run.configuration),
        "cases": len(run.outcomes),
        "suites": {name: figures_to_json(figures) for name, figures in by_suite(run.outcomes).items()},
        "kinds": {name: figures_to_json(figures) for name, figures in by_kind(run.outcomes).items()},
        "halves": {name: figures_to_json(figures) for name, figures in by_half(run.outcomes).items()},
        "metrics": figures_to_json(total(run.outcomes)),
        "faults": dict(run.faults),
        "judge": dict(run.judge) if run.judge else None,
        "against_baseline": comparison.to_json() if comparison else None,
        "answers": [_answer(outcome) for outcome in run.outcomes],
        "failed": [outcome.case.id for outcome in run.outcomes if not outcome.passed],
    }


def without_answers(record: Mapping[str, Any]) -> dict[str, Any]:
    """The figures alone, as `fagkompas eval --json` prints them."""
    return {name: value for name, value in record.items() if name != "answers"}


def figures_to_json(figures: Figures) -> dict[str, dict[str, float]]:
    """Figures as plain numbers, rounded."""
    return {
        name: {part: round(number, DECIMALS) for part, number in asdict(figure).items()}
        for name, figure in figures.items()
    }


def _answer(outcome: Outcome) -> dict[str, Any]:
    case = outcome.case
    return {
        "id": case.id,
        "suite": case.suite,
        "kind": str(case.kind),
        "split": str(case.split),
        "question": case.question,
        "conversation": list(case.conversation),
        "expected": case_to_json(case),
        "passed": outcome.passed,
        "scores": {name: round(value, DECIMALS) for name, value in outcome.scores.items()},
        "latency": outcome.latency,
        "judged": dict(outcome.judged),
        "answer": dict(outcome.answer),
    }

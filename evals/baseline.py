"""A run's scores kept to compare later runs with, and the comparison that the gate rests on.

A baseline holds every case's scores, so that differences are paired by case, and the rates of the planted faults.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from evals.intervals import difference_of
from evals.measures import METRICS, Metric
from evals.outcomes import Outcome
from knowledge.errors import BadInputError

BASELINE = Path(__file__).parent / "baselines" / "samples.json"
"""What `make test` holds the bundled suites against; made with `fagkompas eval --save-baseline`."""

# A suite of 30 cases moves by .033 when one of them changes sides: two may.
SUITE_MARGIN = 0.07
_DECIMALS = 4


class BaselineError(BadInputError):
    """A baseline cannot be used."""

    code = "baseline"


class Verdict(StrEnum):
    """How a figure stands to the baseline's."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    BEYOND = "beyond"
    """Worse by more than the margin: the gate closes."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The scores of each case by metric, and whether it passed."""

    path: str
    scores: Mapping[str, Mapping[str, float]]
    passed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric before and after over the cases that both runs scored; low and high bound the difference."""

    before: float
    after: float
    difference: float
    low: float
    high: float
    n: int
    margin: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """What got better or worse, over all and by suite, and which cases changed sides."""

    baseline: str
    metrics: Mapping[str, Difference]
    suites: Mapping[str, Mapping[str, Difference]]
    mended: Sequence[str]
    broken: Sequence[str]
    new: Sequence[str] = field(default=())
    """Cases that the baseline does not know."""
    gone: Sequence[str] = field(default=())
    """Cases that the baseline knows and this run did not ask."""

    def to_json(self) -> dict[str, Any]:
        """The comparison as plain JSON values."""
        return {
            "baseline": self.baseline,
            "metrics": {name: _plain(difference) for name, difference in self.metrics.items()},
            "suites": {
                suite: {name: _plain(difference) for name, difference in differences.items()}
                for suite, differences in self.suites.items()
            },
            "flipped": {"mended": list(self.mended), "broken": list(self.broken)},
            "new": list(self.new),
            "gone": list(self.gone),
        }


def read_baseline(path: Path) -> Baseline:
    """Read a baseline; raises `BaselineError`."""
    try:
        record = json.loads(path.read_text("utf-8"))
        cases = record["cases"]
        passed = frozenset(name for name, case in cases.items() if case["passed"])
        scores = {
            name: {metric: float(score) for metric, score in case["scores"].items()} for name, case in cases.items()
        }
        return Baseline(str(path), scores, passed)
    except OSError as error:
        raise BaselineError(
            f"The baseline {path} cannot be read ({error.strerror}); check the path, or make one with --save-baseline.",
            file=str(path),
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BaselineError(f"{path} is no baseline; make one with --save-baseline.", file=str(path)) from error


def write_baseline(path: Path, outcomes: Sequence[Outcome], about: Mapping[str, str]) -> None:
    """Write a baseline, a case a line, so that a change of one shows as one; timings are left out."""
    lines = []
    for outcome in sorted(outcomes, key=lambda outcome: outcome.case.id):
        scores = {name: round(value, _DECIMALS) for name, value in outcome.scores.items()}
        record = json.dumps({"passed": outcome.passed, "scores": scores})
        lines.append(f"{json.dumps(outcome.case.id)}: {record}")
    head = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in about.items())
    body = ",\n".join(lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{\n{head},\n"cases": {{\n{body}\n}}\n}}\n', encoding="utf-8")


def compare(outcomes: Sequence[Outcome], baseline: Baseline) -> Comparison:
    """Hold a run against a baseline, case by case; small talk has no part in the figures over all."""
    shared = [outcome for outcome in outcomes if outcome.case.id in baseline.scores]
    suites = dict.fromkeys(outcome.case.suite for outcome in shared)
    counted = [outcome for outcome in shared if outcome.counts]
    asked = {outcome.case.id for outcome in outcomes}
    return Comparison(
        baseline=baseline.path,
        metrics=_differences(counted, baseline, None),
        suites={
            suite: _differences([o for o in shared if o.case.suite == suite], baseline, SUITE_MARGIN)
            for suite in suites
        },
        mended=[o.case.id for o in shared if o.passed and o.case.id not in baseline.passed],
        broken=[o.case.id for o in shared if not o.passed and o.case.id in baseline.passed],
        new=[outcome.case.id for outcome in outcomes if outcome.case.id not in baseline.scores],
        gone=sorted(set(baseline.scores) - asked),
    )


def _differences(outcomes: Sequence[Outcome], baseline: Baseline, margin: float | None) -> dict[str, Difference]:
    """Each metric that is held against baselines, with the given margin or its own."""
    found = {}
    for metric in METRICS:
        pairs = [
            (baseline.scores[outcome.case.id][metric.name], outcome.scores[metric.name])
            for outcome in outcomes
            if metric.name in outcome.scores and metric.name in baseline.scores[outcome.case.id]
        ]
        if pairs and metric.margin is not None:
            wide = metric.margin if margin is None or metric.margin == 0.0 else margin
            found[metric.name] = _difference(metric, pairs, wide)
    return found


def _difference(metric: Metric, pairs: Sequence[tuple[float, float]], margin: float) -> Difference:
    before, after = [old for old, _ in pairs], [new for _, new in pairs]
    figure = difference_of(before, after)
    value = round(figure.value, _DECIMALS)
    gained = value if metric.higher_is_better else -value
    if gained == 0.0:
        verdict = Verdict.SAME
    elif gained > 0:
        verdict = Verdict.BETTER
    else:
        verdict = Verdict.BEYOND if -gained > margin else Verdict.WORSE
    count = len(pairs)
    return Difference(sum(before) / count, sum(after) / count, value, figure.low, figure.high, count, margin, verdict)


def _plain(difference: Difference) -> dict[str, Any]:
    return {
        name: round(value, _DECIMALS) if isinstance(value, float) else value
        for name, value in asdict(difference).items()
    }

"""Reads figures, changes and outcomes out of a run's JSON; what is absent is None or empty, never an error."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Run = Mapping[str, Any]
"""A run as JSON: figures by suite, kind and half, planted faults, comparison, and every answer."""

Answered = Mapping[str, Any]
"""One entry of a run's `answers`: the case, its scores, and the answer."""

NEVER_TUNED = "report"
"""The half of the cases that nothing is tuned on."""

MENDED, BROKEN = "mended", "broken"
BEYOND = "beyond"
"""The verdict that closes the gate."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value over `count` cases, with the ends of its 95 % interval where it has one."""

    value: float
    low: float | None = None
    high: float | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A metric before and after, the interval of the difference, the margin it may lose, and the verdict."""

    before: float
    after: float
    difference: float
    low: float | None
    high: float | None
    margin: float | None
    verdict: str


def figure_of(found: object) -> Figure | None:
    """A figure from `{"value", "low", "high", "n"}` or a bare number."""
    if isinstance(found, Mapping):
        value = number_of(found.get("value"))
        count = number_of(found.get("n"))
        ends = number_of(found.get("low")), number_of(found.get("high"))
        return None if value is None else Figure(value, *ends, None if count is None else int(count))
    value = number_of(found)
    return None if value is None else Figure(value)


def number_of(found: object) -> float | None:
    """A number, or None for anything else (truth values too)."""
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def part(run: Run, *names: str) -> Mapping[str, Any]:
    """The object under these names, one below another; empty where there is none."""
    found: object = run
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def figures(found: Mapping[str, Any]) -> dict[str, Figure]:
    """The figures of an object of metrics, without those that cannot be read."""
    read = {name: figure_of(value) for name, value in found.items()}
    return {name: figure for name, figure in read.items() if figure is not None}


def groups(run: Run, name: str) -> dict[str, dict[str, Figure]]:
    """The figures by suite, kind or half: `groups(run, "suites")`."""
    return {group: figures(part(run, name, group)) for group in part(run, name)}


def changes(found: Mapping[str, Any]) -> dict[str, Change]:
    """The changes of an object of metrics compared."""
    read = {name: _change_of(value) for name, value in found.items() if isinstance(value, Mapping)}
    return {name: change for name, change in read.items() if change is not None}


def command(run: Run) -> str:
    """The command that repeats the run."""
    baseline = part(run, "against_baseline").get("baseline")
    return "fagkompas eval" + (f" --baseline {baseline}" if baseline else "") + " --report report"


def answers(run: Run) -> Sequence[Answered]:
    """Every question with its answer, in the order of the run."""
    return [one for one in run.get("answers") or () if isinstance(one, Mapping)]


def beyond(run: Run) -> list[tuple[str, str, Change]]:
    """Suite, metric and change of everything in a suite that is worse than before by more than its margin."""
    suites = part(run, "against_baseline", "suites")
    found = ((suite, name, change) for suite in suites for name, change in changes(part(suites, suite)).items())
    return [(suite, name, change) for suite, name, change in found if change.verdict == BEYOND]


def flips(run: Run) -> dict[str, str]:
    """`mended` or `broken` by the id of each case that changed sides since the baseline."""
    flipped = part(run, "against_baseline", "flipped")
    return {str(case): side for side in (MENDED, BROKEN) for case in flipped.get(side) or ()}


def untouched(run: Run) -> dict[str, dict[str, Figure]]:
    """The mean scores by suite over the half that is never tuned on; only of metrics that are means of scores."""
    scores: dict[str, dict[str, list[float]]] = {}
    for one in answers(run):
        if one.get("split") != NEVER_TUNED:
            continue
        for name, figure in figures(part(one, "scores")).items():
            scores.setdefault(str(one.get("suite")), {}).setdefault(name, []).append(figure.value)
    return {
        suite: {name: Figure(statistics.fmean(values), count=len(values)) for name, values in by_metric.items()}
        for suite, by_metric in scores.items()
    }


def _change_of(found: Mapping[str, Any]) -> Change | None:
    before, after = number_of(found.get("before")), number_of(found.get("after"))
    if before is None or after is None:
        return None
    difference = number_of(found.get("difference"))
    low, high, margin = (number_of(found.get(name)) for name in ("low", "high", "margin"))
    verdict = str(found.get("verdict") or "")
    return Change(before, after, after - before if difference is None else difference, low, high, margin, verdict)

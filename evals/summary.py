"""Figures of a run: by suite, by kind of question, by half, and over all."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from evals.cases import Split
from evals.intervals import Figure, mean_of, percentile_of
from evals.measures import METRICS
from evals.metrics.latency import MEDIAN, SLOWEST
from evals.outcomes import Outcome

Figures = Mapping[str, Figure]
"""By the name of the metric."""


def figures_of(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """The mean of every metric over the outcomes to which it applies, and the percentiles of their times."""
    if not outcomes:
        return {}
    found = {}
    for metric in METRICS:
        values = [outcome.scores[metric.name] for outcome in outcomes if metric.name in outcome.scores]
        if values:
            found[metric.name] = mean_of(values)
    times = [outcome.latency for outcome in outcomes]
    return found | {"latency_p50": percentile_of(times, MEDIAN), "latency_p95": percentile_of(times, SLOWEST)}


def total(outcomes: Iterable[Outcome]) -> dict[str, Figure]:
    """The figures over all but small talk."""
    return figures_of([outcome for outcome in outcomes if outcome.counts])


def by_suite(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Figure]]:
    """The figures of each suite, in the order of the cases."""
    return _grouped(outcomes, lambda outcome: outcome.case.suite)


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Figure]]:
    """The figures of each kind of question."""
    return _grouped(outcomes, lambda outcome: str(outcome.case.kind))


def by_half(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Figure]]:
    """The figures of the tuned and the never tuned half, small talk left out."""
    halves = {str(split): [o for o in outcomes if o.case.split is split] for split in Split}
    return {name: total(half) for name, half in halves.items() if half}


def _grouped(outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> dict[str, dict[str, Figure]]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(outcome)
    return {name: figures_of(group) for name, group in groups.items()}

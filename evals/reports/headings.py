"""What each metric is: which way is better, and how its figures are written.

Its heading and what it means stand in `prompts/wording/evaluation.toml` under `metric` and `metric_meaning`
(`Words.heading`, `Words.meaning`), in both languages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class ShownAs(StrEnum):
    """How a figure is written."""

    PER_CENT = "per cent"
    MILLISECONDS = "milliseconds"
    NUMBER = "number"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric by the name it has in results."""

    name: str
    higher_is_better: bool = True
    shown_as: ShownAs = ShownAs.PER_CENT


_KNOWN = (
    Metric("fact_in_answer"),
    Metric("fact_coverage"),
    Metric("right_source"),
    Metric("first_source"),
    Metric("abstained_rightly"),
    Metric("abstained_wrongly", higher_is_better=False),
    Metric("abstention_precision"),
    Metric("citation_recall"),
    Metric("citation_precision"),
    Metric("quotation_exactness"),
    Metric("right_course"),
    Metric("wrong_course", higher_is_better=False),
    Metric("wrong_learner", higher_is_better=False),
    Metric("right_filters"),
    Metric("expired_unsaid", higher_is_better=False),
    Metric("stale_fact", higher_is_better=False),
    Metric("forbidden_words", higher_is_better=False),
    Metric("expected_notice"),
    Metric("language_match"),
    Metric("too_long", higher_is_better=False),
    Metric("recall_at_5"),
    Metric("recall_at_10"),
    Metric("reciprocal_rank", shown_as=ShownAs.NUMBER),
    Metric("ndcg_at_10", shown_as=ShownAs.NUMBER),
    Metric("latency_p50", higher_is_better=False, shown_as=ShownAs.MILLISECONDS),
    Metric("latency_p95", higher_is_better=False, shown_as=ShownAs.MILLISECONDS),
    Metric("input_tokens", higher_is_better=False, shown_as=ShownAs.COUNT),
    Metric("output_tokens", higher_is_better=False, shown_as=ShownAs.COUNT),
)
METRICS: Mapping[str, Metric] = {metric.name: metric for metric in _KNOWN}
"""Every metric the reports know, in the order they are shown."""

HEADLINES = (
    "fact_in_answer",
    "right_source",
    "abstained_rightly",
    "abstained_wrongly",
    "citation_precision",
    "quotation_exactness",
    "ndcg_at_10",
    "latency_p50",
)
"""The metrics a reader looks for first: what is right, what is left unsaid, what it rests on, how fast it comes."""

RATES = ("catch_rate", "false_alarm_rate", "agreement")
"""Names outside `METRICS` that are shares all the same (planted faults, the judge)."""


def metric_of(name: str) -> Metric:
    """The metric; one unknown is a plain number of which more is better."""
    shown_as = ShownAs.PER_CENT if name in RATES else ShownAs.NUMBER
    return METRICS.get(name) or Metric(name, shown_as=shown_as)


def ordered(names: Iterable[str]) -> list[str]:
    """The names once each: the known in the order of `METRICS`, then the others by name."""
    found = set(names)
    return [name for name in METRICS if name in found] + sorted(found - METRICS.keys())

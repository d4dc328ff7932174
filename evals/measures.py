"""The metrics by name: what each is of, which way is better, and how much worse the gate lets it get."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from evals.citing import cited_claims, verified_by
from evals.metrics.abstention import abstention, abstention_precision
from evals.metrics.answer_length import answer_length
from evals.metrics.citation_precision import citation_precision
from evals.metrics.citation_recall import citation_recall
from evals.metrics.expected_notice import expected_notice
from evals.metrics.expired_unsaid import expired_unsaid
from evals.metrics.fact_coverage import fact_coverage, fact_in_answer
from evals.metrics.first_source import first_source
from evals.metrics.forbidden_words import forbidden_words
from evals.metrics.language_match import language_match
from evals.metrics.ndcg_at_10 import ndcg_at_10
from evals.metrics.quotation_exactness import quotation_exactness
from evals.metrics.recall_at_5 import recall_at_5
from evals.metrics.recall_at_10 import recall_at_10
from evals.metrics.reciprocal_rank import reciprocal_rank
from evals.metrics.right_course import right_course
from evals.metrics.right_filters import right_filters
from evals.metrics.right_source import right_source
from evals.metrics.stale_fact import stale_fact
from evals.metrics.tokens import input_tokens, output_tokens
from evals.metrics.wrong_course import wrong_course
from evals.metrics.wrong_learner import wrong_learner
from evals.observing import Observation
from knowledge.errors import BadInputError


@dataclass(frozen=True, slots=True)
class Metric:
    """A number of one answer, 0 to 1 unless it counts something; None where it does not apply."""

    name: str
    of: Callable[[Observation], float | None]
    higher_is_better: bool = True
    fails: bool = False
    """Whether an answer that misses the best value fails its case."""
    margin: float | None = None
    """How much worse the mean over all cases may be than the baseline's; None: it is not held against one."""


class UnknownMetricError(BadInputError):
    """No metric has that name."""

    code = "unknown_metric"


# A case is 1/600 of the whole: a margin of .005 lets three cases change sides by chance of rounding on another machine.
SLIGHT = 0.005


def _abstained(seen: Observation, answerable: bool) -> float | None:
    return abstention(seen.answer) if seen.case.answerable is answerable else None


METRICS: tuple[Metric, ...] = (
    Metric("recall_at_5", lambda seen: recall_at_5(seen.ranking), margin=SLIGHT),
    Metric("recall_at_10", lambda seen: recall_at_10(seen.ranking), margin=SLIGHT),
    Metric("reciprocal_rank", lambda seen: reciprocal_rank(seen.ranking), margin=SLIGHT),
    Metric("ndcg_at_10", lambda seen: ndcg_at_10(seen.ranking), margin=SLIGHT),
    Metric("fact_in_answer", lambda seen: fact_in_answer(seen.case, seen.answer), fails=True, margin=SLIGHT),
    Metric("fact_coverage", lambda seen: fact_coverage(seen.case, seen.answer), margin=SLIGHT),
    Metric("right_source", lambda seen: right_source(seen.case, seen.answer), fails=True, margin=SLIGHT),
    Metric("first_source", lambda seen: first_source(seen.case, seen.answer), margin=SLIGHT),
    Metric(
        "citation_recall",
        lambda seen: citation_recall(cited_claims(seen.answer), verified_by(seen.grounds.text_of)),
        fails=True,
        margin=0.0,
    ),
    Metric(
        "citation_precision",
        lambda seen: citation_precision(cited_claims(seen.answer), verified_by(seen.grounds.text_of)),
        margin=SLIGHT,
    ),
    Metric(
        "quotation_exactness",
        lambda seen: quotation_exactness(seen.answer, seen.grounds.text_of),
        fails=True,
        margin=0.0,
    ),
    Metric("right_course", lambda seen: right_course(seen.case, seen.answer), fails=True, margin=SLIGHT),
    Metric("wrong_course", lambda seen: wrong_course(seen.case, seen.answer), False, fails=True, margin=SLIGHT),
    Metric(
        "wrong_learner",
        lambda seen: wrong_learner(seen.case, seen.answer, seen.grounds.learner_of),
        False,
        fails=True,
        margin=0.0,
    ),
    Metric("right_filters", lambda seen: right_filters(seen.case, seen.answer), fails=True, margin=SLIGHT),
    Metric("expired_unsaid", lambda seen: expired_unsaid(seen.answer), False, fails=True, margin=0.0),
    Metric("abstained_rightly", lambda seen: _abstained(seen, answerable=False), fails=True, margin=SLIGHT),
    Metric("abstained_wrongly", lambda seen: _abstained(seen, answerable=True), False, fails=True, margin=SLIGHT),
    Metric("abstention_precision", lambda seen: abstention_precision(seen.case, seen.answer), margin=SLIGHT),
    Metric("stale_fact", lambda seen: stale_fact(seen.case, seen.answer), False, fails=True, margin=SLIGHT),
    Metric("forbidden_words", lambda seen: forbidden_words(seen.case, seen.answer), False, fails=True, margin=0.0),
    Metric("expected_notice", lambda seen: expected_notice(seen.case, seen.answer), fails=True, margin=SLIGHT),
    Metric("language_match", lambda seen: language_match(seen.case, seen.answer), fails=True, margin=SLIGHT),
    Metric("too_long", lambda seen: answer_length(seen.case, seen.answer), False, fails=True, margin=SLIGHT),
    Metric("input_tokens", lambda seen: input_tokens(seen.answer), False),
    Metric("output_tokens", lambda seen: output_tokens(seen.answer), False),
)

BY_NAME: Mapping[str, Metric] = {metric.name: metric for metric in METRICS}


def measure(seen: Observation) -> dict[str, float]:
    """Every score that applies to an answer, by the name of its metric."""
    values = {metric.name: metric.of(seen) for metric in METRICS}
    return {name: value for name, value in values.items() if value is not None}


def has_passed(scores: Mapping[str, float]) -> bool:
    """Whether nothing that matters to a reader is wrong with an answer."""
    return all(
        scores[metric.name] == float(metric.higher_is_better)
        for metric in METRICS
        if metric.fails and metric.name in scores
    )


def named(names: Iterable[str]) -> tuple[Metric, ...]:
    """The metrics of these names; raises `UnknownMetricError`."""
    wanted = list(names)
    for name in wanted:
        if name not in BY_NAME:
            choices = ", ".join(BY_NAME)
            raise UnknownMetricError(
                f"There is no metric {name!r}; the metrics are {choices}.", name=name, choices=choices
            )
    return tuple(BY_NAME[name] for name in wanted)

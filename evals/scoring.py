"""Scores of answered cases, and their means by suite, split and kind."""

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.core.types import Answer
from evals.cases import Case, CaseKind, Split
from evals.metrics.abstention import abstention
from evals.metrics.answer_length import answer_length
from evals.metrics.fact_coverage import fact_coverage
from evals.metrics.first_source import first_source
from evals.metrics.latency import latency
from evals.metrics.quotation_exactness import quotation_exactness
from evals.metrics.right_course import right_course
from evals.metrics.right_source import right_source
from evals.metrics.wrong_learner import wrong_learner
from knowledge.types import Learner, Snapshot

ALL_KINDS = "all"
"""The row over every kind but small talk, which is kept apart."""

COLUMNS = (
    "fact_in_answer",
    "fact_coverage",
    "right_source",
    "first_source",
    "right_course",
    "abstained_rightly",
    "abstained_wrongly",
    "quotation_exactness",
    "wrong_learner",
    "too_long",
    "latency",
)


@dataclass(frozen=True, slots=True)
class Scored:
    """A case, its answer, and its scores by metric; a metric that does not apply is missing."""

    case: Case
    answer: Answer
    scores: Mapping[str, float]

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong with the answer."""
        wanted = ("fact_in_answer", "right_source", "right_course", "abstained_rightly", "quotation_exactness")
        unwanted = ("abstained_wrongly", "wrong_learner", "too_long")
        return all(self.scores.get(name, 1.0) == 1.0 for name in wanted) and not any(
            self.scores.get(name, 0.0) for name in unwanted
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean (of latency: the median, in milliseconds) over `count` cases."""

    value: float
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one kind within one suite and split."""

    suite: str
    split: Split
    kind: str
    cases: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What answers are held against: the stored texts by id, and whom each course is for."""

    text_of: Callable[[str], str]
    learner_of: Callable[[str], Learner | None]

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Grounds":
        """The grounds that a generation gives."""
        learners = {course.course_id: course.learner for course in snapshot.courses()}
        return cls(snapshot.text, learners.get)


def score(case: Case, answer: Answer, grounds: Grounds) -> Scored:
    """Score one answer by every metric that applies."""
    covered = fact_coverage(case, answer)
    scores = {
        "fact_in_answer": None if covered is None else float(covered == 1.0),
        "fact_coverage": covered,
        "right_source": right_source(case, answer),
        "first_source": first_source(case, answer),
        "right_course": right_course(case, answer),
        "abstained_wrongly" if case.answerable else "abstained_rightly": abstention(answer),
        "quotation_exactness": quotation_exactness(answer, grounds.text_of),
        "wrong_learner": wrong_learner(case, answer, grounds.learner_of),
        "too_long": answer_length(case, answer),
    }
    return Scored(case, answer, {name: value for name, value in scores.items() if value is not None})


def summarise(scored: Sequence[Scored]) -> list[Row]:
    """A row a suite, split and kind, and one over all kinds but small talk."""
    rows = []
    groups = dict.fromkeys((one.case.suite, one.case.split) for one in scored)
    for suite, split in groups:
        group = [one for one in scored if (one.case.suite, one.case.split) == (suite, split)]
        for kind in dict.fromkeys(one.case.kind for one in group):
            rows.append(_row((suite, split, kind), [one for one in group if one.case.kind is kind]))
        rows.append(_row((suite, split, ALL_KINDS), [o for o in group if o.case.kind is not CaseKind.SMALLTALK]))
    return rows


def _row(names: tuple[str, Split, str], scored: Sequence[Scored]) -> Row:
    means = {name: _mean(one.scores[name] for one in scored if name in one.scores) for name in COLUMNS}
    median = latency([one.answer for one in scored])
    means["latency"] = None if median is None else Figure(median, len(scored))
    suite, split, kind = names
    return Row(suite, split, kind, len(scored), {name: figure for name, figure in means.items() if figure})


def _mean(values: Iterable[float]) -> Figure | None:
    found = list(values)
    return Figure(statistics.fmean(found), len(found)) if found else None

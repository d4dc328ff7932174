"""Whether the answer begins with a source that gives it."""

import dataclasses

from assistant.core.types import Answer
from evals.cases import Case
from evals.metrics.right_source import right_source


def first_source(case: Case, answer: Answer) -> float | None:
    """As `right_source`, of the first citation alone: other sources further down do not help.

    An answer without citations scores 0.0; None when the case names no source.
    """
    return right_source(case, dataclasses.replace(answer, citations=answer.citations[:1]))

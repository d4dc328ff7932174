"""Whether a wish for courses was understood: the filters that were searched by, or the course put first."""

from assistant.core.types import Answer
from evals.cases import Case


def right_filters(case: Case, answer: Answer) -> float | None:
    """1.0 when the answer names exactly the expected filters, or puts an expected course first; else 0.0.

    None when the case expects no filters.
    """
    if not case.filters:
        return None
    if {f"{one.name}={one.value}" for one in answer.filters} == set(case.filters):
        return 1.0
    return float(bool(answer.courses) and answer.courses[0].course_id in case.expected_courses)

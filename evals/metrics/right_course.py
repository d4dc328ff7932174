"""Whether a course that fits is suggested."""

from assistant.core.types import Answer
from evals.cases import Case


def right_course(case: Case, answer: Answer) -> float | None:
    """1.0 when any expected course is among the suggestions, else 0.0.

    An answer without suggestions scores 0.0; None when the case expects no course.
    """
    if not case.expected_courses:
        return None
    suggested = {suggestion.course_id for suggestion in answer.courses}
    return float(not suggested.isdisjoint(case.expected_courses))

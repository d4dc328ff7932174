"""Whether courses are suggested of which none fits."""

from assistant.core.types import Answer
from evals.cases import Case


def wrong_course(case: Case, answer: Answer) -> float | None:
    """1.0 when courses are suggested and none is an expected one, else 0.0; suggesting nothing is not wrong.

    None when the case may be answered and expects no course: what stands beside such an answer is held to its learner
    only.
    """
    if case.answerable is not False and not case.expected_courses:
        return None
    suggested = {suggestion.course_id for suggestion in answer.courses}
    return float(bool(suggested) and suggested.isdisjoint(case.expected_courses))

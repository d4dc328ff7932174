"""Whether a course meant for somebody else is suggested."""

from collections.abc import Callable

from assistant.core.types import Answer
from evals.cases import Case
from knowledge.types import Learner


def wrong_learner(case: Case, answer: Answer, learner_of: Callable[[str], Learner | None]) -> float | None:
    """The share of suggested courses that are meant for somebody else; None without suggestions.

    A case for a learner accepts that learner's courses; a case that names none accepts all but the citizens'.
    A course that names no learner is never wrong. `learner_of` gives a course's learner by its id.
    """
    if not answer.courses:
        return None
    accepted = {case.learner} if case.learner else {Learner.EMPLOYEE, Learner.MANAGER}
    learners = [learner_of(suggestion.course_id) for suggestion in answer.courses]
    return sum(learner is not None and learner not in accepted for learner in learners) / len(learners)

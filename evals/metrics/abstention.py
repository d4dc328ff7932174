"""Whether the assistant said that it does not know, and was right to."""

from assistant.core.types import Answer
from evals.cases import Case


def abstention(answer: Answer) -> float:
    """1.0 when the answer asserts nothing (no claim, no citation, no course), else 0.0.

    Small talk asserts nothing either, so it counts as abstaining. The mean over the cases that cannot be answered is
    the recall of abstention; over the others it is the rate of wrong abstentions.
    """
    return float(not (answer.claims or answer.citations or answer.courses))


def abstention_precision(case: Case, answer: Answer) -> float | None:
    """1.0 when it abstained from what cannot be answered, 0.0 when from what can; None when it did not abstain.

    The mean is the share of abstentions that were right. None too where nobody knows whether it can be answered.
    """
    return float(not case.answerable) if abstention(answer) and case.answerable is not None else None

"""Whether the assistant said that it does not know."""

from assistant.core.types import Answer


def abstention(answer: Answer) -> float:
    """1.0 when the answer asserts nothing (no claim, no citation, no course), else 0.0.

    Small talk asserts nothing either, so it counts as abstaining. Wanted of cases that cannot be answered, unwanted
    of the others: the mean is taken over each apart.
    """
    return float(not (answer.claims or answer.citations or answer.courses))

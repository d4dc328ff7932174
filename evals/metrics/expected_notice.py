"""Whether an answer warns of what it should."""

from assistant.core.types import Answer
from evals.cases import Case


def expected_notice(case: Case, answer: Answer) -> float | None:
    """1.0 when the answer carries every notice the case expects, else 0.0; None when it expects none."""
    if not case.notices:
        return None
    return float({notice.code for notice in answer.notices}.issuperset(case.notices))

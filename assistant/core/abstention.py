"""Decides whether what was found answers the question at all."""

from assistant.core.question import Question
from assistant.core.scoring import Scored, is_checked

# Calibrated on the tune half of evals/cases (`python -m evals.quality`): of thresholds from .40 to .65 the one where
# wrong answers and wrong abstentions together are fewest.
LEAST_SCORE = 0.46


def is_answered(question: Question, best: Scored | None) -> bool:
    """Whether the best candidate may be given as an answer."""
    if best is None or not question.subject:
        return False
    if is_checked(question) and not best.kind:
        return False
    return best.score >= LEAST_SCORE

"""Decides whether what was found answers the question at all."""

from assistant.core.question import Expected, Question
from assistant.core.scoring import Scored

# Calibrated on the tune half of evals/cases (`python -m evals.quality`): where the two kinds of mistake cost the same.
LEAST_CONFIDENCE = 0.50
# How the confidence is made up: what stands in the quotation weighs on top of what its surroundings say.
SHARE_CONTEXT = 0.7
SHARE_OWN = 0.3
# Kinds of answer that show in the text; a passage without a number does not answer "how many".
CHECKED_KINDS = frozenset({Expected.MONEY, Expected.PERCENT, Expected.DURATION, Expected.NUMBER, Expected.DATE})


def confidence(best: Scored) -> float:
    """How much of the question the best candidate bears out, 0-1."""
    return SHARE_CONTEXT * best.context + SHARE_OWN * best.own


def is_answered(question: Question, best: Scored | None) -> bool:
    """Whether the best candidate may be given as an answer."""
    if best is None or not question.subject:
        return False
    if question.expected in CHECKED_KINDS and not best.kind:
        return False
    return confidence(best) >= LEAST_CONFIDENCE

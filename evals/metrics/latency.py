"""How long an answer takes."""

from collections.abc import Sequence
from statistics import median

from assistant.core.types import Answer


def latency(answers: Sequence[Answer]) -> float | None:
    """The median of the answers' own times in milliseconds; None for no answers."""
    return float(median(answer.latency_ms for answer in answers)) if answers else None

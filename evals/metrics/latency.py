"""How long answers take."""

from collections.abc import Sequence

import numpy as np

MEDIAN, SLOWEST = 50, 95
"""Percentiles of the answers' own times; timings are reported, never gated."""


def latency(milliseconds: Sequence[float], percentile: int) -> float | None:
    """A percentile (linear between neighbours) of answer times in milliseconds; None for no answers."""
    return float(np.percentile(np.asarray(milliseconds), percentile)) if milliseconds else None

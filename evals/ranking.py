"""What a search found for a case, held against the passages that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass

QUERY = "q"
"""The one question of a run of its own."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ids of the passages found, best first, and of those that answer."""

    found: Sequence[str]
    answering: frozenset[str]

    def measured(self, measure: str) -> float:
        """The value of a measure in ir-measures' notation, such as `nDCG@10`; a question that finds nothing has 0."""
        import ir_measures  # slow: half a second

        if not self.found:
            return 0.0
        judged = {QUERY: dict.fromkeys(self.answering, 1)}
        run = {QUERY: {passage_id: float(-place) for place, passage_id in enumerate(self.found)}}
        return float(ir_measures.calc_aggregate([ir_measures.parse_measure(measure)], judged, run).popitem()[1])

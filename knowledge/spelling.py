"""Typing errors: which known stems an unknown one may have been meant as."""

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Two errors in "kursus" make it another word; in "kompetanceudvikling" they do not.
_SHORTEST_FOR_ONE_ERROR = 4
_SHORTEST_FOR_TWO_ERRORS = 8
# The nearest alone is wrong too often; past three nothing was ever meant.
_MOST_ALTERNATIVES = 3
# Weight of a stem one or two errors away (a letter left out, put in, changed, or two swapped).
_WEIGHTS = {1: 0.8, 2: 0.5}


def corrections(stem: str, vocabulary: Mapping[str, int]) -> list[tuple[str, float]]:
    """List the nearest stems in a vocabulary (stem -> number of passages) with weights, the likeliest first.

    Empty for a known stem, a number and a short word. Nearer goes before farther, then the more frequent.
    """
    allowed = 2 if len(stem) >= _SHORTEST_FOR_TWO_ERRORS else 1 if len(stem) >= _SHORTEST_FOR_ONE_ERROR else 0
    if not allowed or stem in vocabulary or any(letter.isdigit() for letter in stem):
        return []
    near = process.extract(stem, vocabulary.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None)
    ranked = sorted((int(distance), -vocabulary[known], known) for known, distance, _ in near)
    nearest = ranked[0][0] if ranked else 0
    return [(known, _WEIGHTS[distance]) for distance, _, known in ranked[:_MOST_ALTERNATIVES] if distance == nearest]

"""Typing errors: which known stems an unknown one may have been meant as."""

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.danish import irregular_forms

# A letter away from a stem of four stands too often another word: "morg(en)" and "borg(er)", "vejr" and "vejl(e)".
_SHORTEST_FOR_ONE_ERROR = 5
# Two errors in "kursus" make it another word; in "kompetanceudvikling" they do not.
_SHORTEST_FOR_TWO_ERRORS = 8
# The nearest alone is wrong too often; past three nothing was ever meant.
_MOST_ALTERNATIVES = 3
# Weight of a stem one or two errors away (a letter left out, put in, changed, or two swapped).
_WEIGHTS = {1: 0.8, 2: 0.5}


def corrections(stem: str, vocabulary: Mapping[str, int]) -> list[tuple[str, float]]:
    """List the nearest stems in a vocabulary (stem -> number of passages) with weights, the likeliest first.

    The first letter stays, or is swapped with the second: people seldom mistype it.
    Nearer goes before farther, then the more frequent. Empty for a known stem, a number and a short word.
    """
    allowed = 2 if len(stem) >= _SHORTEST_FOR_TWO_ERRORS else 1 if len(stem) >= _SHORTEST_FOR_ONE_ERROR else 0
    if not allowed or stem in vocabulary or any(letter.isdigit() for letter in stem):
        return []
    near = process.extract(stem, vocabulary.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None)
    begun_alike = [(known, distance) for known, distance, _ in near if _begins_alike(stem, known)]
    ranked = sorted((int(distance), -vocabulary[known], known) for known, distance in begun_alike)
    if not ranked:
        irregular = _irregular(stem, vocabulary)
        return [(irregular, _WEIGHTS[1])] if irregular else []
    nearest = ranked[0][0]
    return [(known, _WEIGHTS[distance]) for distance, _, known in ranked[:_MOST_ALTERNATIVES] if distance == nearest]


def _irregular(stem: str, vocabulary: Mapping[str, int]) -> str | None:
    """The known stem of an irregular form one error away: of "sværest" for "sværrest"."""
    for form, known in irregular_forms().items():
        if known in vocabulary and _begins_alike(stem, form) and OSA.distance(stem, form, score_cutoff=1) == 1:
            return known
    return None


def _begins_alike(stem: str, known: str) -> bool:
    return stem[0] == known[:1] or stem[:2] == known[1::-1]

"""How near each other the words of a question stand in a passage: in one sentence and the next, or scattered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Sentences, list items and table rows end so.
_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Needle:
    """What to look for of one word: its stem or any of those that may stand for it, and how much it tells."""

    stems: tuple[str, ...]
    rarity: float


def closeness(needles: Sequence[Needle], text: str) -> float:
    """The squared share, by rarity, of the words that two neighbouring sentences hold together, 0 to 1.

    A stem is found as letters, so inside compounds and inflected words too. Squared, so that half of the question in
    one place counts a quarter: words meet by chance.
    """
    total = sum(needle.rarity for needle in needles)
    if not total:
        return 0.0
    best = 0.0
    before: frozenset[Needle] = frozenset()
    for sentence in _ENDS.split(text.lower()):
        found = frozenset(needle for needle in needles if any(stem in sentence for stem in needle.stems))
        best = max(best, sum(needle.rarity for needle in found | before))
        before = found
    return (best / total) ** 2

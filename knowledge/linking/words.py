"""How much one word stands for another: the same stem, a part of a compound, another form, or shared 4-grams."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from knowledge.danish import char_ngrams

# "jobsøgningsforløb" is about "jobsøgning", though not only; "samtale" alone is not yet a "medarbejdersamtale".
_WITHIN_COMPOUND = 0.8
_PART_OF_NAME = 0.4
_SHORTEST_PART = 5
# "forhandling" and "forhandle", "dokumentation" and "dokumentere": other forms of one word.
_SAME_BEGINNING = 0.75
_SHORTEST_BEGINNING = 6
_LEAST_SHARE = 0.6
# Less in common is chance.
_LEAST_DICE = 0.5


class Vocabulary:
    """Stems that are looked for, indexed so that any word finds those it stands for."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(stems)
        self._known: dict[str, Mapping[str, float]] = {}

    def standing_for(self, stem: str) -> Mapping[str, float]:
        """Give the stems that a word's stem stands for, each with how much, 0 to 1."""
        if stem not in self._known:
            self._known[stem] = {
                other: likeness for other in self._candidates(stem) if (likeness := likeness_of(stem, other))
            }
        return self._known[stem]

    def _candidates(self, stem: str) -> set[str]:
        found = {stem} & self._stems
        for gram in set(char_ngrams(stem)):
            found |= self._by_gram.get(gram, set())
        return found

    @cached_property
    def _by_gram(self) -> Mapping[str, set[str]]:
        by_gram: defaultdict[str, set[str]] = defaultdict(set)
        for stem in self._stems:
            for gram in char_ngrams(stem):
                by_gram[gram].add(stem)
        return by_gram


def likeness_of(one: str, other: str) -> float:
    """Say how much a stem stands for another that is looked for, 0 to 1."""
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _SHORTEST_PART and (longer.startswith(shorter) or longer.endswith(shorter)):
        return _WITHIN_COMPOUND if longer == one else _PART_OF_NAME
    shared = _beginning(one, other)
    if shared >= _SHORTEST_BEGINNING and shared >= _LEAST_SHARE * len(longer):
        return _SAME_BEGINNING
    mine, theirs = set(char_ngrams(one)), set(char_ngrams(other))
    dice = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    return dice if dice >= _LEAST_DICE else 0.0


def _beginning(one: str, other: str) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count

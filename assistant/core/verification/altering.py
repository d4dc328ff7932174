"""Finds the word that was changed in a sentence that else repeats its evidence.

A word may stand elsewhere in the evidence and still be wrong in this place: "the report by KL" for "the report by COK"
where KL is named too. Who repeats a sentence nearly word for word has no reason to say another thing in one place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from assistant.core.sentences import split_units
from assistant.core.verification.reading import Reading, read
from assistant.core.verification.types import Miss, Reason
from assistant.core.verification.vocabulary import alike
from knowledge.danish import is_stop_word, stem, tokenize

# A sentence of fewer words is like many others by chance.
SHORTEST = 5
# So much of a claim must stand in the sentence, in its order, for the claim to be a repetition of it.
LEAST_REPEATED = 0.75
# More words than these in one place are said otherwise, and not changed.
MOST_CHANGED = 2


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, and the values of the amount that it is part of, if it is."""

    text: str
    values: frozenset[object]

    @property
    def stem(self) -> str:
        return stem(self.text)


def changed_words(claim: str, quotations: Sequence[str]) -> Iterator[Miss]:
    """Each word of a Danish claim that stands where the sentence it repeats has another one.

    Nothing where some sentence of the quotations bears the claim out without a change.
    """
    said = _words(claim)
    if len(said) < SHORTEST:
        return
    units = chain.from_iterable([text, *(unit.text for unit in split_units(text))] for text in quotations)
    found = [changes for unit in units if (changes := _changes(said, _words(unit))) is not None]
    if found and all(found):
        yield from (Miss(Reason.ALTERED, word) for word in min(found, key=len))


def _changes(said: Sequence[_Word], stands: Sequence[_Word]) -> list[str] | None:
    """The words of a claim that replace others; None where it does not repeat the sentence."""
    matcher = SequenceMatcher(None, [one.stem for one in said], [one.stem for one in stands], autojunk=False)
    operations = matcher.get_opcodes()
    same = sum(end - begin for name, begin, end, _, _ in operations if name == "equal")
    if same < LEAST_REPEATED * len(said):
        return None
    changed = []
    for name, begin, end, first, last in operations:
        if name == "replace" and end - begin == last - first <= MOST_CHANGED:
            pairs = zip(said[begin:end], stands[first:last], strict=True)
            changed += [one.text for one, other in pairs if not _means(one, other)]
    return changed


def _means(one: _Word, other: _Word) -> bool:
    """Whether a word may stand for another; words of grammar may always, amounts are compared elsewhere."""
    if is_stop_word(one.text) or is_stop_word(other.text) or other.stem in alike().get(one.stem, ()):
        return True
    if one.values and other.values:
        return not one.values.isdisjoint(other.values)
    return bool(one.values or other.values)


def _words(text: str) -> list[_Word]:
    reading = read(text, "da")
    return [_Word(token.text, _values_at(token.start, reading)) for token in tokenize(reading.text)]


def _values_at(place: int, reading: Reading) -> frozenset[object]:
    return frozenset(chain.from_iterable(one.values for one in reading.quantities if one.start <= place < one.end))

"""Says how far a question's terms are borne out by a text: by word, thesaurus, compound, typing error."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

# Shorter stems inside longer ones are chance ("led" in "ledig").
SHORTEST_COMPOUND_PART = 5
# A compound in the text holds the word asked for: "virksomhed" in "virksomhedssamarbejde".
INSIDE_TEXT_WORD = 0.7
# The text has only a part of the compound asked for: "samarbejde" for "virksomhedssamarbejde".
PART_OF_ASKED_WORD = 0.45
# A typing error of one letter in a long word; two are another word too often.
MISTYPED = 0.8
SHORTEST_MISTYPED = 6
# What stands for a word less surely than this must be there as it is, not inside a compound or mistyped.
LEAST_LIKENED = 0.6


@dataclass(frozen=True, slots=True)
class Alternative:
    """Stems that together can stand for a term, and how surely (0-1)."""

    stems: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a question is about: its weight is its rarity; its own stem is the first alternative."""

    word: str
    weight: float
    alternatives: tuple[Alternative, ...]
    is_name: bool = False
    """A name, year or other number: what does not speak of it speaks of something else."""
    is_held: bool = True
    """Whether any source has the word, or something that may stand for it."""
    known: dict[str, float] = field(default_factory=dict, compare=False, repr=False)
    """How surely each stem met so far speaks of it: the same words are met in passage after passage."""
    bags: dict[frozenset[str], float] = field(default_factory=dict, compare=False, repr=False)
    """The same for whole bags: a heading, a passage and a source surround many units."""
    likened: list[tuple[str, float]] = field(default_factory=list, compare=False, repr=False)
    """The stems that speak of it in compounds and mistyped too, the surest first."""


def borne_out(term: Term, stems: frozenset[str]) -> float:
    """How surely a bag of stems speaks of the term, 0-1."""
    strength = term.bags.get(stems)
    if strength is None:
        strength = term.bags[stems] = _borne_out(term, stems)
    return strength


def _borne_out(term: Term, stems: frozenset[str]) -> float:
    if not term.known:
        _learn(term)
    # A loop, and not max(): a question looks at ten thousand stems, nearly all of them known.
    best, known = 0.0, term.known
    for stem in stems:
        strength = known.get(stem)
        if strength is None:
            strength = known[stem] = _likened(term, stem)
        if strength > best:
            best = strength
    for alternative in term.alternatives:
        if alternative.weight > best and len(alternative.stems) > 1:
            best = max(best, alternative.weight * _all_nearest(alternative.stems, stems))
    return best


def _likened(term: Term, stem: str) -> float:
    """How surely a stem that was not met before speaks of the term, in a compound or mistyped."""
    strength = 0.0
    for asked, weight in term.likened:
        if weight <= strength:
            break
        if asked[0] == stem[0] or asked[-1] == stem[-1]:
            strength = max(strength, weight * likeness(asked, stem))
    return strength


def _learn(term: Term) -> None:
    """Note what the alternatives of one word are, and which of them may be met in other forms, the surest first."""
    for one in term.alternatives:
        if len(one.stems) == 1:
            term.known[one.stems[0]] = max(one.weight, term.known.get(one.stems[0], 0.0))
    sure = [(stem, weight) for stem, weight in term.known.items() if weight >= LEAST_LIKENED]
    for stem, weight in sorted(sure, key=lambda pair: -pair[1]):
        term.likened.append((stem, weight))
    for stem, weight in sure:
        other = max((known * likeness(asked, stem) for asked, known in sure if asked != stem), default=0.0)
        term.known[stem] = max(weight, other)


def _all_nearest(asked: Iterable[str], stems: Collection[str]) -> float:
    """How surely the bag holds all that is asked: the least of them."""
    least = 1.0
    for stem in asked:
        least = min(least, _nearest(stem, stems))
        if not least:
            break
    return least


def coverage(terms: Iterable[Term], strengths: Iterable[float]) -> float:
    """The weighted share of terms borne out, 0-1; 0 when there are no terms."""
    total = got = 0.0
    for term, strength in zip(terms, strengths, strict=True):
        total += term.weight
        got += term.weight * strength
    return got / total if total else 0.0


def _nearest(asked: str, stems: Collection[str]) -> float:
    if asked in stems:
        return 1.0
    return max((likeness(asked, stem) for stem in stems), default=0.0)


@lru_cache(maxsize=200_000)
def likeness(asked: str, found: str) -> float:
    """How surely two different stems mean the same, 0-1."""
    if asked == found:
        return 1.0
    if len(asked) >= SHORTEST_COMPOUND_PART and (found.startswith(asked) or found.endswith(asked)):
        return INSIDE_TEXT_WORD
    if len(found) >= SHORTEST_COMPOUND_PART and (asked.startswith(found) or asked.endswith(found)):
        return PART_OF_ASKED_WORD
    if len(asked) >= SHORTEST_MISTYPED and abs(len(asked) - len(found)) <= 1 and OSA.distance(asked, found) == 1:
        return MISTYPED
    return 0.0

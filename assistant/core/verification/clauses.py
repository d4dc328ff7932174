"""Reads a text clause by clause: content words, negations, modals, quantifiers, and which of two opposites is meant."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.core.types import Language
from assistant.core.verification.vocabulary import calendar, cues, number_words, units
from knowledge.danish import content_stems

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# A full stop before a small letter or a digit belongs to an abbreviation ("fra 25.000 kr. til 30.000 kr. pr. person").
_BREAK = re.compile(r"[;!?\n|\t]|[,:](?!\d)|\.(?!\w| +[a-zæøå\d])| - ")

# Cues that are content words as well.
_WORDS_TOO = frozenset({"side", "bearing"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that carries a fact: its category (`negation`, `modal`, `quantifier`, `side`) and class."""

    category: str
    name: str
    written: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch `start:end` of a text with its content stems (without cues and numbers) and its cues."""

    start: int
    end: int
    stems: frozenset[str]
    cues: tuple[Cue, ...]

    @property
    def is_negated(self) -> bool:
        """An odd number of negations negates."""
        return len(self.of("negation")) % 2 == 1

    def of(self, category: str) -> list[Cue]:
        """List the cues of a category."""
        return [cue for cue in self.cues if cue.category == category]

    def names(self, category: str) -> Counter[str]:
        """Count the cues of a category by class."""
        return Counter(cue.name for cue in self.of(category))


def read_clauses(text: str, language: Language) -> list[Clause]:
    """Cut a normalised text into clauses and read each."""
    return [clause for start, end in _spans(text, language) for clause in _parts(text, start, end, language)]


def _parts(text: str, start: int, end: int, language: Language) -> list[Clause]:
    """Read a clause, cut at an "og" between two negations or two opposites: these are two statements."""
    whole = _read(text, start, end, language)
    if not (_is_double(whole.names("negation")) or _is_opposed(whole)):
        return [whole]
    for joint in cues(language).joining.finditer(text, start, end):
        left, right = _read(text, start, joint.start(), language), _read(text, joint.start(), end, language)
        negated = left.of("negation") and right.of("negation")
        if negated or (_is_opposed(whole) and left.of("side") and right.of("side")):
            return [left, *_parts(text, joint.end(), end, language)]
    return [whole]


def _is_double(negations: Counter[str]) -> bool:
    return negations.total() > 1


def _is_opposed(clause: Clause) -> bool:
    """Tell whether a clause names both of two opposites."""
    sides = clause.names("side")
    return any(name.endswith("+") and name[:-1] + "-" in sides for name in sides)


def nearest(clause: Clause, others: Sequence[Clause]) -> list[Clause]:
    """Give the clauses that share most content with this one; none when nothing is shared."""
    shared = [len(clause.stems & other.stems) for other in others]
    best = max(shared, default=0)
    return [other for other, count in zip(others, shared, strict=True) if count == best] if best else []


def stems_of(text: str, language: Language) -> frozenset[str]:
    """Give the content stems of a text without its numbers and units."""
    return frozenset(stem for stem in content_stems(text) if not _is_numeric(stem, language))


def _spans(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """Yield the spans of clauses: up to punctuation, or up to a word that begins a new clause."""
    openers = cues(language).clause_words
    cuts = [match.end() for match in _BREAK.finditer(text)]
    cuts += [match.start() for match in cues(language).preferring.finditer(text)]
    cuts += [match.start() for match in _WORD.finditer(text) if match.group().lower() in openers]
    start = 0
    for cut in [*sorted(cuts), len(text)]:
        if text[start:cut].strip():
            yield start, cut
        start = cut


def _read(text: str, start: int, end: int, language: Language) -> Clause:
    """Read the cues of a clause, and the stems of the words that are none."""
    known = cues(language)
    tokens = list(_WORD.finditer(text, start, end))
    words = [token.group().lower() for token in tokens]
    found: list[Cue] = []
    rest = list(text[start:end])
    place = 0
    while place < len(words):
        longest = min(known.longest, len(words) - place)
        length = next((n for n in range(longest, 0, -1) if tuple(words[place : place + n]) in known.phrases), 0)
        if length:
            category, name = known.phrases[tuple(words[place : place + length])]
            first, last = tokens[place].start() - start, tokens[place + length - 1].end() - start
            if category != "neutral":
                found += _cues(category, name, text[start + first : start + last])
            if category not in _WORDS_TOO:
                rest[first:last] = " " * (last - first)
        place += max(length, 1)
    return Clause(start, end, stems_of("".join(rest), language), tuple(found))


def _cues(category: str, name: str, written: str) -> Iterator[Cue]:
    """Yield what a phrase says: "cannot" is a modal and a negation."""
    yield Cue(category, name, written)
    if category == "modal" and written.lower().endswith(("not", "n't", "never")):
        yield Cue("negation", "never" if written.lower().endswith("never") else "not", written)


def _is_numeric(stem: str, language: Language) -> bool:
    known = number_words(language)
    if any(letter.isdigit() for letter in stem) or stem in known.cardinals or stem in known.scales:
        return True
    return stem in calendar(language).months or units().exact.get(stem) in units().strict

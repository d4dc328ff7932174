"""Tells which kind of answer a question asks for, by the words that open it and the noun it asks for."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from assistant.core.cues import phrase_pattern
from knowledge.danish import fold, fold_words

# "Lyngsø: hvor længe ...?", "Vi har to på kursus. Hvad koster det?", "We need more - which course fits?"
_SENTENCES = re.compile(r"(?<=[.?!:;])\s+|\s+[-–—]\s+")
_CLAUSES = re.compile(r"[,()]")
# The noun asked for: after "hvilken" with an adjective between, after "hvad er" with a name or more between.
WITHIN_WHICH = 2
WITHIN_WHAT_IS = 6
# Shorter words end so by chance ("men", "det").
SHORTEST_DEFINITE = 5
_ASKS_WHICH = frozenset({"hvilken", "hvilket", "hvilke", "which"})
_ASKS_WHAT = frozenset({"hvad", "what"})


class Expected(StrEnum):
    """The kind of answer a question wants."""

    MONEY = "money"
    PERCENT = "percent"
    DURATION = "duration"
    FREQUENCY = "frequency"
    NUMBER = "number"
    DATE = "date"
    CONTACT = "contact"
    NAME = "name"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    DEFINITION = "definition"
    METHOD = "method"
    YES_NO = "yes_no"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase of asking as a pattern over folded words; of two at one place the longer tells more."""

    kind: Expected
    pattern: re.Pattern[str]
    length: int


@dataclass(frozen=True, slots=True)
class _Table:
    asked: tuple[_Phrase, ...]
    which: dict[str, Expected]
    what_is: dict[str, Expected]
    copulas: frozenset[str]
    asking: frozenset[str]
    prepositions: frozenset[str]
    verbs: frozenset[str]
    subjects: frozenset[str]
    endings: tuple[str, ...]
    polite: tuple[str, ...]
    elliptic: tuple[str, ...]


def expected_kind(text: str) -> Expected:
    """Which kind of answer a question wants; of several sentences the last that asks for any certain kind decides."""
    for sentence in asking_sentences(text):
        kind = _kind(sentence)
        if kind is not None:
            return kind
    return Expected.ANY


def asking_sentences(text: str) -> list[str]:
    """The sentences of a question, those with a question mark first, each time the last before the others."""
    sentences = [part for part in _SENTENCES.split(text.strip()) if part.strip()]
    sentences.reverse()
    return sorted(sentences, key=lambda part: not part.rstrip().endswith("?"))


def opening(sentence: str) -> str:
    """A sentence in folded words without what is said before the question itself."""
    table = _table()
    folded = fold_words(sentence)
    before = ""
    while folded != before:
        before = folded
        for polite in table.polite:
            folded = folded.removeprefix(f"{polite} ")
    words = folded.split()
    leads = len(words) > 1 and words[0] in table.prepositions and words[1] in table.asking
    return " ".join(words[1:] if leads else words)


def asks_yes_or_no(sentence: str) -> bool:
    """Whether a sentence opens with a verb, as what can be answered by yes or no does."""
    table = _table()
    words = opening(sentence).split()
    if len(words) <= 1:
        return False
    verb, subject = words[0], words[1]
    if not sentence.rstrip().endswith("?"):
        return verb in table.verbs and subject in table.subjects
    if verb in table.verbs:
        return True
    return verb.endswith(table.endings) and (subject in table.subjects or _is_definite(subject))


def is_elliptic(folded: str) -> bool:
    """Whether the opening words of a sentence, folded, ask only what was asked before: "hvad med", "what about"."""
    return f"{folded} ".startswith(_table().elliptic)


def asks_for_fact(folded: str) -> bool:
    """Whether the opening words of a sentence, folded, are those of a question."""
    first = folded.partition(" ")[0]
    return first in _table().asking or first in _table().verbs


def _is_definite(noun: str) -> bool:
    """Whether a Danish noun has its article at the end: "læreren", "holdet", "lederne"."""
    return len(noun) >= SHORTEST_DEFINITE and noun.endswith(("en", "et", "ne"))


def _kind(sentence: str) -> Expected | None:
    """The kind that one sentence asks for; None when it asks for none of them in particular."""
    folded = opening(sentence)
    if is_elliptic(folded):
        return None
    place, asked = _asked(folded)
    if asks_yes_or_no(sentence) and place != 0:
        return Expected.YES_NO
    if asked not in (None, Expected.ANY):
        return asked
    first_clause = opening(_CLAUSES.split(sentence.strip())[0])
    return _noun_asked_for(first_clause.split()) or asked


def _asked(folded: str) -> tuple[int, Expected | None]:
    """Where the first phrase of asking stands, and the kind of the longest one there."""
    matches = [
        (match.start(), -one.length, one.kind) for one in _table().asked if (match := one.pattern.search(folded))
    ]
    return (min(matches)[0], min(matches)[2]) if matches else (-1, None)


def _noun_asked_for(words: Sequence[str]) -> Expected | None:
    """The kind of the noun soon after "hvilken" or "hvad er"; of one anywhere where no word of asking is."""
    table = _table()
    for place, word in enumerate(words):
        if word in _ASKS_WHICH | _ASKS_WHAT:
            near = _first(table.which, words[place + 1 : place + 1 + WITHIN_WHICH])
            is_what = word in _ASKS_WHAT and words[place + 1 : place + 2] and words[place + 1] in table.copulas
            return near or (_first(table.what_is, words[place + 2 :][:WITHIN_WHAT_IS]) if is_what else None)
    return _first(table.what_is, words)


def _first(kinds: dict[str, Expected], words: Sequence[str]) -> Expected | None:
    return next((kinds[word] for word in words if word in kinds), None)


@cache
def _table() -> _Table:
    raw = tomllib.loads(resources.files("assistant.core").joinpath("asking.toml").read_text("utf-8"))
    yes_no = raw["yes_no"]
    asked = [(Expected(kind), phrase) for kind, phrases in raw["asked"].items() for phrase in phrases]
    return _Table(
        asked=tuple(_Phrase(kind, phrase_pattern(phrase), len(phrase)) for kind, phrase in asked),
        which=_by_noun(raw["which"]),
        what_is=_by_noun(raw["what_is"]),
        copulas=_folded(raw["copula"]["words"]),
        asking=_folded(raw["polite"]["asking"]),
        prepositions=_folded(raw["polite"]["prepositions"]),
        verbs=_folded(yes_no["verbs"]),
        subjects=_folded(yes_no["subjects"]),
        endings=tuple(yes_no["verb_endings"]),
        elliptic=tuple(f"{fold_words(phrase)} " for phrase in raw["elliptic"]["openings"]),
        polite=tuple(sorted((fold_words(phrase) for phrase in raw["polite"]["openings"]), key=len, reverse=True)),
    )


def _by_noun(table: dict[str, list[str]]) -> dict[str, Expected]:
    return {fold(noun): Expected(kind) for kind, nouns in table.items() for noun in nouns}


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)

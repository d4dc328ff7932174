"""Says whether a text gives the kind of answer that a question asks for (a number, an amount, a date, a name, ...)."""

import re
from functools import cache
from importlib import resources
from tomllib import loads
from typing import Any

from assistant.core.cues import first_phrase
from assistant.core.question import Expected
from knowledge.danish import fold_words

_DIGITS = re.compile(r"\d")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
# "inden for fire uger", "hver anden uge", "efter et år"; on folded words.
_SPAN = re.compile(
    r"\b(?:inden for|i løbet af|hver|hvert|om|efter|før|senest)(?: \w+)?"
    r" (?:dage?|uger?|måned(?:er)?|kvartal|halvår|år)\b"
)
_PERCENT = re.compile(r"\d\s*%")
# A capitalised word that does not open the sentence, or an acronym anywhere.
_NAME = re.compile(r"(?<=[^.!?:\n]\s)[A-ZÆØÅ][a-zæøåé]+|\b[A-ZÆØÅ]{2,}\b")


_CONTACT = re.compile(r"\S@\S|\b(?:\+45 ?)?\d{2} ?\d{2} ?\d{2} ?\d{2}\b|\b\d{4} [A-ZÆØÅ]")
_ENUMERATED = re.compile(r",| og | samt |;")
# Not every definition or reason says that it is one, so a text without such words may still be one.
UNMARKED = 0.5


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return _folded({name: words for name, words in _file().items() if isinstance(words, list)})


@cache
def _labels() -> dict[str, tuple[str, ...]]:
    return _folded(_file()["labels"])


def _file() -> dict[str, Any]:
    return loads(resources.files("assistant.core").joinpath("shows.toml").read_text("utf-8"))


def _folded(table: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(fold_words(word) for word in words) for name, words in table.items()}


def is_labelled(expected: Expected, text: str) -> bool:
    """Whether a text is a line such as `Pris: 2.395 kr.` whose label names the kind of answer asked for."""
    label, mark, _ = text.partition(":")
    return bool(mark) and first_phrase(fold_words(label), _labels().get(expected.value, ())) is not None


def shows(expected: Expected, text: str) -> float:
    """How surely a text holds an answer of that kind, 0-1; 1 when any kind will do."""
    folded = fold_words(text)
    number = bool(_DIGITS.search(text)) or bool(first_phrase(folded, _words()["number_words"]))
    match expected:
        case Expected.MONEY:
            return float(bool(first_phrase(folded, _words()["money"])) and (number or _free(folded)))
        case Expected.PERCENT:
            return float(bool(_PERCENT.search(text)) or bool(first_phrase(folded, _words()["share"])))
        case Expected.DURATION:
            return float(number and bool(first_phrase(folded, _words()["duration"])))
        case Expected.FREQUENCY:
            return float(number or bool(_SPAN.search(folded)) or bool(first_phrase(folded, _words()["often"])))
        case Expected.YES_NO:
            return 1.0 if first_phrase(folded, _words()["verdict"]) else UNMARKED
        case Expected.NUMBER:
            return float(number)
        case Expected.DATE:
            return 1.0 if _DATE.search(text) else _time(folded)
        case Expected.CONTACT:
            return float(bool(_CONTACT.search(text)))
        case Expected.NAME:
            return float(bool(_NAME.search(text)))
        case Expected.PERSON:
            return float(bool(_NAME.search(text)) or bool(first_phrase(folded, _words()["people"])))
        case Expected.PLACE:
            return float(bool(_NAME.search(text)) or is_labelled(expected, text))
        case Expected.REASON:
            return 1.0 if first_phrase(folded, _words()["reason"]) else UNMARKED
        case Expected.DEFINITION:
            return 1.0 if first_phrase(folded, _words()["definition"]) else UNMARKED
        case _:
            return 1.0


def is_number_word(word: str) -> bool:
    """Whether a word is a number written out."""
    return fold_words(word) in _words()["number_words"]


def enumerates(text: str, count: int) -> bool:
    """Whether a sentence names about so many things: at least half as many are parted by commas or "og"."""
    return len(_ENUMERATED.findall(text)) >= max(1, count / 2)


def _time(folded: str) -> float:
    """How surely folded words tell when: for certain by a time, perhaps by what only ties two things in time."""
    words = _words()
    if _SPAN.search(folded) or first_phrase(folded, words["time"]):
        return 1.0
    bare = f" {folded} "
    for phrase in words["not_moment"]:
        bare = bare.replace(f" {phrase} ", " ")
    return UNMARKED if first_phrase(bare, words["moment"]) else 0.0


def _free(folded: str) -> bool:
    return first_phrase(folded, _words()["free"]) is not None

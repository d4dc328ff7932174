"""Reads the data files of this package once: cue phrases, number words, units, months, names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from tomllib import loads
from typing import Any

from assistant.core.types import Language
from knowledge.danish import stem


@dataclass(frozen=True, slots=True)
class Calendar:
    """Month names by number, and seasons and weekdays by their common name."""

    months: Mapping[str, int]
    named: Mapping[str, str]

    def month_number(self, written: str) -> int:
        """Give a month's number, however its name is capitalised."""
        return self.months.get(written) or self.months.get(written.lower()) or self.months[written.capitalize()]


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How one language writes quantities in words."""

    cardinals: Mapping[str, int]
    joined: Mapping[str, int]
    scales: Mapping[str, int]
    articles: frozenset[str]
    halves: Mapping[str, Fraction]
    fractions: Mapping[str, int]
    bare: frozenset[str]
    ordinals: Mapping[str, int]
    share_openers: frozenset[str]
    seconds: frozenset[str]
    apart: frozenset[str]
    bounds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Units:
    """Unit names by how they are written, by how they end, those compared strictly, and those of time.

    `larger`: a unit of time with the smaller one it is made of, and how many of these.
    """

    exact: Mapping[str, str]
    ending: Mapping[str, str]
    strict: frozenset[str]
    time: frozenset[str]
    larger: Mapping[str, tuple[str, int]]

    def is_time(self, word: str) -> bool:
        """Tell whether a word is a unit of time."""
        return self.exact.get(word.lower()) in self.time


@dataclass(frozen=True, slots=True)
class Cues:
    """Phrases that carry facts: tuple of words -> (category, class); clause words; stems of advice; connectives."""

    phrases: Mapping[tuple[str, ...], tuple[str, str]]
    longest: int
    clause_words: frozenset[str]
    advice: tuple[str, ...]
    comparing: re.Pattern[str]
    joining: re.Pattern[str]
    preferring: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of names: places, words that only open sentences, free words, and names that mean the same."""

    places: frozenset[str]
    openers: frozenset[str]
    free: frozenset[str]
    aliases: tuple[frozenset[str], ...]


@cache
def calendar(language: Language) -> Calendar:
    """Give the calendar words of a language."""
    data = _data("numbers.toml")[language]
    return Calendar(data["months"], data["named"])


@cache
def number_words(language: Language) -> NumberWords:
    """Give the number words of a language."""
    data = _data("numbers.toml")[language]
    return NumberWords(
        cardinals=data["cardinals"],
        joined=data["joined"],
        scales=data["scales"],
        articles=frozenset(data["articles"]["words"]),
        halves={word: Fraction(str(value)) for word, value in data["halves"].items()},
        fractions=data["fractions"],
        bare=frozenset(data["bare"]["words"]),
        ordinals=data["ordinals"],
        share_openers=frozenset(data["shares"]["openers"]),
        seconds=frozenset(data["shares"]["second"]),
        apart=frozenset(data["apart"]["words"]),
        bounds=_by_word(data["bounds"]),
    )


@cache
def units() -> Units:
    """Give the units of both languages."""
    data = _data("numbers.toml")["units"]
    exact, ending = _by_word(data["exact"]), _by_word(data["ending"])
    larger = {unit: (smaller, count) for unit, (smaller, count) in data["larger"].items()}
    return Units(exact, ending, frozenset(data["strict"]["names"]), frozenset(data["time"]["names"]), larger)


@cache
def cues(language: Language) -> Cues:
    """Give the cue phrases of a language."""
    data = _data("vocabulary.toml")[language]
    phrases: dict[tuple[str, ...], tuple[str, str]] = {}
    for category in ("side", "bearing", "quantifier", "modal", "negation", "neutral"):
        for name, written in data[category].items():
            phrases.update({tuple(phrase.split()): (category, name) for phrase in written})
    longest = max(len(phrase) for phrase in phrases)
    return Cues(
        phrases,
        longest,
        frozenset(data["clause"]["words"]),
        tuple(data["advice"]["stems"]),
        comparing=_any_of(data["comparing"]["words"]),
        joining=_any_of(data["joining"]["words"]),
        preferring=_any_of(data["preferring"]["words"]),
    )


@cache
def modal_translations() -> Mapping[str, frozenset[str]]:
    """Give the Danish modals that may stand behind an English one."""
    return {english: frozenset(danish) for english, danish in _data("vocabulary.toml")["modal_translations"].items()}


@cache
def alike() -> Mapping[str, frozenset[str]]:
    """Give the Danish stems that may stand for each other, and those of one side of two opposites."""
    data = _data("vocabulary.toml")["da"]
    found: dict[str, frozenset[str]] = {}
    for group in [*data["alike"]["groups"], *data["side"].values()]:
        stems = frozenset(stem(word) for word in group if " " not in word)
        found |= {each: found.get(each, frozenset()) | stems for each in stems}
    return found


@cache
def names() -> Names:
    """Give what is known of names."""
    data = _data("names.toml")
    aliases = tuple(frozenset(name.lower() for name in group) for group in data["aliases"]["groups"])
    places = frozenset(name.lower() for name in data["places"]["names"])
    return Names(places, frozenset(data["openers"]["words"]), frozenset(data["free"]["words"]), aliases)


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """Match any of these phrases as whole words, the longest first."""
    return re.compile(rf"\b(?:{'|'.join(sorted(phrases, key=len, reverse=True))})\b", re.IGNORECASE)


def _by_word(groups: Mapping[str, list[str]]) -> dict[str, str]:
    """Turn class -> words into word -> class."""
    return {word: name for name, written in groups.items() for word in written}


@cache
def _data(name: str) -> dict[str, Any]:
    return loads(resources.files("assistant.core.verification").joinpath(name).read_text("utf-8"))

"""Reads `cues.toml`: the words by which a question shows what it asks for."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from knowledge.danish import fold, stem, tokenize


@dataclass(frozen=True, slots=True)
class Cues:
    """Cue phrases, folded; see the file for what each table means."""

    expected: Mapping[str, Sequence[str]]
    lists: Mapping[str, Sequence[str]]
    courses: Mapping[str, Sequence[str]]
    forms: Mapping[str, Sequence[str]]
    levels: Mapping[str, Sequence[str]]
    smalltalk: Mapping[str, Sequence[str]]
    openings: Sequence[str]
    pronouns: frozenset[str]
    weak_stems: frozenset[str]
    helps_stems: frozenset[str]
    general_stems: frozenset[str]
    request_stems: frozenset[str]
    now: Sequence[str]
    which: frozenset[str]
    what_is: tuple[str, ...]
    which_one: frozenset[str]
    which_phrases: Sequence[str]
    counts: Mapping[str, int]
    pointing: frozenset[str]
    not_names: frozenset[str]


def fold_words(text: str) -> str:
    """Fold the words of a text and join them by single spaces: what phrases are matched on."""
    return " ".join(fold(token.text) for token in tokenize(text))


def first_phrase(folded: str, phrases: Iterable[str]) -> str | None:
    """Give the first phrase that stands in a folded text at word boundaries."""
    padded = f" {folded} "
    return next((phrase for phrase in phrases if f" {phrase} " in padded), None)


@cache
def cues() -> Cues:
    """Read the file once."""
    raw = tomllib.loads(resources.files("assistant.core").joinpath("cues.toml").read_text("utf-8"))
    courses = raw["courses"]
    return Cues(
        expected=_folded(raw["expected"]),
        lists=_folded(raw["list"]),
        courses=_folded({name: phrases for name, phrases in courses.items() if isinstance(phrases, list)}),
        forms=_folded(courses["form"]),
        levels=_folded(courses["level"]),
        smalltalk=_folded(raw["smalltalk"]),
        openings=[fold_words(phrase) for phrase in raw["follow_up"]["openings"]],
        pronouns=frozenset(fold(word) for word in raw["follow_up"]["pronouns"]),
        weak_stems=frozenset(stem(word) for word in raw["weak"]["words"]),
        helps_stems=frozenset(stem(word) for phrase in courses["helps"] for word in phrase.split()),
        general_stems=frozenset(stem(word) for word in raw["general"]["words"]),
        now=[fold_words(phrase) for phrase in raw["now"]["phrases"]],
        what_is=tuple(fold_words(phrase) for phrase in raw["which"]["what_is"]),
        which_one=frozenset(fold(word) for word in raw["which"]["one"]),
        which_phrases=[fold_words(phrase) for phrase in raw["which"]["phrases"]],
        which=frozenset(fold(word) for word in raw["which"]["words"]),
        counts={fold(word): count for word, count in raw["which"]["counts"].items()},
        pointing=frozenset(fold(word) for word in raw["pointing"]["words"]),
        not_names=frozenset(fold(word) for word in raw["which"]["not_names"]),
        request_stems=frozenset(stem(word) for word in raw["request"]["words"]),
    )


def _folded(table: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: [fold_words(phrase) for phrase in phrases] for name, phrases in table.items()}

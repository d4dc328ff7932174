"""Reads `cues.toml`: the words by which a question shows what it asks for."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from knowledge.danish import fold, fold_words, stem

# Tables of `[courses]` whose phrases are patterns.
PATTERNS = frozenset({"wishes", "exists", "something"})


@dataclass(frozen=True, slots=True)
class Cues:
    """Cue phrases, folded; see the file for what each table means."""

    lists: Mapping[str, Sequence[str]]
    courses: Mapping[str, Sequence[str]]
    wishes: Sequence[re.Pattern[str]]
    exists: Sequence[re.Pattern[str]]
    something: Sequence[re.Pattern[str]]
    smalltalk: Mapping[str, Sequence[str]]
    openings: Sequence[str]
    pronouns: frozenset[str]
    things: Sequence[str]
    unit_stems: frozenset[str]
    fragments: frozenset[str]
    parallels: Sequence[frozenset[str]]
    picks: Mapping[str, int]
    course_stems: frozenset[str]
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
    how_many: Sequence[str]
    pointing: frozenset[str]
    not_names: frozenset[str]


def first_phrase(folded: str, phrases: Iterable[str]) -> str | None:
    """Give the first phrase that stands in a folded text at word boundaries."""
    padded = f" {folded} "
    return next((phrase for phrase in phrases if f" {phrase} " in padded), None)


def phrase_pattern(written: str) -> re.Pattern[str]:
    """Make a pattern of a phrase in which `^` opens the sentence, `…` stands for two words at most, `*` for any."""
    gaps = {"…": r"(?: \S+){0,2} ", "*": r"(?: \S+)*? "}
    parts = re.split(r"\s*([…*])\s*", written.removeprefix("^"))
    body = "".join(gaps.get(part) or re.escape(fold_words(part)) for part in parts)
    start = "^" if written.startswith("^") else r"(?<!\S)"
    return re.compile(rf"{start}{body}(?!\S)")


@cache
def cues() -> Cues:
    """Read the file once."""
    raw = tomllib.loads(resources.files("assistant.core").joinpath("cues.toml").read_text("utf-8"))
    courses = raw["courses"]
    return Cues(
        lists=_folded(raw["list"]),
        courses=_folded(
            {name: phrases for name, phrases in courses.items() if isinstance(phrases, list) and name not in PATTERNS}
        ),
        wishes=[phrase_pattern(phrase) for phrase in courses["wishes"]],
        exists=[phrase_pattern(phrase) for phrase in courses["exists"]],
        something=[phrase_pattern(phrase) for phrase in courses["something"]],
        smalltalk=_folded(raw["smalltalk"]),
        openings=[fold_words(phrase) for phrase in raw["follow_up"]["openings"]],
        pronouns=frozenset(fold(word) for word in raw["follow_up"]["pronouns"]),
        things=[fold_words(phrase) for phrase in raw["follow_up"]["things"]],
        unit_stems=frozenset(stem(word) for word in raw["follow_up"]["units"]),
        fragments=frozenset(fold(word) for word in raw["follow_up"]["fragments"]),
        parallels=[frozenset(fold(word) for word in group) for group in raw["follow_up"]["parallels"]],
        picks={fold(word): place for word, place in raw["follow_up"]["picks"].items()},
        course_stems=frozenset(stem(word) for word in (*courses["nouns"], *courses["definite"])),
        weak_stems=frozenset(stem(word) for word in raw["weak"]["words"]),
        helps_stems=frozenset(stem(word) for phrase in courses["helps"] for word in phrase.split()),
        general_stems=frozenset(stem(word) for word in raw["general"]["words"]),
        now=[fold_words(phrase) for phrase in raw["now"]["phrases"]],
        what_is=tuple(fold_words(phrase) for phrase in raw["which"]["what_is"]),
        which_one=frozenset(fold(word) for word in raw["which"]["one"]),
        which_phrases=[fold_words(phrase) for phrase in raw["which"]["phrases"]],
        which=frozenset(fold(word) for word in raw["which"]["words"]),
        counts={fold(word): count for word, count in raw["which"]["counts"].items()},
        how_many=[fold_words(phrase) for phrase in raw["which"]["how_many"]],
        pointing=frozenset(fold(word) for word in raw["pointing"]["words"]),
        not_names=frozenset(fold(word) for word in raw["which"]["not_names"]),
        request_stems=frozenset(stem(word) for word in raw["request"]["words"]),
    )


def _folded(table: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: [fold_words(phrase) for phrase in phrases] for name, phrases in table.items()}

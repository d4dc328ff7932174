"""Tells whether a question asks for what nobody is told: a named person's illness or number, or who a citizen is."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.core.cues import first_phrase
from knowledge.danish import fold_words

# A first name and a family name, as people write them: "Anna Holm", "Per Bo-Larsens", "Li K. Østergaard".
_FULL_NAME = re.compile(r"\b[A-ZÆØÅ][a-zæøåéüö]+(?:-[A-ZÆØÅ][a-zæøåéüö]+)?(?: [A-ZÆØÅ]\.)? [A-ZÆØÅ][a-zæøåéüö]+")
# "Hvad fejler Holm?": the first word of a sentence is capitalised whatever it is.
_OPENING = re.compile(r"(?:^|[.?!:]\s+)\W*\w+")


@dataclass(frozen=True, slots=True)
class _Table:
    private: re.Pattern[str]
    citizens: tuple[str, ...]
    speaking: tuple[str, ...]


def asks_of_person(text: str) -> bool:
    """Whether a question asks for something private of a person it names, or for the citizen something is true of."""
    folded = fold_words(text)
    if first_phrase(folded, _table().citizens):
        return True
    if first_phrase(folded, _table().speaking) or not _table().private.search(folded):
        return False
    return bool(_FULL_NAME.search(_OPENING.sub(" ", text)))


@cache
def _table() -> _Table:
    file = tomllib.loads(resources.files("assistant.core").joinpath("private.toml").read_text("utf-8"))
    words = "|".join(_expression(word) for word in file["of_person"]["words"])
    phrases = tuple(fold_words(phrase) for phrase in file["of_citizens"]["phrases"])
    speaking = tuple(fold_words(word) for word in file["speaking"]["words"])
    return _Table(re.compile(rf"\b(?:{words})(?!\w)"), phrases, speaking)


def _expression(word: str) -> str:
    folded = re.escape(fold_words(word.removesuffix("*")))
    return folded + r"\w*" if word.endswith("*") else folded

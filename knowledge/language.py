"""Tells Danish from English, also in a few words with typing errors; what it cannot tell is Danish."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from tomllib import loads

from knowledge.types import Language

# A function word tells most; letters that English lacks may come from a Danish name in it. The word lists beside
# this module hold no word of both languages, so that one word decides a question of two.
_WORD_WEIGHT = 2.0
_LETTER_WEIGHT = 1.0
_ENDING_WEIGHT = 0.5
# ae, oe and aa stand for æ, ø and å in typed Danish, and are rare in English.
_RESPELLING_WEIGHT = 0.7
# A word one typing error away from a function word is weak evidence; shorter words are one error from anything.
_TYPO_WEIGHT = 0.8
_SHORTEST_TYPO = 5
_DANISH_LETTERS = re.compile("[æøåÆØÅ]")
_RESPELLING = re.compile("ae|oe|aa")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# What a text is written in shows early; the rest is not read.
_READ_WORDS = 200
# Weights are kept for the words of a few conversations.
_KEPT_WORDS = 10_000


@dataclass(frozen=True, slots=True)
class _Signs:
    words: Mapping[str, frozenset[str]]
    endings: Mapping[str, tuple[str, ...]]


def detect_language(text: str) -> Language:
    """Tell whether a text is Danish (`da`) or English (`en`); Danish when nothing speaks for either."""
    words = [match.group().lower() for match in _WORD.finditer(text)][:_READ_WORDS]
    balance = sum(_weigh(word) for word in words)
    return "en" if balance < 0 else "da"


@cache
def _signs() -> _Signs:
    data = loads(resources.files("knowledge").joinpath("language.toml").read_text("utf-8"))
    words = {language: frozenset(written.split()) for language, written in data["words"].items()}
    return _Signs(words, {language: tuple(endings) for language, endings in data["endings"].items()})


@lru_cache(maxsize=_KEPT_WORDS)
def _weigh(word: str) -> float:
    """Weigh a word: above zero for Danish, below for English."""
    signs = _signs()
    if _DANISH_LETTERS.search(word):
        return _LETTER_WEIGHT
    danish, english = _respelled(word) in signs.words["da"] or word in signs.words["da"], word in signs.words["en"]
    if danish or english:
        return _WORD_WEIGHT * (danish - english)
    weight = _typo(word, signs)
    weight += _RESPELLING_WEIGHT if _RESPELLING.search(word) else 0.0
    return weight + _ENDING_WEIGHT * (word.endswith(signs.endings["da"]) - word.endswith(signs.endings["en"]))


def _respelled(word: str) -> str:
    """Write ae, oe and aa as the letters they stand for."""
    return word.replace("ae", "æ").replace("oe", "ø").replace("aa", "å")


def _typo(word: str, signs: _Signs) -> float:
    """Weigh a word that is one typing error away from words of one language only."""
    if len(word) < _SHORTEST_TYPO:
        return 0.0
    from rapidfuzz.distance.OSA import distance

    near = {
        language: any(abs(len(known) - len(word)) < 2 and distance(word, known, score_cutoff=1) <= 1 for known in words)
        for language, words in signs.words.items()
    }
    return _TYPO_WEIGHT * (near["da"] - near["en"])

"""Reads `words.toml`: the words by which a question narrows a search for courses."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def words() -> Mapping[str, Any]:
    """Read the file once."""
    return tomllib.loads(resources.files("assistant.core.courses").joinpath("words.toml").read_text("utf-8"))


def any_of(phrases: Iterable[str]) -> str:
    """Make a pattern of phrases, the longest first, each a whole word; dots after abbreviations may be left out."""
    longest = sorted(set(phrases), key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(_phrase(phrase) for phrase in longest)})(?!\w)"


def _phrase(phrase: str) -> str:
    return r"\.?\s+".join(re.escape(word) for word in phrase.split())


@cache
def number_pattern() -> str:
    """Match a number in digits or in words: `3.000`, `7,5`, `fem`, `totusinde`, `fem tusind`."""
    table = words()["numbers"]
    named = "|".join(sorted(map(re.escape, table["words"]), key=len, reverse=True))
    thousands = "|".join(table["thousands"])
    digits = r"\d{1,3}(?:[.,\s]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
    return rf"(?<![\w.,])(?:(?:{digits}|(?:{named})(?={thousands}|\b))(?:\s?(?:{thousands}))?|(?:{thousands}))(?!\w)"


def number(written: str) -> float:
    """Read what `number_pattern` matches."""
    table = words()["numbers"]
    plain = written.lower().strip()
    times = 1
    for thousand in table["thousands"]:
        if plain.endswith(thousand):
            plain, times = plain.removesuffix(thousand).strip(), 1000
            break
    if plain in table["words"] or not plain:
        return float(table["words"].get(plain, 1) * times)
    if re.fullmatch(r"\d{1,3}(?:[.,\s]\d{3})+", plain):
        return float(re.sub(r"[.,\s]", "", plain)) * times
    return float(plain.replace(",", ".")) * times

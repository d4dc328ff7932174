"""Finds sentences that give orders to whoever answers from a text: they are no evidence and are never quoted."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from assistant.core.sentences import Unit, UnitKind
from knowledge.danish import fold, fold_words

# "ignorer … alle … regler": so many words may stand between.
MOST_BETWEEN = 3
# Sentences of one paragraph stand a space or a line's end apart.
SAME_PARAGRAPH = 1
# Patterns are looked up by so many letters; the shortest word they begin with ("ai") has no more.
KEY_LENGTH = 2
# Units are met question after question; so many take a few megabytes.
REMEMBERED = 20_000
_WORD = re.compile(r"\S+")
_PART = re.compile(r"[;:]\s")
_TOKEN = re.compile(r"<(\w+)>")


@lru_cache(maxsize=REMEMBERED)
def gives_orders(text: str) -> bool:
    """Whether a text orders a model what to answer, whom to be or what to forget."""
    # Cells of a table and values of a record may each be one.
    parts = [fold_words(part) for part in _PART.split(text)]
    return any(map(_orders, parts)) or (len(parts) > 1 and _orders(" ".join(parts)))


def _orders(folded: str) -> bool:
    """Look at each word only for the patterns that begin like it: all of them everywhere take milliseconds."""
    patterns = _patterns()
    for word in _WORD.finditer(folded):
        for pattern in patterns.get(word.group()[:KEY_LENGTH], ()):
            if pattern.match(folded, word.start()):
                return True
    return False


def ordering(units: Sequence[Unit]) -> frozenset[int]:
    """Where units begin that give orders, or go on with them in the same paragraph; units in the order of the text."""
    found = {unit.start for unit in units if gives_orders(unit.text)}
    for before, unit in pairwise(units):
        goes_on = unit.kind is UnitKind.SENTENCE and 0 <= unit.start - before.end <= SAME_PARAGRAPH
        if goes_on and before.start in found:
            found.add(unit.start)
    return frozenset(found)


@cache
def _patterns() -> Mapping[str, Sequence[re.Pattern[str]]]:
    """The patterns of the file by how their first word begins."""
    file = tomllib.loads(resources.files("assistant.core").joinpath("orders.toml").read_text("utf-8"))
    found: dict[str, list[re.Pattern[str]]] = {}
    for pattern in file["orders"]["patterns"]:
        compiled = re.compile(_expression(pattern, file["words"]))
        first = pattern.removeprefix("^").split()[0]
        for key in {fold(word)[:KEY_LENGTH] for word in _first_words(first, file["words"])}:
            found.setdefault(key, []).append(compiled)
    return found


def _first_words(token: str, words: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The words a token of a pattern may begin with."""
    named = _TOKEN.fullmatch(token)
    if not named:
        yield token
        return
    for entry in words[named[1]]:
        yield from _first_words(entry.split()[0], words)


def _expression(pattern: str, words: Mapping[str, Sequence[str]]) -> str:
    """A pattern of the file as a regular expression over folded words joined by single spaces."""
    parts = []
    for token in pattern.removeprefix("^").split():
        gap = rf"(?:\w[\w-]* ){{0,{MOST_BETWEEN}}}"
        parts.append(gap if token == "…" else f"{_one(token, words)} ")
    opens = r"\A" if pattern.startswith("^") else ""
    return opens + "".join(parts).removesuffix(" ") + r"(?!\w)"


def _one(token: str, words: Mapping[str, Sequence[str]]) -> str:
    named = _TOKEN.fullmatch(token)
    if named:
        return (
            "(?:" + "|".join(" ".join(_one(word, words) for word in entry.split()) for entry in words[named[1]]) + ")"
        )
    if token == "*":
        return r"\w+"
    folded = re.escape(fold(token.removesuffix("*")))
    return folded + r"[\w-]*" if token.endswith("*") else folded

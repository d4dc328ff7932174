"""Finds sentences that give orders to whoever answers from a text: they are no evidence and are never quoted."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise

from assistant.core.cues import fold_words
from assistant.core.sentences import Unit, UnitKind
from knowledge.danish import fold

# "ignorer … alle … regler": so many words may stand between.
MOST_BETWEEN = 3
# Sentences of one paragraph stand a space or a line's end apart.
SAME_PARAGRAPH = 1
_TOKEN = re.compile(r"<(\w+)>")


def gives_orders(text: str) -> bool:
    """Whether a text orders a model what to answer, whom to be or what to forget."""
    # Cells of a table and values of a record may each be one.
    parts = [text, *re.split(r"[;:]\s", text)]
    return any(_pattern().search(fold_words(part)) for part in parts)


def ordering(units: Sequence[Unit]) -> frozenset[int]:
    """Where units begin that give orders, or go on with them in the same paragraph; units in the order of the text."""
    found = {unit.start for unit in units if gives_orders(unit.text)}
    for before, unit in pairwise(units):
        goes_on = unit.kind is UnitKind.SENTENCE and 0 <= unit.start - before.end <= SAME_PARAGRAPH
        if goes_on and before.start in found:
            found.add(unit.start)
    return frozenset(found)


@cache
def _pattern() -> re.Pattern[str]:
    file = tomllib.loads(resources.files("assistant.core").joinpath("orders.toml").read_text("utf-8"))
    return re.compile("|".join(_expression(pattern, file["words"]) for pattern in file["orders"]["patterns"]))


def _expression(pattern: str, words: Mapping[str, Sequence[str]]) -> str:
    """A pattern of the file as a regular expression over folded words joined by single spaces."""
    opens = pattern.startswith("^")
    parts = []
    for token in pattern.removeprefix("^").split():
        if token == "…":
            parts.append(rf"(?:\w[\w-]* ){{0,{MOST_BETWEEN}}}")
            continue
        parts.append(f"{_one(token, words)} ")
    expression = "".join(parts).removesuffix(" ")
    return (r"^" if opens else r"\b") + expression + r"(?!\w)"


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

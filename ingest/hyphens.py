"""Joining the lines of a paragraph: words parted at a line's end become whole again, hyphens that belong stay."""

import re
from collections.abc import Collection, Sequence

SOFT_HYPHEN = "\u00ad"

# After these a hyphen stands for the rest of a compound: `uddannelses- og kursustilbud`.
_LINKING_WORDS = frozenset({"og", "eller", "samt", "som", "hhv", "and", "or"})

_LAST_WORD = re.compile(r"([\w-]+)[-\u00ad]$")
_FIRST_WORD = re.compile(r"\w+")
_HYPHENED = re.compile(r"\w+(?:-\w+)+")


def hyphened_words(lines: Sequence[str]) -> frozenset[str]:
    """Collect the words that are written with a hyphen inside a line, in lower case."""
    return frozenset(word.lower() for line in lines for word in _HYPHENED.findall(line))


def join_lines(lines: Sequence[str], known: Collection[str] = ()) -> str:
    """Join lines by spaces, parted words without; `known` are words that have a hyphen of their own (lower case)."""
    text = ""
    for line in lines:
        text = _joined(text, line, known) if text else line
    return text.replace(SOFT_HYPHEN, "")


def _joined(text: str, line: str, known: Collection[str]) -> str:
    parted = _LAST_WORD.search(text)
    following = _FIRST_WORD.match(line)
    if parted is None or following is None:
        return f"{text} {line}"
    stem, word = text[:-1], following.group()
    if word.lower() in _LINKING_WORDS:
        return f"{stem}- {line}"
    own_hyphen = (
        f"{parted.group(1)}-{word}".lower() in known
        or len(parted.group(1)) == 1
        or not word[0].islower()
        or not parted.group(1)[-1].isalpha()
    )
    return f"{stem}-{line}" if own_hyphen else f"{stem}{line}"

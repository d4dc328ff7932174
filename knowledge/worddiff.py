"""What of a text was taken out and what was put in, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word with what follows it, so that the pieces put together are the text again.
_WORD = re.compile(r"\S+\s*|\s+")


class Fate(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that were kept, taken out or put in together."""

    fate: Fate
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two texts by their words (Ratcliff and Obershelp's longest common blocks, as `difflib` finds them).

    The pieces that are not new make up `before`, those that are not gone make up `after`; what stood stands first.
    Words that differ in the white space after them only are the same, and written as they are in `after`.
    """
    pieces = _pieces(_WORD.findall(before), _WORD.findall(after))
    return tuple(piece for piece in pieces if piece.text)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Fate.SAME, "".join(new[new_start:new_end]))
        else:
            yield Piece(Fate.GONE, "".join(old[old_start:old_end]))
            yield Piece(Fate.NEW, "".join(new[new_start:new_end]))

"""Splits a text into the units an answer can quote: sentences, list items with lead-in, label lines, table rows.

Units are ordered, disjoint, and together cover every character that is not white space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import pairwise
from tomllib import loads

from assistant.core.lines import Block, BlockKind, blocks

# A lead-in without a colon must look like a heading: headings are short.
HEADING_LENGTH = 120
# Numbers up to this many digits before a full stop may be ordinals ("30. juni") rather than the end of a sentence.
ORDINAL_DIGITS = 2

_END = re.compile(r"[.!?…]+[\"'”“»«’)\]]*(?=\s)")
_OPENING = "\"'”“„»«’‘([-–—•"
_LAST_WORD = re.compile(r"[^\s(\[\"'”“„»«’‘/]+$")


class UnitKind(StrEnum):
    """What a unit is."""

    SENTENCE = "sentence"
    LIST_ITEM = "list_item"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch `text[start:end]` that can be quoted alone, or (a list item) with its lead-in.

    `body_start`: where the words begin, after a bullet, a number, a heading mark or a speaker's dash.
    `lead_in`: the span of the line that introduces a list item (for a nested one its parent), of a table's first row
    for the rows below it. `ordinal`: the number a list item bears.
    """

    kind: UnitKind
    start: int
    end: int
    text: str
    body_start: int
    lead_in: tuple[int, int] | None = None
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `sentences.toml`, in lower case."""

    inner: frozenset[str]
    outer: frozenset[str]
    months: frozenset[str]
    speaking: frozenset[str]


@cache
def words() -> Words:
    """Read the abbreviations, months and verbs of speaking once."""
    data = loads(resources.files("assistant.core").joinpath("sentences.toml").read_text("utf-8"))
    return Words(**{name: frozenset(entries) for name, entries in data.items()})


def split_units(text: str, start: int = 0, end: int | None = None) -> list[Unit]:
    """Split `text[start:end]` into units with offsets in `text`."""
    introductions = _Introductions()
    units: list[Unit] = []
    for block in blocks(text, start, len(text) if end is None else end, words().speaking):
        made = list(_units(text, block, introductions))
        introductions.pass_by(text, block, made)
        units += made
    return units


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Split one paragraph into sentences: spans without the white space around them."""
    stop = len(text) if end is None else end
    ends = [match.end() for match in _END.finditer(text, start, stop) if _ends(text, match, start, stop)]
    spans = [_trim(text, first, last) for first, last in pairwise([start, *ends, stop])]
    return [(first, last) for first, last in spans if first < last]


def _units(text: str, block: Block, introductions: "_Introductions") -> Iterator[Unit]:
    """Turn a block into units: a paragraph into its sentences, everything else into one."""
    if block.kind is BlockKind.PARAGRAPH:
        for first, last in split_sentences(text, block.start, block.end):
            yield Unit(UnitKind.SENTENCE, first, last, text[first:last], max(first, min(block.body_start, last)))
        return
    kind = UnitKind.LIST_ITEM if block.kind is BlockKind.ITEM else UnitKind.LABEL
    whole = text[block.start : block.end]
    yield Unit(kind, block.start, block.end, whole, block.body_start, introductions.lead_in(block), block.ordinal)


class _Introductions:
    """What has been read so far that may introduce the next list item or table row."""

    def __init__(self) -> None:
        self._lead: tuple[int, int] | None = None
        self._header: tuple[int, int] | None = None
        self._parents: list[tuple[Block, bool]] = []

    def lead_in(self, block: Block) -> tuple[int, int] | None:
        """Give the span that introduces this item or row."""
        if block.kind is BlockKind.ROW:
            return self._header
        if block.kind is not BlockKind.ITEM:
            return None
        while self._parents and not _is_parent(*self._parents[-1], block):
            self._parents.pop()
        return (self._parents[-1][0].start, self._parents[-1][0].end) if self._parents else self._lead

    def pass_by(self, text: str, block: Block, units: list[Unit]) -> None:
        """Remember what this block may introduce."""
        if block.kind is BlockKind.ITEM:
            self._parents.append((block, text[block.start : block.end].endswith(":")))
            return
        self._parents.clear()
        last = units[-1]
        self._lead = (last.start, last.end) if _introduces(last) else None
        if block.kind is not BlockKind.ROW:
            self._header = None
        elif self._header is None:
            self._header = (block.start, block.end)


def _is_parent(candidate: Block, announces: bool, block: Block) -> bool:
    """Tell whether an earlier item has this one below it."""
    if candidate.indent == block.indent:
        return announces and candidate.marker != block.marker
    return candidate.indent < block.indent


def _introduces(unit: Unit) -> bool:
    """Tell whether a unit is a line ending in a colon, or a heading."""
    if unit.text.endswith(":"):
        return True
    return unit.kind is UnitKind.SENTENCE and len(unit.text) <= HEADING_LENGTH and not unit.text.endswith((".", "!"))


def _ends(text: str, match: re.Match[str], start: int, stop: int) -> bool:
    """Tell whether the punctuation found ends a sentence."""
    following = text[match.end() : stop].lstrip()
    if not following:
        return True
    first = following[0]
    if not (first.isupper() or first.isdigit() or first in _OPENING):
        return False
    found = _LAST_WORD.search(text[start : match.start()])
    return match.group()[0] != "." or found is None or _word_ends(found.group().lower(), following, found.start() == 0)


def _word_ends(word: str, following: str, first_in_text: bool) -> bool:
    """Tell whether a full stop after this word ends a sentence that is followed by a capital, a digit or a sign."""
    known = words()
    if word in known.inner or (len(word) == 1 and word.isalpha()):
        return False
    if word in known.outer:
        return not following[0].isdigit()
    if word.isdigit() and len(word) <= ORDINAL_DIGITS:
        next_word = re.split(r"\W", following, maxsplit=1)[0].lower()
        return not first_in_text and next_word not in known.months
    return True


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the white space at both ends of a span."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end

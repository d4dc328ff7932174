"""The readable text of a record: its title, a line for each field with the file's own words, then its paragraphs.

This is the stored text that quotations of the record are checked against.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.textbuilder import TextBuilder
from ingest.types import Block, BlockKind

_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
_WHITE_SPACE = re.compile(r"\s+")
# Written out, since a short bare line reads as a heading once the blocks are gone.
_BULLET = "• "


@dataclass(frozen=True, slots=True)
class Lines:
    """A labelled field of a record: one line, a lead-in and a bulleted list, or (without a label) a paragraph."""

    label: str
    text: str = ""
    items: tuple[str, ...] = ()


def write_out(title: str, lines: Iterable[Lines]) -> tuple[str, tuple[Block, ...]]:
    """Write a record as text and its blocks: the title as heading, then line by line."""
    builder = TextBuilder()
    builder.add(BlockKind.HEADING, one_line(title))
    for line in lines:
        if line.items:
            builder.add(BlockKind.PARAGRAPH, f"{line.label}:")
            for item in line.items:
                builder.add(BlockKind.LIST_ITEM, _BULLET + one_line(item))
        elif line.text and not line.label:
            _add_paragraphs(builder, line.text)
        elif line.text:
            builder.add(BlockKind.TABLE_ROW, f"{line.label}: {one_line(line.text)}")
    return builder.build()


def _add_paragraphs(builder: TextBuilder, text: str) -> None:
    for part in _PARAGRAPH_BREAK.split(text):
        builder.add(BlockKind.PARAGRAPH, one_line(part))


def one_line(text: str) -> str:
    """Put a text on one line."""
    return _WHITE_SPACE.sub(" ", text).strip()

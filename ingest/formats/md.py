"""Markdown with front matter: the words are kept, the marks become blocks.

A file whose front matter says `kind: course` or `kind: profile` is one record, the front matter its fields; the text
below it is kept as text.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from ingest.encoding import read_text
from ingest.errors import UnreadableError
from ingest.markup import Element, compose, item_marker, table_elements
from ingest.types import Block, BlockKind, Extracted, RawRecord, RawValue
from ingest.yamlmarks import load_mapping
from knowledge.types import SourceKind

_FENCE = re.compile(r"\s*(```|~~~)")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-+)\s*$")
_ITEM = re.compile(r"(\s*)(?:[-*+•]|(\d{1,3})[.)])\s+(.*)$")
_RULE = re.compile(r"\s{0,3}(?:[-*_]\s*){3,}$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CELL_END = re.compile(r"(?<!\\)\|")

# Marks inside a line -> what stays of them.
_INLINE = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"\[\^[^\]]+\]"), ""),
    (re.compile(r"<((?:https?://|mailto:)[^>\s]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^>]*>"), " "),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])"), r"\1"),
)


def read(path: Path) -> Extracted:
    """Read a Markdown file; front matter becomes properties, or the fields of a record."""
    front, body, first_line = split_front_matter(read_text(path))
    properties = load_mapping(front, first_line) if front is not None else {}
    text, blocks = markdown_blocks(body)
    kind = _record_kind(properties)
    if kind is not None:
        return Extracted(text, blocks, properties, (RawRecord(kind, properties, first_line),))
    if not blocks:
        raise UnreadableError("the file has no text below its front matter: write some", reason="empty")
    return Extracted(text, blocks, properties)


def markdown_blocks(body: str) -> tuple[str, tuple[Block, ...]]:
    """Give the words of a Markdown text with their blocks."""
    return compose(list(_elements(_COMMENT.sub("", body).split("\n"))))


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """Split a text into front matter (None for none), the rest, and the line the front matter begins on."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, text, 1
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() in ("---", "..."):
            return "\n".join(lines[1:index]), "\n".join(lines[index + 1 :]), 2
    raise UnreadableError("the front matter that begins on line 1 has no closing ---: add it", reason="syntax", line=1)


def _record_kind(properties: Mapping[str, RawValue]) -> SourceKind | None:
    kind = properties.get("kind")
    written = str(kind.value).strip().lower() if kind is not None else ""
    return SourceKind(written) if written in (SourceKind.COURSE, SourceKind.PROFILE) else None


def _elements(lines: Sequence[str]) -> Iterator[Element]:
    index = 0
    indents: list[int] = []
    while index < len(lines):
        line = lines[index].expandtabs(4)
        heading, item = _HEADING.match(line), _ITEM.match(line)
        if not line.strip() or (_RULE.match(line) and not item):
            index += 1
        elif _FENCE.match(line):
            end = _fence_end(lines, index)
            yield Element(BlockKind.PARAGRAPH, "\n".join(lines[index + 1 : end]))
            index = end + 1
        elif heading:
            yield Element(BlockKind.HEADING, _plain(heading.group(2)), len(heading.group(1)))
            index += 1
        elif "|" in line and index + 1 < len(lines) and _TABLE_RULE.match(lines[index + 1]) and "|" in lines[index + 1]:
            end = _while(lines, index, lambda one: "|" in one)
            yield from table_elements([_cells(row) for row in (line, *lines[index + 2 : end])])
            index = end
        elif item:
            end = _while(lines, index + 1, _continues)
            words = " ".join([item.group(3), *(one.strip() for one in lines[index + 1 : end])])
            number = int(item.group(2)) if item.group(2) else None
            yield Element(BlockKind.LIST_ITEM, item_marker(number) + _plain(words), _depth(indents, len(item.group(1))))
            index = end
            continue
        else:
            end = _while(lines, index + 1, _continues)
            yield from _paragraph(lines[index:end])
            index = end
        if line.strip() and not line.startswith(" "):
            indents.clear()


def _paragraph(lines: Sequence[str]) -> Iterator[Element]:
    """A paragraph, or where a line of = or - stands under its last line, a heading."""
    kept: list[str] = []
    for line in lines:
        underline = _UNDERLINE.match(line)
        if underline and kept:
            yield Element(BlockKind.HEADING, _plain(" ".join(kept)), 1 if "=" in line else 2)
            kept = []
        else:
            kept.append(line.strip().lstrip("> "))
    if kept:
        yield Element(BlockKind.PARAGRAPH, _plain(" ".join(kept)))


def _continues(line: str) -> bool:
    return bool(line.strip()) and not (_HEADING.match(line) or _ITEM.match(line) or _FENCE.match(line))


def _while(lines: Sequence[str], start: int, goes_on: Callable[[str], bool]) -> int:
    end = start
    while end < len(lines) and goes_on(lines[end]):
        end += 1
    return end


def _fence_end(lines: Sequence[str], start: int) -> int:
    for index in range(start + 1, len(lines)):
        if _FENCE.match(lines[index]):
            return index
    return len(lines)


def _depth(indents: list[int], indent: int) -> int:
    while indents and indents[-1] > indent:
        indents.pop()
    if not indents or indents[-1] < indent:
        indents.append(indent)
    return len(indents)


def _cells(row: str) -> list[str]:
    return [_plain(cell) for cell in _CELL_END.split(row.strip().removeprefix("|").removesuffix("|"))]


def _plain(text: str) -> str:
    for form, kept in _INLINE:
        text = form.sub(kept, text)
    return " ".join(html.unescape(text).split())

"""Lines of plain text and what binds them: list markers, indentation, wrapping.

A crawled page has a paragraph a line; a text file or a PDF breaks its lines at a width. Which it is shows line by line:
a line was broken when the next word would not have fitted on it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.dates import MONTHS
from ingest.types import BlockKind

# Lines longer than this were not broken by hand or by a typesetter.
_WIDEST_WRAPPED = 130

# A line shorter than this ends because its text ends, not because the line is full.
_SHORTEST_FULL = 45

_TAB = 4

# The longest spoken line that is still an item of a dashed list; Danish news opens a quotation with a dash, too.
_LONGEST_DASHED_ITEM = 40

_BULLET = re.compile(r"(?:[•·▪▫◦‣⁃●○■□➢►✓\uf0b7\uf0a7*+]|o(?=\s{2,}|\t))\s*(?=\S)")
_DASH = re.compile(r"[-–—]\s+(?=\S)")
_NUMBER = re.compile(r"(?:\(?\d{1,2}[.)]|\(?[a-h]\)|[ivx]{1,4}[.)])\s+(?=\S)")
_SPEECH = re.compile(
    r"[,?!.][”\"»]? (?:siger|fortæller|forklarer|mener|udtaler|understreger|tilføjer|fastslår|konstaterer|slutter)\b"
)
_DATE_AFTER_NUMBER = re.compile(r"\d{1,2}\. (?:" + "|".join(MONTHS) + r")\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it: `text` stripped, at `start` to `end`; `gap` when an empty line stands before it.

    `size`: height of its letters where the format tells it, else 0. `tabular`: its parts stand in columns.
    `full`: the format tells that the next word would not have fitted on it.
    """

    text: str
    start: int
    end: int
    indent: int = 0
    gap: bool = True
    page: int | None = None
    size: float = 0.0
    tabular: bool = False
    full: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that make one block; `marker` is the list marker of its first line, empty for none."""

    lines: tuple[Line, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 1
    marker: str = ""

    @property
    def text(self) -> str:
        """The lines joined by spaces."""
        return " ".join(line.text for line in self.lines)


def lines_of(text: str) -> list[Line]:
    """Split a text into its non-empty lines with offsets."""
    lines: list[Line] = []
    start, gap = 0, True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            begin = start + len(raw) - len(raw.lstrip())
            indent = len(raw[: begin - start].expandtabs(_TAB))
            lines.append(Line(stripped, begin, begin + len(stripped), indent, gap or "\f" in raw))
        gap = not stripped
        start += len(raw) + 1
    return lines


def group_lines(lines: Sequence[Line]) -> list[Group]:
    """Join broken lines into paragraphs and list items, list items with their depth."""
    groups: list[Group] = []
    for chunk in _chunks(lines):
        width = max(len(line.text) for line in chunk)
        open_lines: list[Line] = []
        for line in chunk:
            if open_lines and not _begins_item(line.text) and _continues(open_lines, line, width):
                open_lines.append(line)
                continue
            if open_lines:
                groups.append(_as_group(open_lines))
            open_lines = [line]
        groups.append(_as_group(open_lines))
    return _with_depths(_without_lone_dashes(groups))


def marker_of(line: str) -> str:
    """Give the list marker a line begins with (`•`, `-`, `3.`), or an empty string."""
    if _SPEECH.search(line) and _DASH.match(line):
        return ""
    if _DATE_AFTER_NUMBER.match(line):
        return ""
    for form in (_BULLET, _DASH, _NUMBER):
        match = form.match(line)
        if match:
            return match.group().strip()
    return ""


def _begins_item(line: str) -> bool:
    return marker_of(line) != "" or _DASH.match(line) is not None


def _chunks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    for line in lines:
        if chunk and line.gap:
            yield chunk
            chunk = []
        chunk.append(line)
    if chunk:
        yield chunk


def _continues(open_lines: Sequence[Line], line: Line, width: int) -> bool:
    first, last = open_lines[0], open_lines[-1]
    if last.tabular or line.tabular:
        return False
    if last.size and line.size and abs(last.size - line.size) > 0.15 * max(last.size, line.size):
        return False
    if marker_of(first.text) and line.indent > first.indent:
        return True
    if width > _WIDEST_WRAPPED or (line.indent > last.indent + 1 and len(open_lines) > 1):
        return False
    if len(last.text) < _SHORTEST_FULL and not last.full:
        return line.text[0].islower() and last.text[-1] not in ".:?!"
    next_word = line.text.split(maxsplit=1)[0]
    was_full = last.full or len(last.text) + 1 + len(next_word) > width
    return was_full or (line.text[0].islower() and last.text[-1] not in ".:?!")


def _as_group(lines: Sequence[Line]) -> Group:
    if lines[0].tabular:
        return Group(tuple(lines), BlockKind.TABLE_ROW)
    marker = marker_of(lines[0].text)
    return Group(tuple(lines), BlockKind.LIST_ITEM if marker else BlockKind.PARAGRAPH, 1, marker)


def _without_lone_dashes(groups: Sequence[Group]) -> list[Group]:
    """A dash that opens a single, long line opens a quotation or an aside, not a list."""
    result = []
    for index, group in enumerate(groups):
        neighbours = [*groups[max(0, index - 1) : index], *groups[index + 1 : index + 2]]
        alone = not any(other.marker and _DASH.match(other.marker + " ") for other in neighbours)
        longest = _LONGEST_DASHED_ITEM // 2 if alone else 2 * _LONGEST_DASHED_ITEM
        if _DASH.match(group.marker + " x") and len(group.text.split()) > longest:
            group = Group(group.lines)
        result.append(group)
    return result


def _with_depths(groups: Sequence[Group]) -> list[Group]:
    """Tell each list item's depth by the indentations that are open above it."""
    result: list[Group] = []
    open_indents: list[int] = []
    for group in groups:
        if group.kind is not BlockKind.LIST_ITEM:
            open_indents = []
            result.append(group)
            continue
        indent = group.lines[0].indent
        while open_indents and open_indents[-1] > indent:
            open_indents.pop()
        if not open_indents or open_indents[-1] < indent:
            open_indents.append(indent)
        result.append(Group(group.lines, group.kind, len(open_indents), group.marker))
    return result

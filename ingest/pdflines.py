"""The lines of a PDF page in reading order, with the height of their letters, told from where the pieces stand."""

import itertools
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.encoding import normalise
from ingest.lines import Line, marker_of

# Of the line height: pieces whose middles lie closer than this stand on one line.
_SAME_LINE = 0.5

# Of the usual distance between lines: more than this is an empty line between paragraphs.
_PARAGRAPH_GAP = 1.35

# Points of indentation that count as one step; letters of 10 points are about 5 wide.
_STEP = 5.0

# Of the line height: pieces further apart than this are parted by a space.
_WORD_GAP = 0.15

# Rows from which the left edge of a column can be told.
_FEWEST_ROWS = 3

# Of a column's rows: so many end left of its edge; a title above may reach over it.
_EDGE_SHARE = 0.9

# Of the line height: pieces so far apart stand in columns of a table.
_COLUMN_GAP = 1.5

COLUMN_SIGN = " | "
"""Stands between the columns of a table row."""

# How far from a piece's middle, in points, a letter of it is looked for.
_REACH = 5.0


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line and how high on the page it stands, in points from below."""

    line: Line
    height: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of letters of one font; the origin lies at the lower left corner, in points."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    font_size: float = 0.0

    @property
    def height(self) -> float:
        """Height of the letters."""
        return self.top - self.bottom


def pieces_of(text_page: Any) -> Iterator[Piece]:
    """Give the pieces of a page in the order the file has them."""
    for index in range(text_page.count_rects()):
        left, bottom, right, top = text_page.get_rect(index)
        text = normalise(text_page.get_text_bounded(left, bottom, right, top)).replace("\n", " ")
        text = text.replace("\ufffe", "\u00ad").replace("\x02", "\u00ad")
        if text.strip():
            yield Piece(text.strip(), left, bottom, right, top, _font_size(text_page, left, (bottom + top) / 2))


def _font_size(text_page: Any, left: float, middle: float) -> float:
    from pypdfium2 import raw

    index = raw.FPDFText_GetCharIndexAtPos(text_page, left + 1, middle, _REACH, _REACH)
    return float(raw.FPDFText_GetFontSize(text_page, index)) if index >= 0 else 0.0


def page_lines(pieces: Sequence[Piece], page: int) -> list[PlacedLine]:
    """Join pieces to lines; `gap` where the distance to the line above is wider than usual."""
    rows = _rows(pieces)
    if not rows:
        return []
    pitches = [_base(above) - _base(below) for above, below in itertools.pairwise(rows)]
    usual = statistics.median([pitch for pitch in pitches if pitch > 0] or [0.0])
    margins, edges = _column_bounds(rows, pitches)
    lines: list[PlacedLine] = []
    for index, row in enumerate(rows):
        pitch = pitches[index - 1] if index else 0.0
        letters = max(piece.height for piece in row)
        gap = index == 0 or pitch > _PARAGRAPH_GAP * min(usual, 2 * letters)
        indent = round((row[0].left - margins[index]) / _STEP)
        text = _joined(row)
        if pitch < 0:
            gap = not goes_on(lines[-1].line.text, text)
        size = round(max(row, key=lambda piece: len(piece.text)).font_size, 1)
        full = index + 1 < len(rows) and _is_full(row, rows[index + 1], edges[index])
        line = Line(text, 0, len(text), indent, gap, page, size, COLUMN_SIGN in text, full)
        lines.append(PlacedLine(line, _base(row)))
    return lines


def goes_on(before: str, after: str) -> bool:
    """Tell whether a paragraph runs over from one column or page to the next."""
    return before[-1] not in ".:?!" and after[0].islower()


def _column_bounds(rows: Sequence[Sequence[Piece]], pitches: Sequence[float]) -> tuple[list[float], list[float]]:
    """Give for each row the left and the right edge of its column; a row above the one before begins a column."""
    starts = [0, *(index for index, pitch in enumerate(pitches, start=1) if pitch < 0), len(rows)]
    page_margin = min(row[0].left for row in rows)
    margins: list[float] = []
    edges: list[float] = []
    for first, end in itertools.pairwise(starts):
        column = rows[first:end]
        rights = sorted(row[-1].right for row in column)
        margin = min(row[0].left for row in column) if len(column) >= _FEWEST_ROWS else page_margin
        margins += [margin] * len(column)
        edges += [rights[int(_EDGE_SHARE * (len(rights) - 1))]] * len(column)
    return margins, edges


def _is_full(row: Sequence[Piece], below: Sequence[Piece], edge: float) -> bool:
    """Tell whether the first word below would have reached over the edge."""
    first = below[0]
    word = first.text.split(maxsplit=1)[0]
    return row[-1].right + (len(word) + 1) * (first.right - first.left) / len(first.text) > edge


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and _on_same_line(rows[-1][-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _on_same_line(before: Piece, piece: Piece) -> bool:
    middle_before, middle = (before.top + before.bottom) / 2, (piece.top + piece.bottom) / 2
    return abs(middle_before - middle) < _SAME_LINE * max(before.height, piece.height)


def _base(row: Sequence[Piece]) -> float:
    return min(piece.bottom for piece in row)


def _joined(row: Sequence[Piece]) -> str:
    text = row[0].text
    for before, piece in itertools.pairwise(row):
        apart = (piece.left - before.right) / max(before.height, piece.height)
        is_marker = before is row[0] and marker_of(f"{before.text} x") != ""
        column = apart > _COLUMN_GAP and not is_marker
        text += (COLUMN_SIGN if column else " " if apart > _WORD_GAP else "") + piece.text
    return " ".join(text.split())

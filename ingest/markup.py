"""From markup to blocks, the same for every format that has some: list markers, table rows, page furniture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.furniture import mark_furniture
from ingest.textbuilder import TextBuilder
from ingest.types import Block, BlockKind


@dataclass(frozen=True, slots=True)
class Element:
    """A piece of a document in reading order, before it has a place in the text."""

    kind: BlockKind
    text: str
    level: int = 1
    page: int | None = None


def compose(elements: Sequence[Element]) -> tuple[str, tuple[Block, ...]]:
    """Lay elements out as a text with its blocks, page furniture marked."""
    builder = TextBuilder()
    for element in elements:
        builder.add(element.kind, element.text, element.level, element.page)
    text, blocks = builder.build()
    return text, mark_furniture(text, blocks)


def item_marker(number: int | None) -> str:
    """Give the marker a list item is shown with: its number, or a bullet."""
    return "• " if number is None else f"{number}. "


def table_elements(
    rows: Sequence[Sequence[str]], has_header: bool = True, page: int | None = None
) -> Iterator[Element]:
    """Write table rows as `column: value; column: value`, values as they stand, empty cells left out."""
    header = [" ".join(cell.split()) for cell in rows[0]] if rows and has_header else []
    for row in rows[1:] if has_header and len(rows) > 1 else rows:
        cells = [" ".join(cell.split()) for cell in row]
        named = [
            f"{header[i].rstrip(':')}: {cell}" if i < len(header) and header[i] and header is not cells else cell
            for i, cell in enumerate(cells)
            if cell
        ]
        if len(rows) == 1:
            named = [cell for cell in cells if cell]
        yield Element(BlockKind.TABLE_ROW, "; ".join(named), page=page)

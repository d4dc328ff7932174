"""PDF: text page by page, lines joined to paragraphs, running headers and footers as boilerplate.

A paragraph that runs over a page break stays whole and belongs to the page it begins on.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.errors import UnreadableError
from ingest.files import read_bytes, require_kind
from ingest.hyphens import hyphened_words, join_lines
from ingest.lines import Line
from ingest.pdflines import PlacedLine, goes_on, page_lines, pieces_of
from ingest.plaintext import structure_lines
from ingest.textbuilder import TextBuilder
from ingest.types import BlockKind, Extracted, Notice, RawValue

# Lines from the top and from the bottom of a page among which running headers and footers are looked for.
_EDGE_LINES = 2

# Points: running lines of two pages differ in height by less.
_SAME_HEIGHT = 3

# A line at the edge of at least so large a share of the pages, digits aside, runs through the document.
_RUNNING_SHARE = 0.5

# The mark that ends a PDF stands within so many bytes of its end; without it the file was cut off.
_END_WINDOW = 2048

_PAGE_NUMBER = re.compile(
    r"(?:side|page|s\.)?\s*[-–|]?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:af|of|/)\s*\d{1,4})?\s*[-–|]?", re.IGNORECASE
)
_CREATED = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_DIGITS = re.compile(r"\d+")


def read(path: Path) -> Extracted:
    """Read a PDF that has text; raises `UnreadableError` for one that is locked, cut off, or pictures only."""
    data = read_bytes(path)
    require_kind(data, "pdf")
    document = _open(data)
    try:
        pages = [_page(document, number) for number in range(len(document))]
        properties = _properties(document)
    finally:
        document.close()
    empty = tuple(number for number, lines in enumerate(pages, start=1) if not lines)
    if len(empty) == len(pages):
        raise UnreadableError(
            "the PDF holds pictures of pages but no text: run it through text recognition (OCR) first", reason="scanned"
        )
    running = _running_lines(pages)
    body = list(_body(pages, running))
    text_builder = TextBuilder()
    known = hyphened_words([line.text for line in body])
    for group in structure_lines(body):
        words = join_lines([line.text for line in group.lines], known)
        text_builder.add(group.kind, words, group.level, group.lines[0].page)
    for words in dict.fromkeys(
        placed.line.text for lines in pages for placed in lines if _runs(placed, lines, running)
    ):
        text_builder.add(BlockKind.BOILERPLATE, words)
    text, blocks = text_builder.build()
    notices = (Notice("pages_without_text", values={"pages": empty}),) if empty else ()
    return Extracted(text, blocks, properties, notices=notices)


def _open(data: bytes) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError(
                "the PDF is protected by a password: save it without one and try again", reason="encrypted"
            ) from error
        raise _cut_off() from error
    if b"%%EOF" not in data[-_END_WINDOW:] or len(document) == 0:
        document.close()
        raise _cut_off()
    return document


def _cut_off() -> UnreadableError:
    return UnreadableError("the PDF is damaged or cut off: fetch it again from where it came", reason="truncated")


def _page(document: Any, index: int) -> list[PlacedLine]:
    import pypdfium2

    try:
        page = document[index]
        text_page = page.get_textpage()
        return page_lines(list(pieces_of(text_page)), index + 1)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(
            f"page {index + 1} of the PDF is damaged: fetch the file again", reason="damaged"
        ) from error


def _running_lines(pages: Sequence[Sequence[PlacedLine]]) -> frozenset[str]:
    """Find the lines that stand at the edge of most pages, page numbers aside."""
    counts = Counter(form for lines in pages for form in {_form(placed) for placed in _edges(lines)})
    needed = max(2, _RUNNING_SHARE * sum(bool(lines) for lines in pages))
    return frozenset(form for form, count in counts.items() if count >= needed)


def _edges(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    by_height = sorted(lines, key=lambda placed: placed.height)
    return [*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]]


def _form(placed: PlacedLine) -> str:
    """Give the line's text without its digits, and its place: a running line stands at the same height."""
    return f"{round(placed.height / _SAME_HEIGHT)} {_DIGITS.sub('#', placed.line.text.lower())}"


def _runs(placed: PlacedLine, lines: Sequence[PlacedLine], running: frozenset[str]) -> bool:
    outermost = placed in (min(lines, key=lambda p: p.height), max(lines, key=lambda p: p.height))
    if outermost and _PAGE_NUMBER.fullmatch(placed.line.text):
        return True
    return _form(placed) in running and placed in _edges(lines)


def _body(pages: Sequence[Sequence[PlacedLine]], running: frozenset[str]) -> Iterator[Line]:
    before: Line | None = None
    for lines in pages:
        first_on_page = True
        for placed in lines:
            if _runs(placed, lines, running):
                continue
            line = placed.line
            if first_on_page:
                line = replace(line, gap=before is None or not goes_on(before.text, line.text))
            yield line
            before, first_on_page = line, False


def _properties(document: Any) -> dict[str, RawValue]:
    said = document.get_metadata_dict(skip_empty=True)
    properties = {}
    if said.get("Title", "").strip():
        properties["title"] = RawValue(said["Title"].strip())
    made = _CREATED.match(said.get("CreationDate", ""))
    if made:
        try:
            properties["created"] = RawValue(datetime.date(*map(int, made.groups())))
        except ValueError:
            return properties
    return properties

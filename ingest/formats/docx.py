"""Word documents: headings by their styles, lists with their numbers, tables, the footer as boilerplate.

Text that somebody deleted with tracked changes is left out, what they inserted is in; so are content controls.
"""

import datetime
import itertools
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from ingest.errors import UnreadableError
from ingest.files import check_unpacked_size, read_bytes, require_kind
from ingest.markup import Element, compose, table_elements
from ingest.types import BlockKind, Extracted, RawValue
from ingest.wordnumbering import Numbering

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Heading styles by the names Word keeps in the file, and those of Danish templates.
_HEADING = re.compile(r"(?:heading|overskrift)\s*(\d)", re.IGNORECASE)
_TITLES = frozenset({"title", "titel"})
_TABLE_OF_CONTENTS = re.compile(r"(?:toc|indholdsfortegnelse)\b", re.IGNORECASE)

# Parts of a paragraph that hold no text of the present version.
_LEFT_OUT = frozenset(_WORD + name for name in ("del", "moveFrom", "pPr", "txbxContent", "instrText"))

# What stands for a character in a paragraph.
_SIGNS = {f"{_WORD}tab": "\t", f"{_WORD}br": " ", f"{_WORD}cr": " ", f"{_WORD}noBreakHyphen": "-"}


def read(path: Path) -> Extracted:
    """Read a Word document with the properties its author gave it."""
    data = read_bytes(path)
    require_kind(data, "docx")
    check_unpacked_size(data)
    document = _open(data)
    elements = list(_elements(document)) + list(_footers(document))
    if not any(element.kind is not BlockKind.BOILERPLATE for element in elements):
        raise UnreadableError("the document has no text: it may hold pictures only", reason="no_text")
    text, blocks = compose(elements)
    return Extracted(text, blocks, _properties(document))


def _open(data: bytes) -> Any:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        return docx.Document(BytesIO(data))
    except (OpcError, etree.XMLSyntaxError, zipfile.BadZipFile, KeyError, ValueError, AttributeError) as error:
        raise UnreadableError(
            "the document is damaged: open it in a word processor and save it anew", reason="damaged"
        ) from error


def _elements(document: Any) -> Iterator[Element]:
    styles = {style.style_id: style.name or "" for style in document.styles}
    numbering = Numbering(document)
    for node in _unframed(document.element.body):
        if node.tag == f"{_WORD}tbl":
            yield from table_elements(_rows(node))
            continue
        words = paragraph_text(node)
        style_id = _style_id(node)
        name = styles.get(style_id or "", "")
        heading = _HEADING.match(name)
        if not words or _TABLE_OF_CONTENTS.match(name):
            continue
        item = numbering.item(node, style_id, name)
        if name.lower() in _TITLES:
            yield Element(BlockKind.HEADING, words, 1)
        elif heading:
            yield Element(BlockKind.HEADING, words, int(heading.group(1)))
        elif item:
            yield Element(BlockKind.LIST_ITEM, item[1] + words, item[0])
        else:
            yield Element(BlockKind.PARAGRAPH, words)


def _body(body: Any) -> Iterator[Any]:
    """Give paragraphs and tables in order, those inside content controls and insertions too."""
    waiting = [iter(body)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
        elif node.tag in (f"{_WORD}p", f"{_WORD}tbl"):
            yield node
        elif node.tag in (f"{_WORD}sdt", f"{_WORD}sdtContent", f"{_WORD}ins", f"{_WORD}customXml"):
            waiting.append(iter(node))


def _unframed(body: Any) -> Iterator[Any]:
    """Give paragraphs and tables in order; a table of one column is a frame around what stands in it."""
    for node in _body(body):
        cells = [list(row.iterchildren(f"{_WORD}tc")) for row in node.iterchildren(f"{_WORD}tr")]
        if node.tag == f"{_WORD}tbl" and max(map(len, cells), default=0) <= 1:
            for cell in itertools.chain.from_iterable(cells):
                yield from _unframed(cell)
        else:
            yield node


def paragraph_text(paragraph: Any) -> str:
    """Give the text of a paragraph as it stands after all changes are accepted."""
    parts: list[str] = []
    waiting = [iter(paragraph)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
        elif node.tag == f"{_WORD}t":
            parts.append(node.text or "")
        elif node.tag in _SIGNS:
            parts.append(_SIGNS[node.tag])
        elif node.tag not in _LEFT_OUT:
            waiting.append(iter(node))
    return " ".join("".join(parts).split())


def _style_id(paragraph: Any) -> str | None:
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    return None if style is None else str(style.get(f"{_WORD}val"))


def _rows(table: Any) -> list[list[str]]:
    rows = [[_cell(cell) for cell in row.iterchildren(f"{_WORD}tc")] for row in table.iterchildren(f"{_WORD}tr")]
    return [row for row in rows if any(row)]


def _cell(cell: Any) -> str:
    """Write a cell in one line; a table inside it stands in brackets."""
    parts = []
    for node in _unframed(cell):
        if node.tag == f"{_WORD}tbl":
            parts += [f"({row.text})" for row in table_elements(_rows(node)) if row.text]
        else:
            parts.append(paragraph_text(node))
    return " ".join(filter(None, parts))


def _footers(document: Any) -> Iterator[Element]:
    seen: set[str] = set()
    for section in document.sections:
        for part in (section.header, section.footer):
            if part.is_linked_to_previous:
                continue
            for paragraph in part._element.iter(f"{_WORD}p"):
                words = paragraph_text(paragraph)
                if words and words not in seen:
                    seen.add(words)
                    yield Element(BlockKind.BOILERPLATE, words)


def _properties(document: Any) -> dict[str, RawValue]:
    core = document.core_properties
    properties = {}
    if (core.title or "").strip():
        properties["title"] = RawValue(core.title.strip())
    if (core.language or "").strip():
        properties["language"] = RawValue(core.language.strip())
    if isinstance(core.created, datetime.datetime):
        properties["created"] = RawValue(core.created.date())
    return properties

"""Web pages: the tree is walked once, without recursion; menus, headers, footers and forms become boilerplate.

A page with schema.org courses in `application/ld+json` gives records as well.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.encoding import decode
from ingest.errors import UnreadableError
from ingest.files import read_bytes, require_kind
from ingest.htmlwalk import PageWalk
from ingest.markup import compose
from ingest.schemaorg import article_properties, courses, parse_json
from ingest.types import Extracted, Notice, RawRecord, RawValue

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# How far into a page its declared encoding may stand, as browsers look for it.
_DECLARATION_WINDOW = 4096

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")

# meta name or property -> our field; the first that a page has wins.
_META = (
    ("og:title", "title"), ("dc.title", "title"), ("dcterms.title", "title"),
    ("article:published_time", "date"), ("dc.date", "date"), ("dcterms.issued", "date"), ("dcterms.date", "date"),
    ("date", "date"), ("publish-date", "date"),
    ("publisher", "publisher"), ("dc.publisher", "publisher"), ("dcterms.publisher", "publisher"),
    ("og:site_name", "publisher"), ("og:url", "url"),
)  # fmt: skip


def read(path: Path) -> Extracted:
    """Read a web page: its text with headings, lists and tables, what its head says, and its courses."""
    data = read_bytes(path)
    require_kind(data, "html")
    root = parse_page(decode_page(data))
    linked, notices = _linked_data(root)
    records: list[RawRecord] = []
    for thing in linked:
        records.extend(courses(thing))
    text, blocks = compose(PageWalk(root).elements())
    if not blocks and not records:
        raise UnreadableError(
            "the page has no text of its own: save it from the browser once it is shown whole", reason="no_text"
        )
    return Extracted(text, blocks, _properties(root, linked), tuple(records), notices)


def decode_page(data: bytes) -> str:
    """Turn a page's bytes into text by its mark, its declared encoding if the bytes agree, or their form."""
    declared = _DECLARED.search(data[:_DECLARATION_WINDOW])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and b"\x00" not in data:
        try:
            name = declared.group(1).decode("ascii").lower()
            # Browsers read what calls itself Latin-1 as Windows-1252.
            data = data.decode("cp1252" if name in ("iso-8859-1", "latin1", "us-ascii") else name).encode("utf-8")
        except (LookupError, UnicodeDecodeError):
            return decode(data)
    return decode(data)


def parse_page(text: str) -> "HtmlElement":
    """Parse a page, without comments; raises `UnreadableError` for what cannot be read whole."""
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_XML_DECLARATION.sub("", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("the page cannot be read as HTML: save it anew", reason="syntax") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise UnreadableError(
            "the page is nested too deeply to be read whole: save its text as .txt instead", reason="too_complex"
        )
    return root


def _linked_data(root: "HtmlElement") -> tuple[list[object], tuple[Notice, ...]]:
    found: list[object] = []
    notices = []
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json" or not (script.text or "").strip():
            continue
        try:
            found.append(parse_json(script.text or ""))
        except UnreadableError as error:
            line = (script.sourceline or 1) + (error.line or 1) - 1
            notices.append(Notice("bad_linked_data", line=line, values={"error": error.message}))
    return found, tuple(notices)


def _properties(root: "HtmlElement", linked: list[object]) -> dict[str, RawValue]:
    properties: dict[str, RawValue] = {}
    for thing in linked:
        for field, raw in article_properties(thing).items():
            properties.setdefault(field, raw)
    said = dict(reversed([*_meta_tags(root)]))
    for name, field in _META:
        if said.get(name):
            properties.setdefault(field, RawValue(said[name]))
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower() and link.get("href", "").startswith("http"):
            properties.setdefault("url", RawValue(link.get("href")))
    if root.get("lang"):
        properties.setdefault("language", RawValue(root.get("lang")))
    title = " ".join((root.findtext(".//head/title") or "").split())
    headings = [" ".join(heading.text_content().split()) for heading in root.iter("h1")]
    if title and not any(headings):
        properties.setdefault("title", RawValue(title))
    return properties


def _meta_tags(root: "HtmlElement") -> Iterator[tuple[str, str]]:
    for tag in root.iter("meta"):
        name = tag.get("property") or tag.get("name") or ""
        content = " ".join((tag.get("content") or "").split())
        if name and content:
            yield name.lower(), content

"""From a page's tree to the records that are declared for it: values by their selectors, each with its line."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from ingest.declared.rules import REPEATED, TITLE, DeclaredPage, RecordRule, Selector, xpath_of
from ingest.files import read_bytes
from ingest.formats.html import decode_page, parse_page
from ingest.htmlwalk import INLINE
from ingest.records.headings import Group, group
from ingest.types import Extracted, Fault, RawRecord, RawValue

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PAGES = frozenset({".html", ".htm", ".xhtml"})
# Where several elements are found: of a field of these the first counts, the parts of a description are its paragraphs,
# and everything else is a list.
_FIRST = frozenset({TITLE, "id", "url", "label"})
_PARAGRAPHS = "description"
_BREAK = "\n\n"
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_ADDRESSES = frozenset({"href", "src"})
# A page may lack a price or a place; where all of so many selectors find nothing, it is the layout that is another.
_FEWEST_TO_TELL = 3


def with_declared(extracted: Extracted, place: Path, page: DeclaredPage) -> Extracted:
    """What was read from a page, with the records that are declared for it before those that it declares itself.

    One record in schema.org's form fills what the selectors leave open. A page that lacks what its rule requires gives
    faults and neither a record nor a report, so that what is known of it stays.
    """
    root = parse_page(decode_page(read_bytes(place)))
    rule = page.rule
    own = [record for record in extracted.records if record.kind is rule.kind]
    rest = own[0].fields if len(own) == 1 and not rule.each else {}
    records: list[RawRecord] = []
    faults: list[Fault] = []
    places = _found(root, xpath_of(rule.each)) if rule.each else [root]
    if not places:
        faults.append(_nothing(page, "each", rule.each, None))
    for one in places:
        record = _record(one, page, rest)
        missing = [*_missing(record, page, has_more=bool(rest))]
        faults.extend(missing)
        if not missing:
            records.append(record)
    kept = extracted if records else Extracted(properties=extracted.properties)
    return replace(kept, records=tuple(records), notices=extracted.notices, faults=(*extracted.faults, *faults))


def _record(place: "HtmlElement", page: DeclaredPage, rest: Mapping[str, RawValue]) -> RawRecord:
    known = group(page.rule.kind.value)
    fields: dict[str, RawValue] = {}
    for name, selector in page.rule.fields.items():
        own = known.field_of(name) or name
        if selector.parts:
            values = list(_several(place, selector, group(REPEATED[own]), page.url))
        else:
            values = list(_values(place, selector, page.url))
        if values:
            fields[name] = _joined(own, values)
    said = {known.field_of(name) for name in fields}
    fields |= {name: value for name, value in rest.items() if known.field_of(name) not in said}
    return RawRecord(page.rule.kind, fields, place.sourceline)


def _values(place: "HtmlElement", selector: Selector, url: str | None) -> Iterator[RawValue]:
    if selector.text:
        yield RawValue(selector.text)
        return
    for element in _found(place, selector.xpath):
        text = _text(element, selector, url)
        if text:
            yield RawValue(text, element.sourceline)


def _several(place: "HtmlElement", selector: Selector, known: Group, url: str | None) -> Iterator[RawValue]:
    """Each element as a value with fields of its own."""
    for element in _found(place, selector.xpath):
        parts = {name: list(_values(element, one, url)) for name, one in selector.parts.items()}
        found = {name: _joined(known.field_of(name) or name, values) for name, values in parts.items() if values}
        if found:
            yield RawValue(found, element.sourceline)


def _joined(field: str, values: list[RawValue]) -> RawValue:
    first = values[0]
    if field == _PARAGRAPHS:
        return RawValue(_BREAK.join(str(one.value) for one in values), first.line)
    if field in _FIRST:
        return first
    if any(isinstance(one.value, Mapping) for one in values):
        return RawValue([one.value for one in values], first.line)
    texts = list(dict.fromkeys(" ".join(str(one.value).split()) for one in values))
    return RawValue(texts[0] if len(texts) == 1 else texts, first.line)


def _text(element: "HtmlElement", selector: Selector, url: str | None) -> str:
    if selector.attribute:
        text = (element.get(selector.attribute) or "").strip()
        text = urljoin(url, text) if text and url and selector.attribute in _ADDRESSES else text
    else:
        text = _BREAK.join(_blocks(element))
    found = re.search(selector.match, text) if selector.match and text else None
    if selector.match:
        text = (found[1] if found.re.groups else found[0]) or "" if found else ""
    return text.strip()


def _blocks(element: "HtmlElement") -> Iterable[str]:
    """The text of an element, block by block."""
    from lxml import etree

    blocks, words = [], [element.text or ""]
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if node is element:
            continue
        if node.tag not in INLINE:
            blocks.append(words)
            words = []
        if event == "end":
            words.append(node.tail or "")
        elif node.tag in _UNSEEN:
            walk.skip_subtree()
        else:
            words.append(node.text or "")
    joined = (" ".join("".join(one).split()) for one in (*blocks, words))
    return [one for one in joined if one]


def _found(place: "HtmlElement", xpath: str) -> list["HtmlElement"]:
    return list(place.xpath(xpath))


def _missing(record: RawRecord, page: DeclaredPage, has_more: bool) -> Iterator[Fault]:
    """What the rule requires and the page lacks; a page on which the title is all that is found has another layout."""
    rule = page.rule
    known = group(rule.kind.value)
    said = {known.field_of(name) for name in record.fields}
    lacking = [name for name in rule.required if known.field_of(name) not in said]
    for name in lacking:
        yield _nothing(page, name, _shown(rule.fields[name]), record.line)
    looked_for = [name for name, one in rule.fields.items() if not one.text and known.field_of(name) != TITLE]
    if lacking or has_more or len(looked_for) < _FEWEST_TO_TELL:
        return
    if not any(name in record.fields for name in looked_for):
        yield _all_gone(page, looked_for, rule, record.line)


def _nothing(page: DeclaredPage, name: str, selector: str, line: int | None) -> Fault:
    message = f"{selector!r} finds nothing on the page: look at its layout and mend the selector in fagkompas.toml"
    return Fault("", message, "selector_nothing", name, line, {"selector": selector, "page": page.url})


def _all_gone(page: DeclaredPage, names: list[str], rule: RecordRule, line: int | None) -> Fault:
    message = (
        f"only the title is found, and nothing by the selectors of {', '.join(names)}: the page has another layout; "
        "mend the selectors in fagkompas.toml"
    )
    values = {"selectors": [_shown(rule.fields[name]) for name in names], "page": page.url}
    return Fault("", message, "selectors_nothing", ", ".join(names), line, values)


def _shown(selector: Selector) -> str:
    return f"{selector.css} @{selector.attribute}" if selector.attribute else selector.css

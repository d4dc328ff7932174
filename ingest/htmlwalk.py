"""Walking a page's tree in reading order and giving its pieces: headings, paragraphs, list items, table rows."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.markup import Element, item_marker, table_elements
from ingest.types import BlockKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SKIPPED = frozenset({
    "script", "style", "template", "noscript", "head", "title", "svg", "math", "iframe", "object", "embed",
    "canvas", "audio", "video", "select", "option", "button", "input", "textarea", "datalist", "map", "dialog",
})  # fmt: skip
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "q", "ruby", "rp", "rt", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_FURNITURE = frozenset({"nav", "footer", "aside", "menu"})
_FURNITURE_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert", "menu"}
)
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|mainmenu|breadcrumbs?|cookies?|cookiebar|cookie-?consent|share|sharing|"
    r"social|some|footer|sidebar|related|relaterede|skip-?links?|newsletter|nyhedsbrev|pagination|toolbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}

# A main part shorter than this is an empty shell; then the whole page is read.
_SMALLEST_MAIN = 10

# Links that make a menu, and words of the longest link in one; titles of other documents are longer.
_FEWEST_LINKS = 2
_LONGEST_LINK = 3

# Tables nested in tables, or without a second column, lay the page out; they hold no data.
_FEWEST_COLUMNS = 2


class PageWalk:
    """One walk over one page."""

    def __init__(self, root: "HtmlElement") -> None:
        self._root = root
        self._main = _main_part(root)
        self._found: list[Element] = []
        self._words: list[str] = []
        self._kind = BlockKind.PARAGRAPH
        self._level = 1
        self._marker = ""
        self._lists: list[int | None] = []
        self._in_main = self._main is None
        self._furniture: list[HtmlElement] = []

    def elements(self) -> list[Element]:
        """Give the page's pieces in reading order."""
        from lxml import etree

        skipped: HtmlElement | None = None
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, node in walk:
            tag = node.tag if isinstance(node.tag, str) else ""
            if event == "end":
                if node is not skipped:
                    self._leave(node, tag)
                self._words.append(node.tail or "")
            elif not tag or tag in _SKIPPED or _is_hidden(node) or self._took_table(node, tag):
                skipped = node
                walk.skip_subtree()
            else:
                self._enter(node, tag)
        self._flush()
        return self._found

    def _enter(self, node: "HtmlElement", tag: str) -> None:
        if tag not in INLINE:
            self._flush()
        self._in_main = self._in_main or node is self._main
        if self._is_furniture(node, tag):
            self._furniture.append(node)
        if tag in _HEADINGS:
            self._kind, self._level = BlockKind.HEADING, _HEADINGS[tag]
        elif tag in ("ul", "ol"):
            self._lists.append(_first_number(node) if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        self._words.append(node.text or "")

    def _leave(self, node: "HtmlElement", tag: str) -> None:
        if tag not in INLINE:
            self._flush()
        if tag in _HEADINGS or tag == "li":
            self._kind, self._level, self._marker = BlockKind.PARAGRAPH, 1, ""
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if node is self._main:
            self._in_main = False
        if self._furniture and self._furniture[-1] is node:
            self._furniture.pop()

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else None
        self._kind, self._level, self._marker = BlockKind.LIST_ITEM, max(1, len(self._lists)), item_marker(number)
        if number is not None:
            self._lists[-1] = number + 1

    def _flush(self) -> None:
        words = " ".join("".join(self._words).split())
        self._words = []
        if not words:
            return
        if self._is_outside() and not (self._kind is BlockKind.HEADING and self._level == 1):
            self._found.append(Element(BlockKind.BOILERPLATE, words))
            return
        self._found.append(Element(self._kind, self._marker + words, self._level))
        # What follows in the same item is its second paragraph, not another item.
        if self._kind is BlockKind.LIST_ITEM:
            self._kind, self._level, self._marker = BlockKind.PARAGRAPH, 1, ""

    def _is_outside(self) -> bool:
        return bool(self._furniture) or not self._in_main

    def _took_table(self, table: "HtmlElement", tag: str) -> bool:
        if tag != "table" or not _is_data_table(table):
            return False
        self._flush()
        rows = [
            [" ".join(cell.text_content().split()) for cell in row if cell.tag in ("th", "td")]
            for row in table.iter("tr")
        ]
        rows = [row for row in rows if any(row)]
        has_header = next(table.iter("th"), None) is not None or next(table.iter("thead"), None) is not None
        for element in table_elements(rows, has_header):
            kind = BlockKind.BOILERPLATE if self._is_outside() else element.kind
            self._found.append(Element(kind, element.text))
        return True

    def _is_furniture(self, node: "HtmlElement", tag: str) -> bool:
        if tag in INLINE or node is self._main or tag in ("html", "body", "main", "article"):
            return False
        if tag in _FURNITURE or (node.get("role") or "").lower() in _FURNITURE_ROLES:
            return True
        if tag == "header":
            return not any(above.tag in ("article", "main") for above in node.iterancestors())
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        is_named = tag in ("div", "ul", "ol", "section", "p") and _FURNITURE_NAMES.search(names) is not None
        if _is_menu(node, tag):
            return True
        # Some systems wrap the whole page in a form, or name its frame after the menu in it.
        return (is_named or tag == "form") and not _holds_content(node)


def _is_menu(node: "HtmlElement", tag: str) -> bool:
    """Tell whether a part holds nothing but short links, as a menu does that is not marked as one."""
    if tag in ("ul", "ol"):
        items = [item for item in node if isinstance(item.tag, str)]
        parts = [part for item in items for part in item]
        words = "".join((item.text or "") + "".join(part.tail or "" for part in item) for item in items)
    elif tag in ("div", "p", "section"):
        parts = list(node)
        words = (node.text or "") + "".join(part.tail or "" for part in parts)
    else:
        return False
    links = [part for part in parts if part.tag == "a" and len(part.text_content().split()) <= _LONGEST_LINK]
    return len(links) == len(parts) >= _FEWEST_LINKS and not any(sign.isalnum() for sign in words)


def _holds_content(node: "HtmlElement") -> bool:
    return any(next(node.iter(tag), None) is not None for tag in ("h1", "main", "article"))


def _main_part(root: "HtmlElement") -> "HtmlElement | None":
    """Find the part that is the page's subject: its `main`, else its only `article`."""
    mains = [*root.iter("main"), *(node for node in root.iter("div") if node.get("role") == "main")]
    for candidates in (mains, [*root.iter("article")]):
        if len(candidates) == 1 and len(candidates[0].text_content().split()) >= _SMALLEST_MAIN:
            return candidates[0]
    return None


def _is_hidden(node: "HtmlElement") -> bool:
    style = (node.get("style") or "").replace(" ", "").lower()
    return node.get("hidden") is not None or node.get("aria-hidden") == "true" or "display:none" in style


def _first_number(node: "HtmlElement") -> int:
    start = node.get("start") or "1"
    return int(start) if start.isdigit() else 1


def _is_data_table(table: "HtmlElement") -> bool:
    if sum(1 for _ in table.iter("table")) > 1:
        return False
    return max(_columns(table), default=0) >= _FEWEST_COLUMNS and next(table.iter("h1", "h2", "h3"), None) is None


def _columns(table: "HtmlElement") -> Iterator[int]:
    rows: Sequence[HtmlElement] = list(table.iter("tr"))
    for row in rows:
        yield sum(1 for cell in row if cell.tag in ("th", "td"))

"""The Markdown that answers use, as HTML: paragraphs, lists in lists, bold, and `[1]` for a citation.

Anything else stays the text it is; the web page of the assistant shows answers the same way.
"""

import re
from collections.abc import Collection

from evals.reports.markup import Markup, element, joined

_ITEM = re.compile(r"^(\s*)- (.*)$")
_INLINE = re.compile(r"(\*\*[^*]+\*\*|\[\d+\])")
# Two spaces a level, as the assistant writes them.
INDENT = 2


def prose(text: str, cited: Collection[int], anchor: str) -> Markup:
    """The text as HTML; `[n]` of a cited number leads to the element `<anchor>-<n>`."""
    blocks: list[Markup] = []
    items: list[tuple[int, str]] = []
    for line in text.split("\n"):
        item = _ITEM.match(line)
        if item:
            deepest = items[-1][0] + 1 if items else 0
            items.append((min(len(item[1]) // INDENT, deepest), item[2]))
        elif line.strip():
            blocks += _list(items, cited, anchor)
            items = []
            blocks.append(element("p", None, _inline(line.strip(), cited, anchor)))
    return joined(*blocks, *_list(items, cited, anchor))


def mark(number: int, anchor: str) -> Markup:
    """A citation's number as a link to its quotation."""
    return element("a", {"class": "cite", "href": f"#{anchor}-{number}"}, str(number))


def _list(items: list[tuple[int, str]], cited: Collection[int], anchor: str) -> list[Markup]:
    """One list of all the items, those that lie deeper inside the item before them; empty for none."""
    if not items:
        return []
    depth, children = items[0][0], []
    position = 0
    while position < len(items):
        end = position + 1
        while end < len(items) and items[end][0] > depth:
            end += 1
        inner = _list(items[position + 1 : end], cited, anchor)
        children.append(element("li", None, _inline(items[position][1], cited, anchor), *inner))
        position = end
    return [element("ul", None, *children)]


def _inline(text: str, cited: Collection[int], anchor: str) -> Markup:
    parts: list[str] = []
    for piece in _INLINE.split(text):
        number = int(piece[1:-1]) if re.fullmatch(r"\[\d+\]", piece) else None
        if number is not None and number in cited:
            parts.append(mark(number, anchor))
        elif piece.startswith("**") and piece.endswith("**") and len(piece) > len("****"):
            parts.append(element("strong", None, piece[2:-2]))
        else:
            parts.append(piece)
    return joined(*parts)

"""Lines as rich text, in which Slack reads no markup: what a source holds is shown as it stands there."""

from collections.abc import Sequence
from itertools import groupby

from assistant.channels.slack.blocks.lines import Line, Span
from assistant.channels.slack.blocks.links import Linked
from assistant.channels.slack.blocks.mrkdwn import clean
from assistant.channels.slack.blocks.types import Block, Element

# Slack's own editor moves lists in no deeper.
DEEPEST = 8


def rich_text(*elements: Element) -> Block:
    """A block of sections and lists."""
    return {"type": "rich_text", "elements": list(elements)}


def rich_section(*parts: Element) -> Element:
    """A paragraph."""
    return {"type": "rich_text_section", "elements": list(parts)}


def rich_list(items: Sequence[Element], depth: int = 0) -> Element:
    """A list of paragraphs with bullets."""
    return {"type": "rich_text_list", "style": "bullet", "indent": min(depth, DEEPEST), "elements": list(items)}


def text(words: str, *, bold: bool = False) -> Element:
    """Words, shown as they are."""
    made: Element = {"type": "text", "text": clean(words)}
    if bold:
        made["style"] = {"bold": True}
    return made


def link(words: str, url: str) -> Element:
    """Words that open an address."""
    return {"type": "link", "url": url, "text": clean(words)}


def rich_lines(lines: Sequence[Line], places: Linked) -> list[Block]:
    """Lines as one block; `places` are the addresses that the numbers of citations open. None for no lines."""
    made: list[Element] = []
    for depth, group in groupby(lines, key=lambda line: line.depth):
        items = [rich_section(*(_element(span, places) for span in line.spans)) for line in group]
        if depth is None:
            made += [_spaced(item, first=not made and number == 0) for number, item in enumerate(items)]
        else:
            made.append(rich_list(items, depth))
    return [rich_text(*made)] if made else []


def _element(span: Span, places: Linked) -> Element:
    url = places.place(span.number) if span.number is not None else None
    if url:
        return link(span.text, url)
    return text(span.text, bold=span.bold)


def _spaced(paragraph: Element, *, first: bool) -> Element:
    """A paragraph with a blank line before it; Slack sets them without."""
    return paragraph if first else rich_section(text("\n"), *paragraph["elements"])

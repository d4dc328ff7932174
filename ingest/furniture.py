"""Marking the blocks that belong to the page: menus, link lists, bylines and date lines, addresses."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.boilerplate import dates_of_line, is_boilerplate, is_byline, is_period_line, opens_link_list, patterns
from ingest.lines import Group, Line
from ingest.types import Block, BlockKind

HEAD_GROUPS = 12
"""Blocks in which a document presents itself: title, byline, date, summary."""

PARAGRAPH_WORDS = 12
"""A paragraph of so many words is the text proper: what identifies the document stands above it."""

LONGEST_TITLE = 25
"""Words: the longest titles seen in the field's reports and news, with room to spare."""

# A line under the byline that may be who publishes: a name, not a sentence.
_LONGEST_PUBLISHER = 5


def mark_furniture(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Mark page furniture in a text whose headings, lists and tables are known already."""
    groups = [
        Group(
            (Line(text[b.start : b.end], b.start, b.end, gap="\n\n" in text[max(0, b.start - 2) : b.start]),),
            b.kind,
            b.level,
        )
        for b in blocks
    ]
    marked = mark_head(mark_boilerplate(groups))
    return tuple(
        block
        if block.kind is group.kind or block.kind is BlockKind.TABLE_ROW
        else replace(block, kind=group.kind, level=1)
        for block, group in zip(blocks, marked, strict=True)
    )


def mark_boilerplate(groups: Sequence[Group]) -> list[Group]:
    """Mark menus, addresses, downloads and the lists of links to other pages."""
    result: list[Group] = []
    in_links = False
    for group in groups:
        if opens_link_list(group.text):
            in_links = True
        elif in_links and (
            group.kind is BlockKind.HEADING or len(group.text.split()) > LONGEST_TITLE or group.text.endswith(".")
        ):
            in_links = False
        is_furniture = in_links or (group.kind is not BlockKind.TABLE_ROW and is_boilerplate(group.text))
        result.append(furniture(group) if is_furniture else group)
    return result


def furniture(group: Group) -> Group:
    """Give the group as boilerplate."""
    return replace(group, kind=BlockKind.BOILERPLATE, level=1)


def _head_length(groups: Sequence[Group]) -> int:
    """Count the groups in which the document presents itself: a date line may follow the first paragraph."""
    paragraphs = 0
    for index, group in enumerate(groups[:HEAD_GROUPS]):
        if group.kind is BlockKind.PARAGRAPH and len(group.text.split()) >= PARAGRAPH_WORDS and _ends(group.text):
            paragraphs += 1
            if paragraphs > 2:
                return index
    return min(len(groups), HEAD_GROUPS)


def mark_head(groups: Sequence[Group]) -> list[Group]:
    """Mark date lines, bylines and the single name or section beside them."""
    result = list(groups)
    head = _head_length(groups)
    for index in range(head):
        text = groups[index].text
        if not (dates_of_line(text) or is_byline(text) or (index and is_period_line(text))):
            continue
        result[index] = furniture(groups[index])
        below = index + 1
        if is_byline(text) and below < len(groups) and is_name_below(groups[below]):
            result[below] = furniture(groups[below])
        above = index - 1
        if above > 0 and _is_section_name(groups[above].text):
            result[above] = furniture(groups[above])
        if below < len(groups) and _is_section_name(groups[below].text):
            result[below] = furniture(groups[below])
    return result


def is_name_below(below: Group) -> bool:
    """Tell whether the line right under a byline is a name standing alone: who publishes."""
    text = below.text
    return (
        not below.lines[0].gap
        and below.kind is not BlockKind.LIST_ITEM
        and len(text.split()) <= _LONGEST_PUBLISHER
        and text[0].isupper()
        and not any(character.isdigit() for character in text)
        and text[-1] not in ".?!:,;"
    )


def _is_section_name(text: str) -> bool:
    return text.lower().strip(" :") in patterns().section_names


def _ends(text: str) -> bool:
    return text.rstrip("”\"»’') ").endswith((".", "!", "?", ":"))

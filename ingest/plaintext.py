"""Telling title, headings, lists and page furniture in text that has no markup.

A heading is a short line without a full stop that something follows; the title is the first of them. The rules look at
form and neighbours only, so they hold for crawled pages, typed notes and the text of a PDF alike.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.boilerplate import dates_of_line, is_boilerplate, is_byline, is_period_line, opens_link_list, patterns
from ingest.lines import Group, Line, group_lines, lines_of
from ingest.types import Block, BlockKind

# The longest headings and titles seen in the field's reports and news, with room to spare.
_LONGEST_HEADING = 14
_LONGEST_TITLE = 25

# A paragraph of so many words is the text proper: what identifies the document stands above it.
_PARAGRAPH_WORDS = 12

# Lines above which bylines and dates are looked for, and in how many the title must come.
_HEAD_GROUPS = 12

# More short lines than this one after another are a menu or an address, not headings.
_HEADINGS_IN_A_ROW = 3

# A heading with a colon is a label (`Baggrund:`), longer ones lead into what follows.
_LONGEST_LABEL = 3

# A line under the byline that may be who publishes: a name, not a sentence.
_LONGEST_PUBLISHER = 5

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S")
_SENTENCE_INSIDE = re.compile(r"[.!?] [A-ZÆØÅ]")
_ABBREVIATION = re.compile(r"\b(?:nr|kap|bl\.a|f\.eks|dvs|mv|pkt|afsn|ca)\.", re.IGNORECASE)


def structure(text: str) -> tuple[Block, ...]:
    """Tell the blocks of a plain text, each as a span of it."""
    return tuple(
        Block(group.kind, group.lines[0].start, group.lines[-1].end, group.level, group.lines[0].page)
        for group in structure_lines(lines_of(text))
    )


def structure_lines(lines: Sequence[Line]) -> list[Group]:
    """Tell the blocks of a run of lines: title and headings with level, list items with depth, boilerplate."""
    groups = group_lines(lines)
    groups = _mark_boilerplate(groups)
    groups = _mark_head(groups)
    groups = _mark_title(groups)
    return _mark_headings(groups)


def _mark_boilerplate(groups: Sequence[Group]) -> list[Group]:
    result: list[Group] = []
    in_links = False
    for group in groups:
        if opens_link_list(group.text):
            in_links = True
        elif in_links and (len(group.text.split()) > _LONGEST_TITLE or group.text.endswith(".")):
            in_links = False
        result.append(_furniture(group) if in_links or is_boilerplate(group.text) else group)
    return result


def _furniture(group: Group) -> Group:
    return replace(group, kind=BlockKind.BOILERPLATE, level=1)


def _head_length(groups: Sequence[Group]) -> int:
    """Count the groups in which the document presents itself: a date line may follow the first paragraph."""
    paragraphs = 0
    for index, group in enumerate(groups[:_HEAD_GROUPS]):
        if group.kind is BlockKind.PARAGRAPH and len(group.text.split()) >= _PARAGRAPH_WORDS and _ends(group.text):
            paragraphs += 1
            if paragraphs > 2:
                return index
    return min(len(groups), _HEAD_GROUPS)


def _mark_head(groups: Sequence[Group]) -> list[Group]:
    """Mark date lines, bylines and the single name or section beside them."""
    result = list(groups)
    head = _head_length(groups)
    for index in range(head):
        text = groups[index].text
        if not (dates_of_line(text) or is_byline(text) or (index and is_period_line(text))):
            continue
        result[index] = _furniture(groups[index])
        below = index + 1
        if is_byline(text) and below < len(groups) and is_name_below(groups[index], groups[below]):
            result[below] = _furniture(groups[below])
        above = index - 1
        if above > 0 and _is_section_name(groups[above].text):
            result[above] = _furniture(groups[above])
        if below < len(groups) and _is_section_name(groups[below].text):
            result[below] = _furniture(groups[below])
    return result


def is_name_below(byline: Group, below: Group) -> bool:
    """Tell whether the line right under a byline is a name standing alone: who publishes."""
    text = below.text
    return (
        not below.lines[0].gap
        and byline.lines[-1].end < below.lines[0].start
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


def _looks_like_heading(group: Group, longest: int) -> bool:
    text = group.text
    words = text.split()
    if group.kind is BlockKind.LIST_ITEM and not _NUMBERED.match(text):
        return False
    if group.kind is BlockKind.BOILERPLATE or len(words) > longest or not any(c.isalpha() for c in text):
        return False
    if text.endswith(":"):
        return len(words) <= _LONGEST_LABEL and len(group.lines) == 1
    if text[-1] in ".,;…" or text[0].islower():
        return False
    return not _SENTENCE_INSIDE.search(_ABBREVIATION.sub("", re.sub(r"^[\d.]+", "", text)))


def _mark_title(groups: Sequence[Group]) -> list[Group]:
    """Make the first short line the title; where the next one says the same in full, that one."""
    result = list(groups)
    candidates = []
    for index, group in enumerate(groups[:_HEAD_GROUPS]):
        if group.kind is BlockKind.BOILERPLATE:
            continue
        if group.kind is BlockKind.LIST_ITEM or not _looks_like_heading(group, _LONGEST_TITLE):
            break
        candidates.append(index)
    if not candidates or candidates[0] == len(groups) - 1:
        return result
    title = candidates[0]
    for later in candidates[1:_HEADINGS_IN_A_ROW]:
        if _says_the_same(groups[title].text, groups[later].text):
            result[title] = _furniture(groups[title])
            title = later
    result[title] = replace(groups[title], kind=BlockKind.HEADING, level=1)
    return result


def _says_the_same(short: str, full: str) -> bool:
    """Tell whether one line is a cut-off or decorated form of the other (`Evaluering jobrettet opkval`)."""
    first, second = short.lower().rstrip("….").split(), full.lower().split()
    if " ".join(first).startswith(" ".join(second)):
        return True
    position = 0
    for word in first:
        while position < len(second) and not second[position].startswith(word):
            position += 1
        if position == len(second):
            return False
        position += 1
    return len(first) > 1


def _mark_headings(groups: Sequence[Group]) -> list[Group]:
    result = list(groups)
    has_title = any(group.kind is BlockKind.HEADING for group in groups)
    candidates = [
        group.kind is BlockKind.HEADING
        or (_looks_like_heading(group, _LONGEST_HEADING) and _stands_apart(group) and not _is_item(groups, index))
        for index, group in enumerate(groups)
    ]
    for index, group in enumerate(groups):
        if not candidates[index] or group.kind is BlockKind.HEADING:
            continue
        following = [i for i in range(index + 1, len(groups)) if groups[i].kind is not BlockKind.BOILERPLATE]
        if (
            not following
            or not _heads(groups, index, following[0])
            or _row_length(candidates, index) > _HEADINGS_IN_A_ROW
        ):
            continue
        result[index] = replace(group, kind=BlockKind.HEADING, level=_depth(group.text) + int(has_title))
    return result


def _is_item(groups: Sequence[Group], index: int) -> bool:
    """Tell whether a numbered line has another list item beside it."""
    neighbours = [*groups[max(0, index - 1) : index], *groups[index + 1 : index + 2]]
    return groups[index].kind is BlockKind.LIST_ITEM and any(n.kind is BlockKind.LIST_ITEM for n in neighbours)


def _stands_apart(group: Group) -> bool:
    return group.lines[0].gap and len(group.lines) <= 2


def _heads(groups: Sequence[Group], index: int, following: int) -> bool:
    """Tell whether what follows can stand under a heading."""
    group, after = groups[index], groups[following]
    if group.kind is BlockKind.LIST_ITEM:
        return len(after.text.split()) > _PARAGRAPH_WORDS
    if group.text.endswith(":") and after.kind is BlockKind.LIST_ITEM:
        return False
    return (
        after.kind is BlockKind.LIST_ITEM
        or len(after.text) > len(group.text)
        or _looks_like_heading(after, _LONGEST_HEADING)
    )


def _row_length(candidates: Sequence[bool], index: int) -> int:
    first = last = index
    while first > 0 and candidates[first - 1]:
        first -= 1
    while last + 1 < len(candidates) and candidates[last + 1]:
        last += 1
    return last - first + 1


def _depth(text: str) -> int:
    numbered = _NUMBERED.match(text)
    return numbered.group(1).count(".") + 1 if numbered else 1

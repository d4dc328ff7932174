"""Telling title, headings, lists and page furniture in text that has no markup.

A heading is a short line without a full stop that something follows; the title is the first of them. The rules look at
form and neighbours only, so they hold for crawled pages, typed notes and the text of a PDF alike.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.furniture import HEAD_GROUPS, LONGEST_TITLE, PARAGRAPH_WORDS, furniture, mark_boilerplate, mark_head
from ingest.lines import Group, Line, group_lines, lines_of
from ingest.types import Block, BlockKind

# The longest headings seen in the field's reports and news, with room to spare.
_LONGEST_HEADING = 14

# More short lines than this one after another are a menu or an address, not headings.
_HEADINGS_IN_A_ROW = 3

# A heading with a colon is a label (`Baggrund:`), longer ones lead into what follows.
_LONGEST_LABEL = 3

# Letters larger than those beside them by this factor are a heading's.
_LARGER = 1.1

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
    groups = mark_boilerplate(groups)
    groups = mark_head(groups)
    groups = _mark_title(groups)
    return _mark_headings(groups)


def _looks_like_heading(group: Group, longest: int) -> bool:
    text = group.text
    words = text.split()
    if group.kind is BlockKind.LIST_ITEM and not _NUMBERED.match(text):
        return False
    if (
        group.kind in (BlockKind.BOILERPLATE, BlockKind.TABLE_ROW)
        or len(words) > longest
        or not any(c.isalpha() for c in text)
    ):
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
    for index, group in enumerate(groups[:HEAD_GROUPS]):
        if group.kind is BlockKind.BOILERPLATE:
            continue
        if group.kind is BlockKind.LIST_ITEM or group.text.endswith(":"):
            break
        if not _looks_like_heading(group, LONGEST_TITLE):
            break
        candidates.append(index)
    if not candidates or candidates[0] == len(groups) - 1:
        return result
    title = candidates[0]
    for later in candidates[1:_HEADINGS_IN_A_ROW]:
        if _says_the_same(groups[title].text, groups[later].text):
            result[title] = furniture(groups[title])
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
        later = (i for i in range(index + 1, len(groups)) if groups[i].kind is not BlockKind.BOILERPLATE)
        following = next(later, None)
        if following is None or not _heads(groups, index, following):
            continue
        if _row_length(candidates, index) > _HEADINGS_IN_A_ROW:
            continue
        result[index] = replace(group, kind=BlockKind.HEADING, level=_depth(group.text) + int(has_title))
    return result


def _is_item(groups: Sequence[Group], index: int) -> bool:
    """Tell whether a numbered line has another list item beside it, in letters of its size where that is known."""
    neighbours = [*groups[max(0, index - 1) : index], *groups[index + 1 : index + 2]]
    size = groups[index].lines[0].size
    return groups[index].kind is BlockKind.LIST_ITEM and any(
        n.kind is BlockKind.LIST_ITEM and size <= n.lines[0].size * _LARGER for n in neighbours
    )


def _stands_apart(group: Group) -> bool:
    return group.lines[0].gap and len(group.lines) <= 2


def _heads(groups: Sequence[Group], index: int, following: int) -> bool:
    """Tell whether what follows can stand under a heading."""
    group, after = groups[index], groups[following]
    if group.kind is BlockKind.LIST_ITEM:
        return len(after.text.split()) > PARAGRAPH_WORDS
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

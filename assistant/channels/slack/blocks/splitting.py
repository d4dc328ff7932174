"""Cuts what is too long for one message, with care: between lines, else between sentences, else between words."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from assistant.channels.slack.blocks import limits
from assistant.channels.slack.blocks.limits import fitting, size
from assistant.channels.slack.blocks.lines import Line, Span
from assistant.channels.slack.blocks.types import Block

_SENTENCE_END = re.compile(r"[.!?:;]\s+")
_BLANK = re.compile(r"\s+")
# A character is at most five in Markdown (`&amp;`), and some room is for the containers.
_GROWTH = 8

Item = TypeVar("Item")


def portions(lines: Sequence[Line], room: int, cost: Callable[[Line], int]) -> list[list[Line]]:
    """Lines in portions that each cost no more than `room`; what leads in a list goes with the list's first item."""
    made: list[list[Line]] = [[]]
    taken = 0
    for line in (part for whole in lines for part in _parts_of(whole, room, cost)):
        portion, more = made[-1], cost(line)
        if portion and taken + more > room:
            held = _leading_in(portion, line)
            if len(held) == len(portion) or sum(map(cost, held)) + more > room:
                held = []
            made[-1] = portion[: len(portion) - len(held)]
            made.append([*held, line])
            taken = sum(map(cost, held)) + more
        else:
            portion.append(line)
            taken += more
    return [portion for portion in made if portion]


def _leading_in(portion: Sequence[Line], following: Line) -> list[Line]:
    """The end of a portion that makes no sense without the list that follows."""
    held: list[Line] = []
    for line in reversed(portion):
        if _level(line) >= _level(held[0] if held else following):
            break
        held.insert(0, line)
    return held


def _level(line: Line) -> int:
    return -1 if line.depth is None else line.depth


def _parts_of(line: Line, room: int, cost: Callable[[Line], int]) -> list[Line]:
    """A line as it is, or where it does not fit into a portion, as several."""
    if cost(line) <= room:
        return [line]
    made: list[Line] = []
    for span in line.spans:
        for words in parts(span.text, max(1, room // _GROWTH)):
            piece = Span(words, span.bold, span.number)
            longer = Line((*made[-1].spans, piece), line.depth) if made else None
            if longer and cost(longer) <= room:
                made[-1] = longer
            else:
                made.append(Line((piece,), line.depth))
    return made


def parts(text: str, most: int) -> list[str]:
    """A text in parts no longer than `most`; joined they are the text."""
    made = []
    while text:
        part = fitting(text, most) or text[0]
        if len(part) < len(text):
            part = part[: _good_end(part)]
        made.append(part)
        text = text[len(part) :]
    return made


def _good_end(part: str) -> int:
    """Where a part had better end: after the last sentence of its second half, else after the last word, else there."""
    for pattern in (_SENTENCE_END, _BLANK):
        ends = [found.end() for found in pattern.finditer(part) if found.end() > len(part) // 2]
        if ends:
            return ends[-1]
    return len(part)


def groups(items: Sequence[Item], most: int, room: int, cost: Callable[[Item], int]) -> list[list[Item]]:
    """Items in groups of at most `most`, each group costing no more than `room` unless one item alone does."""
    made: list[list[Item]] = []
    left = 0
    for item in items:
        if not made or len(made[-1]) == most or cost(item) > left:
            made.append([])
            left = room
        made[-1].append(item)
        left -= cost(item)
    return made


def packed(units: Sequence[Sequence[Block]], surplus: int = 0) -> list[list[Block]]:
    """The blocks of messages; the blocks of one unit are never parted.

    `surplus` is what the first message takes beyond the size of its blocks.
    """
    made: list[list[Block]] = [[]]
    for unit in units:
        longer = [*made[-1], *unit]
        room = limits.MESSAGE_SIZE - (surplus if len(made) == 1 else 0)
        if made[-1] and (len(longer) > limits.MESSAGE_BLOCKS or size(longer) > room):
            made.append(list(unit))
        else:
            made[-1] = longer
    return made

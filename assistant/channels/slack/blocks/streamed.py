"""Lines as the Markdown that a stream takes."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.channels.slack.blocks.lines import Line, Span
from assistant.channels.slack.blocks.links import Linked
from assistant.channels.slack.blocks.mrkdwn import markdown, markdown_line
from assistant.core.events import pieces

# Spaces that a list within a list is moved in by: past the bullet, as CommonMark 5.2 wants it.
STEP = 2
# These would end an address.
_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29"})


def markdown_pieces(lines: Sequence[Line], places: Linked) -> tuple[str, ...]:
    """The Markdown of lines in pieces of some words, each small enough to be seen growing."""
    return tuple(piece for part in _parts(lines, places) for piece in pieces(part))


def markdown_of(lines: Sequence[Line], places: Linked) -> str:
    """The Markdown of lines."""
    return "".join(_parts(lines, places))


def _parts(lines: Sequence[Line], places: Linked) -> list[str]:
    written = [_written(line, places) for line in lines]
    ends = ["\n" if one.depth is not None and two.depth is not None else "\n\n" for one, two in pairwise(lines)]
    return [line + end for line, end in zip(written, [*ends, ""], strict=True)]


def _written(line: Line, places: Linked) -> str:
    first, *rest = line.spans
    words = _span(first, places, at_start=True) + "".join(_span(span, places) for span in rest)
    return words if line.depth is None else f"{' ' * STEP * line.depth}- {words}"


def _span(span: Span, places: Linked, *, at_start: bool = False) -> str:
    shown = markdown_line(span.text) if at_start else markdown(span.text)
    url = places.place(span.number) if span.number is not None else None
    if url:
        return f"[{shown}]({url.translate(_IN_ADDRESS)})"
    return f"**{shown}**" if span.bold else shown

"""Puts the lines of a text together into blocks: paragraphs (hard-wrapped too), list items, label lines, table rows."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

# No text is wrapped wider than this: a longer line is a paragraph of its own.
WIDEST_WRAP = 120
# A line shorter than this was ended by its writer, not by wrapping.
NARROWEST_WRAP = 40
# Proportional fonts wrap at uneven counts of characters; a word fits only where this much more room was left.
WRAP_SLACK = 12
# "Pris:", "Antal ECTS-point:", "Forudsætninger for deltagelse:": labels are a few words, and their lines short.
LABEL_WORDS = 4
LABEL_LINE = 160
# A tab counts as this many columns when indentation is compared.
TAB_COLUMNS = 4

_MARKER = re.compile(r"(?:(?P<bullet>[•‣◦▪●○∙·*+–—-])|(?P<number>\d{1,2})[.)]|(?P<letter>[a-zA-Z])\))\s+(?=\S)")
_DATE_NOT_NUMBER = re.compile(r"\d{1,2}\.\s+(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\b", re.IGNORECASE)
_HEADING_MARK = re.compile(r"#{1,6}\s+(?=\S)")
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:|\t?!]*):\s+\S")
# A spreadsheet's row as the readers write it: `emne: Puljen; værdi: 150; enhed: mio. kr.`
_RECORD = re.compile(r"[^:;]{1,60}: [^;]+; [^:;]{1,60}: \S")
_DASHES = "-–—"
_SENTENCE_INSIDE = re.compile(r"[.!?][\"'”»’)]*\s+[A-ZÆØÅ]")


class BlockKind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    LABEL = "label"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, `text[start:end]` without white space at the ends.

    `marker`: the sort of list mark (a bullet's character, `1` or `a`), empty when there is none.
    """

    kind: BlockKind
    start: int
    end: int
    body_start: int
    indent: int = 0
    marker: str = ""
    ordinal: int | None = None
    alone: bool = False
    """Blank lines, or nothing, before it and after it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it."""

    start: int
    end: int
    text: str
    indent: int


def blocks(text: str, start: int, end: int, speaking: Collection[str]) -> list[Block]:
    """Cut `text[start:end]` into blocks; a dash before somebody's words (`speaking` verbs) makes no list."""
    found: list[Block] = []
    for run in _runs(text, start, end):
        made = list(_assemble(run))
        if len(made) == 1:
            made = [replace(made[0], alone=True)]
        found += made
    for place, block in enumerate(found):
        if _is_speech(text, found, place, speaking):
            found[place] = replace(block, kind=BlockKind.PARAGRAPH)
    return found


def _runs(text: str, start: int, end: int) -> Iterator[list[Line]]:
    """Yield the stretches of lines between blank lines."""
    run: list[Line] = []
    offset = start
    for raw in text[start:end].splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            lead = raw[: len(raw) - len(raw.lstrip())]
            first = offset + len(lead)
            run.append(Line(first, first + len(stripped), stripped, len(lead.expandtabs(TAB_COLUMNS))))
        elif run:
            yield run
            run = []
        offset += len(raw)
    if run:
        yield run


def _assemble(run: Sequence[Line]) -> Iterator[Block]:
    """Join the lines of a run into blocks."""
    width = max(len(line.text) for line in run)
    current: Block | None = None
    for place, line in enumerate(run):
        previous = run[place - 1] if place else None
        below = run[place + 1] if place + 1 < len(run) else None
        if current is not None and previous is not None and not _begins(line, previous, below, current, width):
            current = replace(current, end=line.end)
            continue
        if current is not None:
            yield current
        current = _open(line)
    if current is not None:
        yield current


def _begins(line: Line, previous: Line, below: Line | None, current: Block, width: int) -> bool:
    """Tell whether a line begins a block of its own rather than carrying on the current one."""
    if _mark(line.text) or _is_row(line.text) or _HEADING_MARK.match(line.text) or _HEADING_MARK.match(previous.text):
        return True
    if _RECORD.match(line.text):
        return True
    if current.kind is BlockKind.ROW:
        return True
    if _is_label(line.text) and (current.kind is BlockKind.LABEL or (below is not None and _is_label(below.text))):
        return True
    if not (line.text[0].isupper() or line.text[0].isdigit()):
        return False
    if current.kind is BlockKind.ITEM and line.indent != current.indent:
        return line.indent < current.indent
    if previous.text.endswith(":") or len(previous.text) > WIDEST_WRAP or len(previous.text) < NARROWEST_WRAP:
        return True
    return len(previous.text) + len(line.text.split(maxsplit=1)[0]) + WRAP_SLACK < width


def _open(line: Line) -> Block:
    """Begin a block with this line."""
    mark = _mark(line.text)
    if mark is not None:
        number = mark.group("number")
        sort = mark.group("bullet") or ("1" if number else "a")
        body = line.start + mark.end()
        return Block(BlockKind.ITEM, line.start, line.end, body, line.indent, sort, int(number) if number else None)
    heading = _HEADING_MARK.match(line.text)
    if heading is not None:
        return Block(BlockKind.PARAGRAPH, line.start, line.end, line.start + heading.end())
    labelled = _is_label(line.text) or _RECORD.match(line.text) is not None
    kind = BlockKind.ROW if _is_row(line.text) else BlockKind.LABEL if labelled else BlockKind.PARAGRAPH
    return Block(kind, line.start, line.end, line.start, line.indent)


def _mark(line: str) -> re.Match[str] | None:
    """Find the list mark a line begins with; the day of a date is none."""
    return None if _DATE_NOT_NUMBER.match(line) else _MARKER.match(line)


def _is_row(line: str) -> bool:
    """Tell whether a line is a table row: cells parted by tabs or upright strokes."""
    return "\t" in line or " | " in line or (line.startswith("|") and line.count("|") > 1)


def _is_label(line: str) -> bool:
    """Tell whether a line gives a short label and its value, as in `Pris: 2.395 kr.`."""
    found = _LABEL.match(line)
    if found is None or len(line) > LABEL_LINE or not line[0].isupper():
        return False
    return len(found.group("label").split()) <= LABEL_WORDS and not _SENTENCE_INSIDE.search(line, found.end())


def _is_speech(text: str, found: Sequence[Block], place: int, speaking: Collection[str]) -> bool:
    """Tell whether a block that begins with a dash is somebody's words: they name a speaker, or stand alone."""
    block = found[place]
    if block.kind is not BlockKind.ITEM or block.marker not in _DASHES or not block.marker:
        return False
    body = text[block.body_start : block.end]
    verbs = "|".join(sorted(speaking))
    if re.search(rf"[,?!.][\"”»’]?\s+(?:{verbs})\s+\w", body):
        return True
    before = text[found[place - 1].start : found[place - 1].end] if place else ""
    if re.search(rf"\b(?:{verbs})\b[^.:]*:$", before):
        return True
    neighbours = [*found[max(place - 1, 0) : place], *found[place + 1 : place + 2]]
    in_list = any(other.kind is BlockKind.ITEM and other.marker == block.marker for other in neighbours)
    return block.alone and not in_list and not before.endswith(":") and bool(_SENTENCE_INSIDE.search(body))

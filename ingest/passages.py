"""Cutting a text into passages along its headings, paragraphs, lists and tables.

Passages are disjoint spans in the order of the text. A list stays with the paragraph that leads into it; where it is
too long, the lead-in stays with the first part. Headings give the section path and stand outside; boilerplate
stands outside too.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.types import Block, BlockKind

SHORTEST = 60
"""Words a passage has at least where its section has them: fewer say too little to be found by meaning."""

LONGEST = 180
"""Words a passage has at most: about what a static embedding averages without losing its subject."""

# Words that a break may lie off the middle rather than between the items of a nested list.
_NESTED_COST = 60

SECTION_SEPARATOR = " › "

_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?…][\"”»’')\]]*\s+(?=[\"”»“‘'(\[–-]?\s*[A-ZÆØÅ0-9])")


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """A passage as `text[start:end]`, its heading path joined by ` › `, and the page it begins on."""

    start: int
    end: int
    section: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch that is not cut further; `tied` to the one before it as a list item is to its lead-in."""

    start: int
    end: int
    words: int
    page: int | None
    tied: bool = False
    depth: int = 1


@dataclass(frozen=True, slots=True)
class _Section:
    """Blocks between headings or boilerplate, with the heading path above them."""

    path: str
    blocks: tuple[Block, ...]


def cut(text: str, blocks: Sequence[Block]) -> list[PassageSpan]:
    """Cut a text into passages of some 60 to 180 words; every word outside headings and boilerplate is in one."""
    spans: list[PassageSpan] = []
    for section in _sections(text, blocks):
        for group in _groups(list(_pieces(text, section.blocks))):
            spans.append(PassageSpan(group[0].start, group[-1].end, section.path, group[0].page))
    return spans


def _sections(text: str, blocks: Sequence[Block]) -> Iterator[_Section]:
    title = _title_heading(blocks)
    path: list[tuple[int, str]] = []
    run: list[Block] = []
    for block in blocks:
        if block.kind not in (BlockKind.HEADING, BlockKind.BOILERPLATE):
            run.append(block)
            continue
        if run:
            yield _Section(_joined(path), tuple(run))
            run = []
        if block.kind is BlockKind.HEADING and block is not title:
            path = [(level, name) for level, name in path if level < block.level]
            path.append((block.level, " ".join(text[block.start : block.end].split())))
    if run:
        yield _Section(_joined(path), tuple(run))


def _title_heading(blocks: Sequence[Block]) -> Block | None:
    """Find the heading that is the document's title: the only one of the first level, before everything else."""
    content = [block for block in blocks if block.kind is not BlockKind.BOILERPLATE]
    tops = [block for block in content if block.kind is BlockKind.HEADING and block.level == 1]
    return tops[0] if len(tops) == 1 and content[0] is tops[0] else None


def _joined(path: Sequence[tuple[int, str]]) -> str:
    return SECTION_SEPARATOR.join(name for _, name in path)


def _pieces(text: str, blocks: Sequence[Block]) -> Iterator[_Piece]:
    before: Block | None = None
    for block in blocks:
        first = True
        for start, end in _sentence_runs(text, block):
            tied = not first or (before is not None and _leads_into(text, before, block))
            depth = block.level if block.kind is BlockKind.LIST_ITEM else 1
            yield _Piece(start, end, len(text[start:end].split()), block.page, tied, depth)
            first = False
        before = block


def _leads_into(text: str, before: Block, block: Block) -> bool:
    return block.kind is BlockKind.LIST_ITEM or (
        before.kind is BlockKind.PARAGRAPH and text[before.start : before.end].rstrip().endswith(":")
    )


def _sentence_runs(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """Give the block whole, or where it is longer than a passage, in runs of whole sentences of equal length."""
    body = text[block.start : block.end]
    if len(body.split()) <= LONGEST:
        if body.strip():
            yield block.end - len(body.lstrip()), block.start + len(body.rstrip())
        return
    words = [match.span() for match in _WORD.finditer(text, block.start, block.end)]
    parts = -(-len(words) // LONGEST)
    ends = {match.end() for match in _SENTENCE_END.finditer(text, block.start, block.end)}
    wanted = -(-len(words) // parts)
    first = 0
    while first < len(words):
        last = min(first + LONGEST, len(words))
        if last < len(words):
            stops = [i for i in range(first + 1, last + 1) if i == len(words) or words[i][0] in ends]
            last = min(stops, key=lambda i: abs(i - first - wanted)) if stops else min(first + wanted, last)
        yield words[first][0], words[last - 1][1]
        first = last


def _groups(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Join pieces into passages: up to `LONGEST` words, lists whole where they fit, one page where lists allow."""
    groups: list[list[_Piece]] = []
    for bundle in _bundles(pieces):
        for part in _split_bundle(bundle):
            if groups and _may_join(groups[-1], part):
                groups[-1] = [*groups[-1], *part]
            else:
                groups.append(part)
    if len(groups) > 1 and _size(groups[-1]) < SHORTEST and _fits(groups[-2], groups[-1]):
        groups[-2:] = [[*groups[-2], *groups[-1]]]
    return groups


def _bundles(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    bundles: list[list[_Piece]] = []
    for piece in pieces:
        if piece.tied and bundles:
            bundles[-1].append(piece)
        else:
            bundles.append([piece])
    return bundles


def _split_bundle(bundle: list[_Piece]) -> Iterator[list[_Piece]]:
    """Give a bundle whole, or in parts of about equal length, broken between outermost items if it can be."""
    begin, left = 0, _size(bundle)
    while left > LONGEST and len(bundle) - begin > 1:
        wanted = left / -(-left // LONGEST)
        # A lead-in never stands alone: its first item goes with it even where the two together are long.
        first = 2 if begin == 0 and len(bundle) > 2 else 1
        sizes = list(itertools.accumulate(piece.words for piece in bundle[begin : begin + LONGEST]))
        near = [n for n in range(first, len(sizes)) if sizes[n - 1] <= LONGEST] or [min(first, len(sizes) - 1)]
        taken = min(near, key=lambda n: abs(sizes[n - 1] - wanted) + _NESTED_COST * (bundle[begin + n].depth - 1))
        yield bundle[begin : begin + taken]
        begin, left = begin + taken, left - sizes[taken - 1]
    yield bundle[begin:]


def _may_join(group: Sequence[_Piece], part: Sequence[_Piece]) -> bool:
    return _fits(group, part) and (_size(group) < SHORTEST or _size(part) < SHORTEST // 2)


def _fits(group: Sequence[_Piece], part: Sequence[_Piece]) -> bool:
    return group[0].page == part[0].page and _size(group) + _size(part) <= LONGEST


def _size(pieces: Sequence[_Piece]) -> int:
    return sum(piece.words for piece in pieces)

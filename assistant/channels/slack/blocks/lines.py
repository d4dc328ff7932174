"""Reads an answer's text: paragraphs, lists in lists, bold titles, quotations, and the numbers of citations.

An answer is Markdown of this small kind only; what stands in a quotation is never read as markup.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_ITEM = re.compile(r"(\s*)- (.*)")
_QUOTED = re.compile(r"(.*?)([»“].*[«”])((?:\s*\[\d+\])*[.,;]?)")
# Bold stands apart, as every title does: then Markdown reads it as bold whatever it holds (CommonMark 6.2).
_BOLD = r"(?<!\S)\*\*(?=\S).+?(?<=\S)\*\*(?=[\s(:,.;)]|$)"
_MARKED = re.compile(rf"({_BOLD}|\[\d+\])")
# Spaces that a list within a list is moved in by.
_STEP = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line that looks the same."""

    text: str
    bold: bool = False
    number: int | None = None
    """The citation that it names; the text is then `[1]`."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or an item of a list."""

    spans: tuple[Span, ...]
    depth: int | None = None
    """0 for an item of a list, 1 for one of a list in it; None for a paragraph."""

    @property
    def text(self) -> str:
        """What is read of it."""
        return "".join(span.text for span in self.spans)

    @property
    def numbers(self) -> set[int]:
        """The citations that it names."""
        return {span.number for span in self.spans if span.number is not None}


def read_lines(text: str, numbers: Collection[int]) -> tuple[Line, ...]:
    """The lines of an answer; `numbers` are those of its citations."""
    return tuple(_line(line, numbers) for line in text.splitlines() if line.strip())


def _line(line: str, numbers: Collection[int]) -> Line:
    item = _ITEM.fullmatch(line)
    spans = tuple(_spans(item[2] if item else line.strip(), numbers))
    return Line(spans, len(item[1]) // _STEP if item else None)


def _spans(text: str, numbers: Collection[int]) -> Iterator[Span]:
    quoted = _QUOTED.fullmatch(text)
    if quoted is None:
        yield from _marked(text, numbers)
        return
    yield from _marked(quoted[1], numbers)
    yield Span(quoted[2])
    yield from _marked(quoted[3], numbers)


def _marked(text: str, numbers: Collection[int]) -> Iterator[Span]:
    for part in filter(None, _MARKED.split(text)):
        if part.startswith("**") and part.endswith("**") and len(part) > len("****"):
            yield Span(part[2:-2], bold=True)
        elif part.startswith("[") and part[1:-1].isdecimal() and int(part[1:-1]) in numbers:
            yield Span(part, number=int(part[1:-1]))
        else:
            yield Span(part)

"""What an assistant tells while it answers: an answer as it comes, piece by piece, and whole at its end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.core.types import Answer, Citation, CourseSuggestion, NearestSource

# About half a line of a page: small enough to be seen growing, large enough that a long answer is some dozen events.
PIECE = 40
_WORDS = re.compile(r"\s*\S+\s*")
_NUMBERS = re.compile(r"\[(\d+)\]")


class Stage(StrEnum):
    """What the assistant is at."""

    SEARCHING = "searching"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Status:
    """The assistant has come to a stage."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources that the answer rests on, in the order of their numbers; none for an answer without any."""

    sources: tuple[NearestSource, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """The next piece of the answer's text; all pieces in their order are the text."""

    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation, told after the piece that names it first."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Suggested:
    """The courses that help."""

    courses: tuple[CourseSuggestion, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """The whole answer; the last event."""

    answer: Answer


Event = Status | Sources | Token | Cited | Suggested | Answered


def told(answer: Answer) -> Iterator[Event]:
    """A finished answer as events: its sources, its text in pieces with the citations between, its courses, the whole.

    Every citation is told once: after the piece that names it, or, when none does, after the text.
    """
    titles = {citation.source_id: citation.title for citation in answer.citations}
    yield Sources(tuple(NearestSource(source_id, title) for source_id, title in titles.items()))
    yield Status(Stage.WRITING)
    yield from told_on(answer, "", 0)


def told_on(answer: Answer, text: str, citations: int) -> Iterator[Event]:
    """The rest of an answer of which the beginning of the text and the first citations are told already."""
    left = {citation.number: citation for citation in answer.citations[citations:]}
    for piece in pieces(answer.text.removeprefix(text)) if answer.text != text else ():
        yield Token(piece)
        for number in _NUMBERS.findall(piece):
            if citation := left.pop(int(number), None):
                yield Cited(citation)
    yield from map(Cited, left.values())
    if answer.courses:
        yield Suggested(answer.courses)
    yield Answered(answer)


def pieces(text: str, length: int = PIECE) -> Iterator[str]:
    """A text in pieces of whole words of about `length` characters; joined they are the text."""
    piece = ""
    for word in _WORDS.findall(text) if text.strip() else [text]:
        if piece and len(piece) + len(word) > length:
            yield piece
            piece = ""
        piece += word
    if piece:
        yield piece

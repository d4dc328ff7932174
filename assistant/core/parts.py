"""Takes a question apart that is several: "Hvad er transfer? Og hvad koster det?", "Hvad siger A i forhold til B?"."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from assistant.core.asking import asks_for_fact, opening
from assistant.core.courses.wishes import wants_courses
from assistant.core.cues import phrase_pattern
from assistant.core.smalltalk import smalltalk
from knowledge.danish import content_stems, fold_words

# More are no question but a list of them; what comes after goes with the last.
MOST_PARTS = 4
FEWEST_PARTS = 2
# "Hvem bestemmer hvad og hvordan?" is one question.
FEWEST_WORDS = 3
# A longer text is no comparison in one sentence, and matching it takes the square of its length.
LONGEST_COMPARISON = 300
_MARKUP = re.compile(r"[*_`<>\[\]]")
_SENTENCE_END = re.compile(r"(?<=[?.!])\s+")


def parts_of(text: str) -> tuple[str, ...]:
    """The questions that a text asks, in its order; the text itself where it asks one.

    What is told between them goes with the question after it, at the end with the last.
    """
    if compared := _compared(text):
        return compared
    parts: list[str] = []
    told: list[str] = []
    for piece in _pieces(text):
        told.append(piece)
        if len(parts) < MOST_PARTS and _asks(piece):
            parts.append(" ".join(told))
            told.clear()
    if len(parts) < FEWEST_PARTS:
        return (text,)
    return (*parts[:-1], " ".join([parts[-1], *told]))


def needs_steps(text: str) -> bool:
    """Whether one search can hardly find what is asked: several questions, a comparison, a plan."""
    folded = fold_words(text)
    return len(parts_of(text)) > 1 or any(phrase_pattern(phrase).search(folded) for phrase in _table()["steps"])


def heading(part: str) -> str:
    """A part as it stands above its answer: without markup, and without the "og" that it goes on with."""
    plain = re.sub(rf"^{_joins()}\s+", "", _MARKUP.sub("", part).strip(), flags=re.IGNORECASE)
    return plain[:1].upper() + plain[1:].rstrip("?. ") + "?"


def _pieces(text: str) -> Iterator[str]:
    """Sentences, and of a sentence what stands before and after an "og" that a question follows."""
    for sentence in _SENTENCE_END.split(text.strip()):
        pieces = _joint().split(sentence)
        alone = all(len(piece.split()) >= FEWEST_WORDS and content_stems(piece) and _asks(piece) for piece in pieces)
        yield from pieces if alone else [sentence]


def _asks(piece: str) -> bool:
    if smalltalk(piece) is not None or fold_words(piece) in _table()["polite"] or not content_stems(piece):
        return False
    return asks_for_fact(opening(piece)) or wants_courses(piece)


def _compared(text: str) -> tuple[str, ...]:
    for pattern in _patterns() if len(text) <= LONGEST_COMPARISON else ():
        if match := pattern.match(text.strip()):
            ask, one, other, rest = ((match[name] or "").strip() for name in ("ask", "one", "other", "rest"))
            return tuple(" ".join(filter(None, (ask, held, rest))) + "?" for held in (one, other))
    return ()


@cache
def _patterns() -> Sequence[re.Pattern[str]]:
    return [re.compile(pattern, re.IGNORECASE) for pattern in _table()["compared"]]


@cache
def _joint() -> re.Pattern[str]:
    table = _table()
    return re.compile(rf"\s*,?\s+{_joins()}\s+(?=(?:{'|'.join(table['opens'])})\b)", re.IGNORECASE)


def _joins() -> str:
    return f"(?:{'|'.join(_table()['joins'])})"


@cache
def _table() -> Mapping[str, Sequence[str]]:
    return tomllib.loads(resources.files("assistant.core").joinpath("parts.toml").read_text("utf-8"))

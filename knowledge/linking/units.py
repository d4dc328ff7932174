"""What of a course's text can show that it gives a competence: its title and sentences, as exact spans.

The fields of a record (who it is for, what it requires, where it is held) say nothing of what is taught; what it states
itself needs no showing. A sentence that denies or requires something shows the opposite, so those words do not count.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.danish import is_stop_word, stem, tokenize

# A sentence ends before a capital, so that "kl. 9" and "2. maj" do not cut it.
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?](?=\s+[A-ZÆØÅ\"»“(])|(?=\n)|\Z)")
# The fields of a record: a label of a few words before a colon, one a line.
_FIELD = re.compile(r"[A-ZÆØÅ][^\n.:•]{1,40}: \S")
_CLAUSE = re.compile(r"[,;:–()]|\s-\s|\smen\s|\sbut\s")
_PART = re.compile(r"[;:]|\smen\s")
_BULLET = "• "

_NOT = re.compile(r"\b(?:ikke|ingen|intet|hverken|not|no)\b", re.I)
_WITHOUT = re.compile(r"\b(?:uden|undtagen|bortset fra|i stedet for|without)\b", re.I)
# What a participant must know beforehand, or gets elsewhere.
_REQUIRED = re.compile(
    r"\bforud(?:sæt|gående)|\bkræve[rs]?\b|\bkrævede\b|\bi forvejen\b|\bforkundskab|\badgangskrav"
    r"|\b(?:du|I|deltager\w*) skal (?:kende|kunne|have)\b|\bbygger (?:oven på|videre på)\b"
    r"|\b(?:et|der er|findes et) andet kursus\b"
    r"|\bandre kurser\b|\bprerequisite|\brequires?\b|\btidligere deltaget\b",
    re.I,
)
# The person who teaches, and what a machine was told to do.
_OF_THE_TEACHER = re.compile(r"\bundervisere?n\w* (?:har|er|kommer|arbejder)\b|\b(?:oplæg\w*|dagen) holdes af\b", re.I)


@dataclass(frozen=True, slots=True)
class Unit:
    """A title or sentence; `stems` are those of the words that say what is taught, in order and without stop words."""

    start: int
    end: int
    text: str
    stems: tuple[str, ...]
    is_title: bool = False


def units_of(text: str) -> tuple[Unit, ...]:
    """Cut a course's text into its title and the sentences of what it says in prose and lists."""
    return tuple(_units(text))


def _units(text: str) -> Iterator[Unit]:
    title_end = text.find("\n") if "\n" in text else len(text)
    yield Unit(0, title_end, text[:title_end], _stems(text[:title_end]), is_title=True)
    fields_end = _end_of_fields(text, title_end)
    for match in _SENTENCE.finditer(text, fields_end):
        start, end = match.span()
        start += len(match.group()) - len(match.group().lstrip())
        if text.startswith(_BULLET, start):
            start += len(_BULLET)
        if start < end:
            yield Unit(start, end, text[start:end], _stems(_said(text[start:end])))


def _end_of_fields(text: str, start: int) -> int:
    """Where the block of fields after the title ends, or `start` when there is none."""
    begun = start + len(text[start:]) - len(text[start:].lstrip("\n"))
    end = text.find("\n\n", begun)
    end = len(text) if end < 0 else end
    lines = text[begun:end].splitlines()
    if len(lines) == 1 and lines[0].endswith((".", "!", "?")):
        return start
    return end if lines and all(_FIELD.match(line) for line in lines) else start


def _said(sentence: str) -> str:
    """What a sentence says is taught: without the parts that require or deny something."""
    parts = [part for part in _PART.split(sentence) if not _REQUIRED.search(part) and not _OF_THE_TEACHER.search(part)]
    clauses = [clause for part in parts for clause in _CLAUSE.split(part) if not _NOT.search(clause)]
    return ". ".join(_WITHOUT.split(clause)[0] for clause in clauses)


def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(token.text) for token in tokenize(text) if not is_stop_word(token.text))

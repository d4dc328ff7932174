"""Reads the hand-made training records in `pairs/*.jsonl`: what managers ask, and the statement that answers it.

A line is one JSON object: `statement` (Danish, as a source would write it), `questions` (three or four in everyday
Danish), `english` (one or two), `near_misses` (Danish statements of the same words that do not answer).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "pairs"
# How many texts a field holds, at least and at most.
LISTS: Mapping[str, tuple[int, int]] = {"questions": (3, 4), "english": (1, 2), "near_misses": (1, 3)}
FIELDS = frozenset({"statement", *LISTS})


class RecordError(ValueError):
    """A training record cannot be used; the message names file and line and says what to correct."""


@dataclass(frozen=True, slots=True)
class Record:
    """A statement, the questions that it answers, and statements that only look as if they did."""

    statement: str
    questions: tuple[str, ...]
    english: tuple[str, ...]
    near_misses: tuple[str, ...]

    @property
    def asked(self) -> tuple[str, ...]:
        """Every question, Danish ones first."""
        return self.questions + self.english


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the statement that answers it, and one that does not; the latter may be empty."""

    question: str
    statement: str
    near_miss: str = ""


def read_records(folder: Path = FOLDER) -> tuple[Record, ...]:
    """Read every file of the folder in the order of names; raises `RecordError`, also for a statement given twice."""
    records: list[Record] = []
    places: dict[str, str] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(_lines(path), start=1):
            place = f"{path.name}, line {number}"
            if not line.strip():
                continue
            record = _record(line, place)
            if record.statement in places:
                raise RecordError(f"{place}: the statement stands in {places[record.statement]} too; remove one.")
            places[record.statement] = place
            records.append(record)
    if not records:
        raise RecordError(f"{folder} holds no records; write .jsonl files with one JSON object a line.")
    return tuple(records)


def asked_pairs(records: Sequence[Record]) -> Iterator[Asked]:
    """Every question of every record with its statement; a record's near misses take turns."""
    for record in records:
        for number, question in enumerate(record.asked):
            yield Asked(question, record.statement, record.near_misses[number % len(record.near_misses)])


def _lines(path: Path) -> list[str]:
    try:
        # Not `splitlines`: it would cut a text at the other line separators of Unicode.
        return path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise RecordError(f"{path.name} is not UTF-8; save it as UTF-8.") from error


def _record(line: str, place: str) -> Record:
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        raise RecordError(f"{place}: no JSON ({error}); write one object a line.") from error
    if not isinstance(raw, dict) or set(raw) != FIELDS:
        raise RecordError(f"{place}: write an object with exactly {', '.join(sorted(FIELDS))}.")
    lists = {name: _texts(raw[name], name, place) for name in LISTS}
    record = Record(_text(raw["statement"], "statement", place), **lists)
    texts = (record.statement, *record.asked, *record.near_misses)
    if len(set(texts)) < len(texts):
        raise RecordError(f"{place}: a text stands twice in the record; remove one.")
    return record


def _texts(value: object, name: str, place: str) -> tuple[str, ...]:
    least, most = LISTS[name]
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise RecordError(f"{place}, field {name}: write a list of {least} to {most} texts.")
    return tuple(_text(text, name, place) for text in value)


def _text(value: object, name: str, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RecordError(f"{place}, field {name}: write a text that is not empty.")
    if value != value.strip():
        raise RecordError(f"{place}, field {name}: remove the spaces around {value!r}.")
    return value

"""Question cases: what is asked, and what a right answer shows.

A suite is a JSONL file, one case a line. Cases are written before the code that answers them, and their split is
fixed in the file: thresholds are tuned on `tune`, figures are reported on `report`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from knowledge.errors import BadInputError
from knowledge.types import Learner

CASES_FOLDER = Path(__file__).parent / "cases"
"""The bundled suites: `seeds.jsonl`, `samples.jsonl`."""

Choice = TypeVar("Choice", bound=StrEnum)

Fact = tuple[str, ...]
"""The alternatives of one fact; any of them shows it. See `evals.metrics.fact_coverage` for how they are compared."""


class CaseKind(StrEnum):
    """What a case tries."""

    FACTS = "facts"
    NUMBERS = "numbers"
    LISTS = "lists"
    EVERYDAY_WORDS = "everyday-words"
    SPELLING = "spelling"
    ENGLISH = "english"
    SEVERAL_SOURCES = "several-sources"
    COURSES = "courses"
    UNANSWERABLE = "unanswerable"
    SMALLTALK = "smalltalk"


class Split(StrEnum):
    """Which half a case belongs to."""

    TUNE = "tune"
    REPORT = "report"


NEVER_ANSWERABLE = frozenset({CaseKind.UNANSWERABLE, CaseKind.SMALLTALK})


class CaseError(BadInputError):
    """A case file cannot be used; the message names file, line and field."""

    code = "case"


@dataclass(frozen=True, slots=True)
class Case:
    """One question and what is expected of its answer."""

    id: str
    suite: str
    kind: CaseKind
    question: str
    split: Split
    learner: Learner | None = None
    """The learner the question is asked for, as `--learner` gives it."""
    facts: tuple[Fact, ...] = ()
    """Every fact must be found in the answer."""
    sources: tuple[str, ...] = ()
    """Source ids or file names without ending; any of them is a right source."""
    expected_courses: tuple[str, ...] = ()
    """Course ids; any of them is a right suggestion."""
    must_not_contain: tuple[str, ...] = ()
    """What a right answer never shows, compared as facts are."""
    answerable: bool = True
    tags: tuple[str, ...] = ()


def read_cases(path: Path) -> list[Case]:
    """Read a suite; blank lines are passed over. Raises `CaseError`."""
    cases: list[Case] = []
    lines: dict[str, int] = {}
    for number, line in enumerate(_read_lines(path), start=1):
        if not line.strip():
            continue
        case = _CaseReader(path, number).read(line)
        if case.id in lines:
            raise CaseError(
                f"{path.name}, line {number}, field id: {case.id!r} stands on line {lines[case.id]} too; rename one.",
                path=path.name,
                line=number,
                field="id",
            )
        lines[case.id] = number
        cases.append(case)
    if not cases:
        raise CaseError(f"{path.name} holds no cases; write one JSON object a line.", path=path.name)
    return cases


def select(cases: Sequence[Case], split: Split | None) -> list[Case]:
    """The cases of a split; all of them for None."""
    return [case for case in cases if split is None or case.split is split]


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CaseError(f"{path} cannot be read ({error.strerror}); check the path.", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise CaseError(f"{path.name} is not UTF-8; save it as UTF-8.", path=path.name) from error


FIELD_NAMES = tuple(field.name for field in fields(Case))
REQUIRED = tuple(field.name for field in fields(Case) if field.default is MISSING)


class _CaseReader:
    """Turns one line into a case; knows where it is, for its messages."""

    def __init__(self, path: Path, line: int) -> None:
        self._path = path
        self._line = line

    def read(self, text: str) -> Case:
        record = self._record(text)
        case = Case(
            id=self._string(record, "id"),
            suite=self._string(record, "suite"),
            kind=self._choice(record, "kind", CaseKind),
            question=self._string(record, "question"),
            split=self._choice(record, "split", Split),
            learner=self._choice(record, "learner", Learner) if "learner" in record else None,
            facts=self._facts(record),
            sources=self._strings(record, "sources"),
            expected_courses=self._strings(record, "expected_courses"),
            must_not_contain=self._strings(record, "must_not_contain"),
            answerable=self._answerable(record),
            tags=self._strings(record, "tags"),
        )
        self._check(case)
        return case

    def _error(self, field: str, reason: str) -> CaseError:
        where = f"{self._path.name}, line {self._line}, field {field}"
        return CaseError(f"{where}: {reason}", path=self._path.name, line=self._line, field=field)

    def _record(self, text: str) -> Mapping[str, object]:
        try:
            record = json.loads(text)
        except json.JSONDecodeError as error:
            raise self._error("-", f"not JSON ({error.msg}); write one object a line.") from error
        if not isinstance(record, dict):
            raise self._error("-", "not a JSON object; write one object a line.")
        for name in record:
            if name not in FIELD_NAMES:
                raise self._error(name, f"unknown; the fields are {', '.join(FIELD_NAMES)}.")
        for name in REQUIRED:
            if name not in record:
                raise self._error(name, "missing; give it a value.")
        return record

    def _string(self, record: Mapping[str, object], field: str) -> str:
        value = record[field]
        if not isinstance(value, str) or not value.strip():
            raise self._error(field, "not a text; write a text that is not empty.")
        return value

    def _choice(self, record: Mapping[str, object], field: str, choices: type[Choice]) -> Choice:
        value = record[field]
        for choice in choices:
            if value == choice.value:
                return choice
        raise self._error(field, f"{value!r} is not one of {', '.join(choices)}.")

    def _strings(self, record: Mapping[str, object], field: str) -> tuple[str, ...]:
        return self._string_list(record.get(field, []), field)

    def _string_list(self, value: object, field: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self._error(field, "not a list of texts; write a list of texts that are not empty.")
        return tuple(value)

    def _facts(self, record: Mapping[str, object]) -> tuple[Fact, ...]:
        value = record.get("facts", [])
        if not isinstance(value, list) or [] in value:
            raise self._error("facts", "not a list of facts; write each fact as a list of its alternatives.")
        return tuple(self._string_list(alternatives, "facts") for alternatives in value)

    def _answerable(self, record: Mapping[str, object]) -> bool:
        value = record.get("answerable", True)
        if not isinstance(value, bool):
            raise self._error("answerable", "not true or false; write one of them.")
        return value

    def _check(self, case: Case) -> None:
        if case.answerable and case.kind in NEVER_ANSWERABLE:
            raise self._error("answerable", f"a case of kind {case.kind} has no answer; write false.")
        if case.answerable and not (case.facts or case.expected_courses):
            raise self._error("facts", "nothing is expected; give facts or expected_courses, or answerable false.")
        if case.facts and not case.sources:
            raise self._error("sources", "facts without a source; name a source they stand in.")
        if not case.answerable and (case.facts or case.expected_courses or case.sources):
            raise self._error("answerable", "something is expected of a case without an answer; leave it out.")

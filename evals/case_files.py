"""Reads files of cases; every fault is named with file, line and field."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, fields
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from evals.cases import OWN_SUITE, Case, CaseKind, Fact, Split
from knowledge.errors import BadInputError
from knowledge.types import Learner

Choice = TypeVar("Choice", bound=StrEnum)

FIELD_NAMES = tuple(field.name for field in fields(Case))
REQUIRED = tuple(field.name for field in fields(Case) if field.default is MISSING)


class CaseError(BadInputError):
    """A case file cannot be used; the message names file, line and field."""

    code = "case"


def read_cases(path: Path) -> list[Case]:
    """Read a file of cases; blank lines are passed over. Raises `CaseError`."""
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
                twice=case.id,
                first=lines[case.id],
            )
        lines[case.id] = number
        cases.append(case)
    if not cases:
        raise CaseError(f"{path.name} holds no cases; write one JSON object a line.", path=path.name, empty=True)
    return cases


def write_cases(path: Path, cases: Sequence[Case]) -> None:
    """Write cases as `read_cases` reads them, each with what is not as usual; an existing file is replaced."""
    lines = [json.dumps(_record(case), ensure_ascii=False) + "\n" for case in cases]
    path.write_text("".join(lines), encoding="utf-8")


def _record(case: Case) -> dict[str, object]:
    usual = {field.name: field.default for field in fields(Case)}
    record = {name: value for name, value in asdict(case).items() if value != usual[name]}
    if case.answerable and not (case.facts or case.expected_courses or case.filters):
        # Any answer will do, which has to be said.
        record["answerable"] = True
    if case.as_of:
        record["as_of"] = case.as_of.isoformat()
    return record


def _read_lines(path: Path) -> list[str]:
    try:
        # Not `splitlines`: it would cut a question at the other line separators of Unicode.
        return path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise CaseError(
            f"{path} cannot be read ({error.strerror}); check the path.", path=str(path), unreadable=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        raise CaseError(f"{path.name} is not UTF-8; save it as UTF-8.", path=path.name, not_utf8=True) from error


class _CaseReader:
    """Turns one line into a case; knows where it is, for its messages."""

    def __init__(self, path: Path, line: int) -> None:
        self._path = path
        self._line = line

    def read(self, text: str) -> Case:
        record = self._record(text)
        case = Case(
            id=self._string(record, "id"),
            question=self._string(record, "question"),
            suite=self._string(record, "suite") if "suite" in record else OWN_SUITE,
            kind=self._choice(record, "kind", CaseKind) or CaseKind.DESCRIPTION,
            split=self._choice(record, "split", Split) or Split.REPORT,
            conversation=self._strings(record, "conversation"),
            learner=self._choice(record, "learner", Learner),
            as_of=self._date(record, "as_of"),
            facts=self._facts(record, "facts"),
            stale_facts=self._facts(record, "stale_facts"),
            sources=self._strings(record, "sources"),
            passages=self._strings(record, "passages"),
            expected_courses=self._strings(record, "expected_courses"),
            filters=self._strings(record, "filters"),
            notices=self._strings(record, "notices"),
            must_not_contain=self._strings(record, "must_not_contain"),
            answerable=self._answerable(record),
            tags=self._strings(record, "tags"),
        )
        self._check(case, asks_for_any_answer=record.get("answerable") is True)
        return case

    def _error(self, field: str, reason: str, **why: object) -> CaseError:
        """`why`: the name of the fault, by which doors find its sentence, with what was found or is wanted."""
        where = f"{self._path.name}, line {self._line}, field {field}"
        return CaseError(f"{where}: {reason}", path=self._path.name, line=self._line, field=field, **why)

    def _record(self, text: str) -> Mapping[str, object]:
        try:
            record = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deep"
            raise self._error("-", f"not JSON ({reason}); write one object a line.", not_json=reason) from error
        if not isinstance(record, dict):
            raise self._error("-", "not a JSON object; write one object a line.", not_object=True)
        for name in record:
            if name not in FIELD_NAMES:
                raise self._error(name, f"unknown; the fields are {', '.join(FIELD_NAMES)}.", choices=FIELD_NAMES)
        for name in REQUIRED:
            if name not in record:
                raise self._error(name, "missing; give it a value.", missing=name)
        return record

    def _string(self, record: Mapping[str, object], field: str) -> str:
        value = record[field]
        if not isinstance(value, str) or not value.strip():
            raise self._error(field, "not a text; write a text that is not empty.", not_text=field)
        return value

    def _choice(self, record: Mapping[str, object], field: str, choices: type[Choice]) -> Choice | None:
        if field not in record:
            return None
        value = record[field]
        for choice in choices:
            if value == choice.value:
                return choice
        raise self._error(
            field, f"{value!r} is not one of {', '.join(choices)}.", one_of=tuple(choices), value=str(value)
        )

    def _date(self, record: Mapping[str, object], field: str) -> datetime.date | None:
        if field not in record:
            return None
        try:
            return datetime.date.fromisoformat(self._string(record, field))
        except ValueError as error:
            raise self._error(
                field, f"{record[field]!r} is not a date; write it as 2026-11-22.", not_date=record[field]
            ) from error

    def _strings(self, record: Mapping[str, object], field: str) -> tuple[str, ...]:
        return self._string_list(record.get(field, []), field)

    def _string_list(self, value: object, field: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self._error(field, "not a list of texts; write a list of texts that are not empty.", not_texts=field)
        return tuple(value)

    def _facts(self, record: Mapping[str, object], field: str) -> tuple[Fact, ...]:
        value = record.get(field, [])
        if not isinstance(value, list) or [] in value:
            raise self._error(
                field, "not a list of facts; write each fact as a list of its alternatives.", not_facts=field
            )
        return tuple(self._string_list(alternatives, field) for alternatives in value)

    def _answerable(self, record: Mapping[str, object]) -> bool | None:
        value = record.get("answerable", True)
        if value is not None and not isinstance(value, bool):
            raise self._error("answerable", "not true, false or null; write one of them.", not_truth=True)
        return value

    def _check(self, case: Case, asks_for_any_answer: bool) -> None:
        if case.answerable and case.kind is CaseKind.SMALLTALK:
            raise self._error("answerable", "a case of kind smalltalk has no answer; write false.", never=case.kind)
        courses = case.expected_courses or case.filters
        expected = case.facts or courses or (case.answerable is None and case.must_not_contain)
        if case.answerable is not False and not (expected or asks_for_any_answer):
            raise self._error(
                "facts",
                "nothing is expected; give facts, expected_courses or filters, or say whether it is answerable.",
                nothing_expected=True,
            )
        if case.facts and not case.sources:
            raise self._error("sources", "facts without a source; name a source they stand in.", no_source=True)
        if case.answerable is False and (case.facts or courses or case.sources or case.passages):
            raise self._error(
                "answerable", "something is expected of a case without an answer; leave it out.", expected=True
            )

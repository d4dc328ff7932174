"""Courses and profiles as typed records: fields by their headings, values checked, written out as text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.errors import RecordError
from ingest.records.checked import CheckedRecord, Standing, record_id
from ingest.records.courses import course_of
from ingest.records.fields import Fields, fields_of
from ingest.records.grouping import join_course_rows, join_profile_rows, one_competence_a_row, profiles_within
from ingest.records.profiles import profile_of
from ingest.types import Notice, RawRecord
from knowledge.types import SourceKind

__all__ = ["CheckedRecord", "CheckedRecords", "FaultyRecord", "Standing", "check_records"]


@dataclass(frozen=True, slots=True)
class FaultyRecord:
    """A record that was not taken in, with everything that is wrong with it; `record_id` where it can be told."""

    record_id: str | None
    faults: tuple[RecordError, ...]


@dataclass(frozen=True, slots=True)
class CheckedRecords:
    """What a file's records came to."""

    good: tuple[CheckedRecord, ...]
    faulty: tuple[FaultyRecord, ...]
    notices: tuple[Notice, ...]


def check_records(records: Sequence[RawRecord]) -> CheckedRecords:
    """Check a file's records (masked already); one that is wrong never stops the others."""
    courses = join_course_rows(fields_of(one, "course") for one in records if one.kind is SourceKind.COURSE)
    profiles = join_profile_rows(_profiles(one for one in records if one.kind is SourceKind.PROFILE))
    good: dict[str, CheckedRecord] = {}
    faulty: list[FaultyRecord] = []
    for fields in sorted([*courses, *profiles], key=lambda one: one.line or 0):
        checked = _checked(fields)
        if checked is not None and checked.record_id in good:
            _fault_twice(fields, checked.record_id, good[checked.record_id].line)
            checked = None
        if checked is None:
            faulty.append(FaultyRecord(_id_of(fields), tuple(fields.faults)))
        else:
            good[checked.record_id] = checked
    notices = [notice for fields in (*courses, *profiles) for notice in fields.notices]
    return CheckedRecords(tuple(good.values()), tuple(faulty), _first_of_each(notices))


def _first_of_each(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Say only once, of its first record, what is true of a whole column."""
    first: dict[object, Notice] = {}
    for notice in notices:
        of_column = notice.code in ("unknown_field", "field_twice")
        first.setdefault((notice.code, notice.field) if of_column else id(notice), notice)
    return tuple(first.values())


def _profiles(records: Iterable[RawRecord]) -> Iterable[Fields]:
    for record in records:
        fields = fields_of(record, "profile")
        inner = profiles_within(fields)
        for one in [fields_of(profile, "profile") for profile in inner] or [fields]:
            one_competence_a_row(one)
            yield one


def _checked(fields: Fields) -> CheckedRecord | None:
    return course_of(fields) if _is_course(fields) else profile_of(fields)


def _is_course(fields: Fields) -> bool:
    return "provider" in fields.of.names


def _id_of(fields: Fields) -> str | None:
    """Tell which record a faulty one is: its own id only, for one made of its title may be wrong with it."""
    return record_id(fields) or None


def _fault_twice(fields: Fields, record: str, first_line: int | None) -> None:
    place = f" on line {first_line}" if first_line else ""
    fields.fault("id", "duplicate_id", f"{record!r} stands{place} too, and the first counts; give this one its own id")

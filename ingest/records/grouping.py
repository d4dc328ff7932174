"""Rows of a table that speak of one record: a course held several times, a profile with a row a competence."""

from collections.abc import Iterable, Mapping, Sequence

from ingest.records.cells import unquoted
from ingest.records.checked import record_id
from ingest.records.fields import Fields
from ingest.records.runs import COLUMNS
from ingest.records.values import words_of
from ingest.types import RawRecord, RawValue
from ingest.yamlmarks import plain as without_lines
from knowledge.types import SourceKind

# What the profiles of a set share unless one says otherwise.
_INHERITED = frozenset({"set", "version", "valid_from", "valid_to", "date", "url", "publisher", "retrieved",
                        "fictional", "visibility", "language", "source_note"})  # fmt: skip
_PROFILE_LISTS = frozenset({"tasks", "competences", "aliases", "builds_on", "courses"})
_COURSE_LISTS = frozenset({"runs"})
# Columns of a row that says one competence of a profile.
_OF_COMPETENCE = "competence_"
_SAID_OF_COMPETENCE = ("id", "description", "alt_labels", "hidden_labels", "broader", "related", "same_as", "level")


def profiles_within(fields: Fields) -> Sequence[RawRecord]:
    """Give the profiles of a set as records of their own, each with what the set says of all; else nothing."""
    value = fields.raw("profiles")
    if not isinstance(value, list | tuple) or not all(isinstance(item, Mapping) for item in value):
        return ()
    shared = {fields.headings[name]: fields.values[name] for name in fields.values if name in _INHERITED}
    if not fields.has("set") and fields.has("title"):
        shared["profilsaet"] = fields.values["title"]
    return [_within(item, shared, fields) for item in value]


def _within(item: Mapping[object, object], shared: Mapping[str, RawValue], fields: Fields) -> RawRecord:
    line = fields.values["profiles"].line
    own = {str(key): value if isinstance(value, RawValue) else RawValue(value, line) for key, value in item.items()}
    said = {fields.of.field_of(heading) for heading in own}
    inherited = {heading: value for heading, value in shared.items() if fields.of.field_of(heading) not in said}
    first = min((value.line for value in own.values() if value.line), default=line)
    return RawRecord(SourceKind.PROFILE, {**inherited, **own}, first)


def one_competence_a_row(fields: Fields) -> None:
    """Turn the columns `kompetence` and what is said of it into a list of one competence."""
    if not fields.has("competence"):
        return
    value = fields.values.pop("competence")
    said = {name: fields.values.pop(_OF_COMPETENCE + name, None) for name in _SAID_OF_COMPETENCE}
    said["description"] = said["description"] or fields.values.pop("description", None)
    if isinstance(value.value, str):
        competence = {"label": value.value, **{name: part for name, part in said.items() if part}}
        value = RawValue([competence], value.line)
    listed = fields.values.get("competences")
    fields.values["competences"] = RawValue([*_items(value), *(_items(listed) if listed else [])], value.line)
    fields.headings["competences"] = fields.headings["competence"]


def join_course_rows(rows: Iterable[Fields]) -> list[Fields]:
    """Join rows of one course that differ only in when and where it is held."""
    return _join(rows, frozenset(COLUMNS), _COURSE_LISTS)


def join_profile_rows(rows: Iterable[Fields]) -> list[Fields]:
    """Join rows of one profile that differ only in tasks, competences and names."""
    return _join(rows, frozenset(), _PROFILE_LISTS)


def _join(rows: Iterable[Fields], columns: frozenset[str], lists: frozenset[str]) -> list[Fields]:
    joined: list[Fields] = []
    by_key: dict[str, Fields] = {}
    seen: dict[str, set[str]] = {}
    for row in rows:
        key = record_id(row, row.text("title"), row.text("provider"), row.text("version"))
        first = by_key.setdefault(key, row)
        varying = repr(
            sorted((name, repr(without_lines(row.raw(name)))) for name in row.values if name in columns | lists)
        )
        if first is row:
            seen[key] = {varying}
            joined.append(row)
        elif varying not in seen[key] and _agree(first, row, columns | lists):
            seen[key].add(varying)
            _add(first, row, columns, lists)
        else:
            joined.append(row)
    return joined


def _agree(first: Fields, row: Fields, varying: frozenset[str]) -> bool:
    names = row.values.keys() - varying
    return all(first.has(name) and words_of(first.raw(name)) == words_of(row.raw(name)) for name in names)


def _add(first: Fields, row: Fields, columns: frozenset[str], lists: frozenset[str]) -> None:
    first.notices += [notice for notice in row.notices if notice.code != "unknown_field"]
    for fields in (first, row):
        run = {name: _whole(fields.values.pop(name)) for name in columns if fields.has(name)}
        if run:
            listed = _items(fields.values["runs"]) if fields.has("runs") else []
            fields.values["runs"] = RawValue([*listed, run], next(iter(run.values())).line)
            fields.headings.setdefault("runs", next(iter(run)))
    for name in lists:
        if row.has(name):
            before = _items(first.values[name]) if first.has(name) else []
            new = [item for item in _items(row.values[name]) if item not in before]
            first.values[name] = RawValue([*before, *new], row.values[name].line)
            first.headings.setdefault(name, row.headings[name])


def _whole(cell: RawValue) -> RawValue:
    return RawValue(unquoted(cell.value.strip()), cell.line) if isinstance(cell.value, str) else cell


def _items(value: RawValue) -> list[object]:
    return list(value.value) if isinstance(value.value, list | tuple) else [value.value]

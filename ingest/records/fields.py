"""A record's fields under their canonical names, and everything that is wrong with them, named by heading and line."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ingest.errors import RecordError
from ingest.records.headings import Group, group
from ingest.records.values import ValueTrouble, listing, words_of
from ingest.types import Notice, RawRecord, RawValue

Converted = TypeVar("Converted")

# What a fault quotes of a value: enough to find it in the file, never a whole description.
_QUOTED_SIGNS = 60


Place = tuple[str, int | None]
"""A heading as the file writes it, and its line."""


@dataclass(slots=True)
class Fields:
    """What a record says, with the faults and notices that reading it gave."""

    of: Group
    values: dict[str, RawValue]
    headings: dict[str, str]
    """Field -> the heading as the file writes it."""
    line: int | None
    faults: list[RecordError] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    """Where the record names others, by what names them; see `Place`."""

    def has(self, name: str) -> bool:
        """Tell whether the record says anything in this field."""
        return name in self.values

    def raw(self, name: str) -> object:
        """Give a field's value as the file has it, or None."""
        return self.values[name].value if name in self.values else None

    def text(self, name: str) -> str | None:
        """Give a field as readable text, or None."""
        return words_of(self.raw(name)) or None

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a field's parts."""
        return tuple(listing(self.raw(name)))

    def place(self, name: str) -> Place:
        """Give the heading of a field and its line."""
        line = self.values[name].line if name in self.values else None
        return self.headings.get(name, name), line or self.line

    def details(self, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Give what the record says in these fields, as field name and words."""
        said = ((name, self.text(name)) for name in names)
        return tuple((name, text) for name, text in said if text)

    def read(self, name: str, convert: Callable[[object], Converted]) -> Converted | None:
        """Convert a field; a value that cannot be used becomes a fault or a notice, and None."""
        if name not in self.values:
            return None
        return self.attempt(name, self.values[name], lambda: convert(self.values[name].value))

    def attempt(self, name: str, value: RawValue, convert: Callable[[], Converted]) -> Converted | None:
        """Run a conversion and keep what it complains about under the field's heading and line."""
        try:
            return convert()
        except ValueTrouble as trouble:
            self._keep(name, value, trouble)
            return None

    def fault(self, name: str, reason: str, advice: str) -> None:
        """Record a fault of the record as a whole or of a missing field."""
        heading = self.headings.get(name) or self.of.usual.get(name, name)
        line = self.values[name].line if name in self.values else None
        message = f"field {heading!r}: {advice}"
        self.faults.append(RecordError(message, field=heading, line=line or self.line, reason=reason))

    def notice(self, code: str, name: str, **values: object) -> None:
        """Record something worth knowing about a field."""
        line = self.values[name].line if name in self.values else None
        heading = self.headings.get(name, name)
        self.notices.append(Notice(code, field=heading, line=line or self.line, values=values))

    def _keep(self, name: str, value: RawValue, trouble: ValueTrouble) -> None:
        heading, line = self.headings.get(name, name), value.line or self.line
        quoted = words_of(value.value).replace("\n", " ")[:_QUOTED_SIGNS]
        if trouble.only_notice:
            self.notices.append(Notice(trouble.reason, field=heading, line=line, values={"value": quoted}))
            return
        message = f"field {heading!r}: {quoted!r} cannot be used; {trouble.advice}"
        self.faults.append(RecordError(message, field=heading, line=line, reason=trouble.reason, value=quoted))


def fields_of(record: RawRecord, kind: str) -> Fields:
    """Sort a record's values under canonical names; an unknown heading is a notice with the nearest known one."""
    known = group(kind)
    fields = Fields(known, {}, {}, record.line)
    for heading, value in record.fields.items():
        if is_empty(value.value):
            continue
        name = known.field_of(heading)
        if name is None:
            _note_unknown(fields, heading, value)
        elif name in fields.values:
            _join(fields, name, heading, value)
        else:
            fields.values[name] = value
            fields.headings[name] = heading
    return fields


def is_empty(value: object) -> bool:
    """Tell whether a value says nothing: absent, blank, or an empty list."""
    return value is None or (isinstance(value, str) and not value.strip()) or value == [] or value == {}


def _note_unknown(fields: Fields, heading: str, value: RawValue) -> None:
    # A column without a heading, or a JSON-LD keyword of no meaning here, is nobody's typing error.
    if not heading.strip() or heading.startswith("@"):
        return
    values: Mapping[str, object] = {"nearest": fields.of.nearest(heading)}
    fields.notices.append(Notice("unknown_field", field=heading, line=value.line or fields.line, values=values))


def _join(fields: Fields, name: str, heading: str, value: RawValue) -> None:
    """Two headings for one field: lists are joined, the first of two single values counts."""
    first = fields.values[name]
    if name in LISTS:
        both = [*_as_list(first.value), *_as_list(value.value)]
        fields.values[name] = RawValue(both, first.line)
    elif name != "kind" and words_of(first.value) != words_of(value.value):
        fields.notice("field_twice", name, also=heading)


LISTS = frozenset({"requires", "provides", "profiles", "tasks", "competences", "aliases", "builds_on", "runs"})


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else list(listing(value))

"""YAML: courses and profiles as records, one, a list, or under `kurser:`/`profiler:`; `kind: report` as a text."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.encoding import read_text
from ingest.errors import UnreadableError
from ingest.formats.md import markdown_blocks
from ingest.types import Extracted, RawRecord, RawValue
from ingest.yamlmarks import load_documents, plain
from knowledge.types import SourceKind

# The key above a list of records -> what its items are.
_LISTS = {
    "kurser": SourceKind.COURSE, "courses": SourceKind.COURSE, "profiler": SourceKind.PROFILE,
    "fagprofiler": SourceKind.PROFILE, "profiles": SourceKind.PROFILE,
}  # fmt: skip

_KINDS = {
    "kursus": SourceKind.COURSE, "profil": SourceKind.PROFILE, "rapport": SourceKind.REPORT,
    **{kind.value: kind for kind in SourceKind},
}  # fmt: skip

_KIND_KEYS = ("kind", "type", "art")

# Where a report written as YAML has its text.
_TEXT_KEYS = ("text", "tekst", "body", "indhold")

Fields = Mapping[str, RawValue]


def read(path: Path) -> Extracted:
    """Read a YAML file; a value stands with the line of its key, in lists of mappings with its own."""
    documents = load_documents(read_text(path))
    if not documents:
        raise UnreadableError("the file holds no values: fill it or remove it", reason="empty")
    if len(documents) == 1 and isinstance(documents[0].value, dict) and _kind(documents[0].value) is SourceKind.REPORT:
        return _report(documents[0].value)
    records = tuple(record for document in documents for record in _records(document, None, {}))
    if not records:
        raise UnreadableError("the list holds no courses or profiles: fill it or remove it", reason="empty")
    return Extracted(records=records)


def _records(raw: RawValue, kind: SourceKind | None, shared: Fields) -> Iterator[RawRecord]:
    """Give the records of a list, of a mapping that holds lists of them, or of a mapping that is one."""
    if isinstance(raw.value, list):
        for item in raw.value:
            yield from _records(item, kind, shared)
        return
    if not isinstance(raw.value, dict):
        raise UnreadableError("a record must be a set of `field: value` lines", reason="syntax", line=raw.line)
    fields: Fields = raw.value
    lists = [key for key in fields if key.lower() in _LISTS and _holds_records(fields[key])]
    if lists and kind is None and _kind(fields) is None:
        common = {key: value for key, value in fields.items() if not isinstance(value.value, dict | list)}
        for key in lists:
            yield from _records(fields[key], _LISTS[key.lower()], {**shared, **common})
        return
    kind = _kind(fields) or kind
    if kind is None or kind is SourceKind.REPORT:
        raise UnreadableError(
            "the record does not say what it is: add `kind: course` or `kind: profile`, or put it under `kurser:`",
            reason="missing_kind",
            field="kind",
            line=raw.line,
        )
    own = {key: RawValue(_value(value), value.line) for key, value in fields.items()}
    yield RawRecord(kind, {**{key: value for key, value in shared.items() if key not in own}, **own}, raw.line)


def _holds_records(raw: RawValue) -> bool:
    return isinstance(raw.value, list) and all(isinstance(item.value, dict) for item in raw.value)


def _value(raw: RawValue) -> object:
    """Give a plain value; the mappings of a list keep the lines of their values."""
    if isinstance(raw.value, list):
        return [
            {key: RawValue(plain(part), part.line) for key, part in item.value.items()}
            if isinstance(item.value, dict)
            else plain(item)
            for item in raw.value
        ]
    return plain(raw)


def _kind(fields: Fields) -> SourceKind | None:
    for key in _KIND_KEYS:
        if key in fields and str(fields[key].value).lower() in _KINDS:
            return _KINDS[str(fields[key].value).lower()]
    if "kind" in fields:
        raise UnreadableError(
            f"the kind {fields['kind'].value!r} is not known: write report, course or profile",
            reason="bad_value",
            field="kind",
            line=fields["kind"].line,
        )
    return None


def _report(fields: Fields) -> Extracted:
    key = next((key for key in _TEXT_KEYS if key in fields), None)
    if key is None or not str(plain(fields[key]) or "").strip():
        raise UnreadableError("the report has no `text`: write it there", reason="empty", field="text")
    text, blocks = markdown_blocks(str(plain(fields[key])))
    properties = {name: RawValue(plain(raw), raw.line) for name, raw in fields.items() if name != key}
    return Extracted(text, blocks, properties)

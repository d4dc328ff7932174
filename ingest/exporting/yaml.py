"""YAML with Danish headings, as people write it by hand."""

import datetime
import re
from collections.abc import Mapping, Sequence

import yaml

from ingest.exporting.numbers import danish
from ingest.exporting.written import Entry, Scalar, Written, in_danish
from ingest.records.headings import Group, group

_LISTS = {"profile": "profiler", "course": "kurser"}
_TRANSFER = "transfer_"
# A float that is read back as written; three decimals would be taken for thousands (`ingest.yamlmarks`).
_PLAIN_FLOAT = re.compile(r"\d+\.(?:\d{1,2}|\d{4,})")

# Above it, neighbouring whole numbers are the same float.
_WHOLE_BELOW = 2**53


def write(records: Sequence[Written], kind: str) -> bytes:
    """Write one document, a list of records."""
    document = {_LISTS[kind]: [_record(record) for record in records]}
    text = yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text.encode("utf-8")


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key, and writes no aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def _record(record: Written) -> Mapping[str, object]:
    fields = group(record.kind)
    said: dict[str, object] = {}
    values = in_danish(record.values)
    for name in fields.names:
        if name in values and not name.startswith(_TRANSFER):
            said[fields.usual[name]] = _value(values[name])
        elif name in record.lists:
            said[fields.usual[name]] = list(record.lists[name])
        elif name in record.competences:
            said[fields.usual[name]] = [_entry(one, group("competence")) for one in record.competences[name]]
        elif name == "runs" and record.runs:
            said[fields.usual[name]] = [_entry(run, group("run")) for run in record.runs]
        elif name == "transfer" and (parts := _transfer(record, fields)):
            said[fields.usual[name]] = parts
    return said


def _transfer(record: Written, fields: Group) -> Mapping[str, object]:
    return {fields.usual[name]: value for name, value in record.values.items() if name.startswith(_TRANSFER)}


def _entry(entry: Entry, fields: Group) -> Mapping[str, object]:
    ordered = [name for name in fields.names if name in entry]
    return {
        fields.usual[name]: list(value) if isinstance(value := entry[name], tuple) else _value(value)
        for name in ordered
    }


def _value(value: Scalar) -> str | int | float | bool | datetime.date:
    if isinstance(value, float) and value.is_integer() and value < _WHOLE_BELOW:
        return int(value)
    if isinstance(value, float):
        return value if _PLAIN_FLOAT.fullmatch(repr(value)) else danish(value)
    return value

"""JSON-LD: schema.org courses and SKOS profiles, in `@graph`, in a list, or alone; plain JSON with `kind` as well."""

from pathlib import Path
from typing import Any

from ingest.encoding import read_text
from ingest.errors import UnreadableError
from ingest.schemaorg import courses, parse_json
from ingest.skos import profiles
from ingest.types import Extracted, RawRecord, RawValue
from knowledge.types import SourceKind


def read(path: Path) -> Extracted:
    """Read the courses and profiles of a JSON-LD file as records; raises `UnreadableError` where there are none."""
    text = read_text(path)
    data = parse_json(text)
    records = (*courses(data, text), *profiles(data, text)) or _plain_records(data)
    if not records:
        raise UnreadableError(
            "the file holds no schema.org Course and no record with `kind`: add `@type: Course`", reason="no_records"
        )
    return Extracted(records=records)


def _plain_records(data: Any) -> tuple[RawRecord, ...]:
    found = []
    for node in data if isinstance(data, list) else [data]:
        if isinstance(node, dict) and node.get("kind") in (SourceKind.COURSE, SourceKind.PROFILE):
            found.append(RawRecord(SourceKind(node["kind"]), {key: RawValue(value) for key, value in node.items()}))
    return tuple(found)

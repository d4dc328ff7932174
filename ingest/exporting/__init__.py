"""Profiles and courses written out as files that `ingest` reads back as they were.

One module a format; a module here that has `write(records, kind) -> bytes` writes that format.
"""

import importlib
from collections.abc import Sequence
from enum import StrEnum

from ingest.exporting.written import Written, written
from knowledge.types import Snapshot

__all__ = ["MEDIA_TYPES", "ExportFormat", "Exportable", "export", "write", "written"]


class ExportFormat(StrEnum):
    """The formats; the value is the module's name and the file's ending."""

    YAML = "yaml"
    CSV = "csv"
    XLSX = "xlsx"
    JSONLD = "jsonld"

    @property
    def media_type(self) -> str:
        """How the format is called over HTTP."""
        return MEDIA_TYPES[self]


MEDIA_TYPES = {
    ExportFormat.YAML: "application/yaml",
    ExportFormat.CSV: "text/csv",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.JSONLD: "application/ld+json",
}


class Exportable(StrEnum):
    """What can be written out."""

    PROFILES = "profiles"
    COURSES = "courses"


KINDS = {Exportable.PROFILES: "profile", Exportable.COURSES: "course"}


def export(what: Exportable, snapshot: Snapshot, wanted: ExportFormat) -> bytes:
    """Write all profiles or courses of a generation; raises `ExportError` for what a format cannot hold."""
    records = snapshot.profiles() if what is Exportable.PROFILES else snapshot.courses()
    return write([written(one, snapshot.source(one.source_id)) for one in records], what, wanted)


def write(records: Sequence[Written], what: Exportable, wanted: ExportFormat) -> bytes:
    """Write records as a file."""
    module = importlib.import_module(f"{__name__}.{wanted.value}")
    content: bytes = module.write(records, KINDS[what])
    return content

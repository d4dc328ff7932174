"""Profiles and courses written out as files that `ingest` reads back as they were.

One module a format; a module here that has `write(records, kind) -> bytes` writes that format.
"""

from enum import StrEnum


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


BINARY = frozenset({ExportFormat.XLSX})
"""The formats that are no text."""


class Exportable(StrEnum):
    """What can be written out."""

    PROFILES = "profiles"
    COURSES = "courses"


KINDS = {Exportable.PROFILES: "profile", Exportable.COURSES: "course"}

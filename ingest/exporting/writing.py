"""Records to files; each format is a module, loaded when it is asked for."""

import importlib
from collections.abc import Sequence

from ingest.exporting import KINDS, Exportable, ExportFormat
from ingest.exporting.written import Written, written
from knowledge.types import Course, Profile, Snapshot


def everything(what: Exportable, snapshot: Snapshot) -> Sequence[Course | Profile]:
    """Give all profiles or courses of a generation."""
    return snapshot.profiles() if what is Exportable.PROFILES else snapshot.courses()


def export(what: Exportable, records: Sequence[Course | Profile], snapshot: Snapshot, wanted: ExportFormat) -> bytes:
    """Write profiles or courses of a generation; raises `ExportError` for what a format cannot hold."""
    return write([written(one, snapshot.source(one.source_id)) for one in records], what, wanted)


def write(records: Sequence[Written], what: Exportable, wanted: ExportFormat) -> bytes:
    """Write records as a file."""
    module = importlib.import_module(f"ingest.exporting.{wanted.value}")
    content: bytes = module.write(records, KINDS[what])
    return content

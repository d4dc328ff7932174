"""The report of a run, and its JSON, the shape of `fagkompas ingest --json`."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any

from ingest.sync import Plan
from ingest.types import Change, Fault, IngestReport, Notice, Prepared
from knowledge.types import Source

JsonObject = dict[str, Any]


def report_of(known: Sequence[Source], planned: Plan, prepared: Sequence[Prepared]) -> IngestReport:
    """What a plan does, named as people know it; without a generation, faults and notices."""
    now = {one.source.source_id: _change(one.source, one.metadata_from) for one in prepared}
    before = {source.source_id: _change(source, None) for source in known}
    return IngestReport(
        generation=0,
        added=tuple(now[source_id] for source_id in planned.add),
        changed=tuple(now[source_id] for source_id in planned.replace),
        kept=len(planned.keep),
        removed=tuple(before[source_id] for source_id in planned.remove),
    )


def _change(source: Source, origins: Mapping[str, str] | None) -> Change:
    return Change(
        source.source_id,
        source.title,
        source.path,
        source.kind,
        source.date,
        source.publisher,
        origins,
        source.visibility,
    )


def report_to_json(report: IngestReport) -> JsonObject:
    """Turn a report into JSON values: `generation`, `added`, `changed`, `kept`, `removed`, `failed`, `notices`."""
    return {
        "generation": report.generation,
        "added": [_plain(change) for change in report.added],
        "changed": [_plain(change) for change in report.changed],
        "kept": report.kept,
        "removed": [_plain(change) for change in report.removed],
        "failed": [_plain(fault) for fault in report.failed],
        "notices": [_plain(notice) for notice in report.notices],
        "dry_run": report.dry_run,
    }


def _plain(item: Change | Fault | Notice) -> JsonObject:
    return {field.name: _value(getattr(item, field.name)) for field in fields(item)}


def _value(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(item) for item in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)

"""The vocabulary of ingest: what a reader extracts, what a record says, what a run reports.

A reader turns a file into `Extracted`; everything else (masking, metadata, passages, records) is the same for all.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.types import Course, Passage, Profile, Source, SourceKind, Visibility


class BlockKind(StrEnum):
    """What a stretch of text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch `text[start:end]` of an extracted text. `level`: heading level from 1, list depth from 1."""

    kind: BlockKind
    start: int
    end: int
    level: int = 1
    page: int | None = None


@dataclass(frozen=True, slots=True)
class RawValue:
    """A field's value as the file has it (str, number, bool, date, list or mapping), and the line it stands on."""

    value: object
    line: int | None = None


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One course or profile as the file writes it, keys as written; checked by `ingest.records`."""

    kind: SourceKind
    fields: Mapping[str, RawValue]
    line: int | None = None
    """Line or row (1-based) where the record begins."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a reader got out of a file, before masking.

    `properties`: metadata in the file itself (front matter, document properties, meta tags), keys as in
    `ingest.metadata.KEYS`. `records` is filled instead of `blocks` when the file holds typed records. `faults`: parts
    of the file that could not be read while the rest could (a row with too many fields); their `path` is empty.
    """

    text: str = ""
    blocks: tuple[Block, ...] = ()
    properties: Mapping[str, RawValue] | None = None
    records: tuple[RawRecord, ...] = ()
    notices: tuple["Notice", ...] = ()
    faults: tuple["Fault", ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file or a record was not taken in. `code` and `values` are for the reader's language (prompts)."""

    path: str
    error: str
    """One English sentence for logs and JSON: what is wrong and what to do."""
    code: str
    field: str | None = None
    line: int | None = None
    values: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing that did not stop anything (undated, unknown field, masked numbers, ...)."""

    code: str
    path: str | None = None
    field: str | None = None
    line: int | None = None
    values: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class OtherAnswer:
    """A question that must be answered as before, and is not."""

    question: str
    answer: str
    """What it would be answered from now on, in short."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source ready to be stored: the masked text, the passages, the typed record if it is one."""

    source: Source
    text: str
    passages: tuple[Passage, ...]
    course: Course | None = None
    profile: Profile | None = None
    metadata_from: Mapping[str, str] | None = None
    """Field -> where it came from: `front_matter`, `meta_file`, `properties`, `text`, `record`."""


@dataclass(frozen=True, slots=True)
class Change:
    """A source named in a report."""

    source_id: str
    title: str
    path: str | None
    kind: SourceKind
    date: datetime.date | None = None
    publisher: str | None = None
    metadata_from: Mapping[str, str] | None = None
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What a run did; `generation` is the one readers see afterwards."""

    generation: int
    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    kept: int = 0
    removed: tuple[Change, ...] = ()
    failed: tuple[Fault, ...] = ()
    notices: tuple[Notice, ...] = ()
    dry_run: bool = False

"""One file from bytes to what it holds, masked; whatever goes wrong with it stays this file's fault."""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ingest.declared.selecting import with_declared
from ingest.discovery import FoundFile, shown
from ingest.errors import IngestError, UnreadableError
from ingest.formats import reader_for
from ingest.metadata import Metadata, find_metadata
from ingest.passages import PassageSpan, cut
from ingest.records import CheckedRecord, CheckedRecords, check_records
from ingest.types import Block, BlockKind, Extracted, Fault, Notice, RawRecord, RawValue
from knowledge.masking import mask_cpr, mask_mapping, mask_within

# The one broad net: a file made by a program we have never seen must not stop the others, in whatever way the library
# that reads it fails. Errors of vendors are named in the formats; these are what a parser fed with nonsense can raise.
CRASHES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)

_UNSHOWN = frozenset({"beside"})
# Bytes of a file, which may look like the number of a person.
_SIZES = frozenset({"size", "limit"})


@dataclass(frozen=True, slots=True)
class ReportFound:
    """A document: its text, the passages cut from it, and what is known of it."""

    text: str
    spans: tuple[PassageSpan, ...]
    metadata: Metadata
    metadata_from: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordFound:
    """A course or profile, with the metadata that the file beside its list gives for all of them."""

    checked: CheckedRecord
    text: str
    spans: tuple[PassageSpan, ...]
    shared: Metadata | None
    shared_from: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file came to. `lost`: ids of records that were faulty, None among them for one that has no id."""

    file: FoundFile
    fingerprint: str
    report: ReportFound | None = None
    records: tuple[RecordFound, ...] = ()
    faults: tuple[Fault, ...] = ()
    notices: tuple[Notice, ...] = ()
    lost: tuple[str | None, ...] = ()

    @property
    def failed(self) -> bool:
        """Tell whether nothing at all could be read."""
        return self.report is None and not self.records


def read_file(file: FoundFile, fingerprint: str) -> Reading:
    """Read a file and mask what it holds; never raises for what is wrong with the file."""
    try:
        return _read(file, fingerprint)
    except IngestError as error:
        return Reading(file, fingerprint, faults=(fault_of(file, error),))
    except CRASHES as error:
        return Reading(file, fingerprint, faults=(crash_of(file, error),))


def fault_of(file: FoundFile, error: IngestError) -> Fault:
    """Name an error by the file it belongs to."""
    message, _ = mask_cpr(error.message)
    values, _ = mask_mapping({name: value for name, value in error.values.items() if name not in _UNSHOWN | _SIZES})
    values |= {name: value for name, value in error.values.items() if name in _SIZES}
    path = _path_of(file, error.values.get("beside"))
    return Fault(path, message, error.reason, error.field and mask_cpr(error.field)[0], error.line, values or None)


def crash_of(file: FoundFile, error: BaseException) -> Fault:
    """Name a crash; its own words stay out, for they may quote the file."""
    kind = type(error).__name__
    return Fault(
        file.path,
        f"the file cannot be read ({kind}): save it anew from the program that made it and try again",
        "crash",
        values={"kind": kind},
    )


def _read(file: FoundFile, fingerprint: str) -> Reading:
    read = reader_for(file.place)(file.place)
    extracted, masked = _masked(with_declared(read, file.place, file.declared) if file.declared else read)
    notices = [*extracted.notices]
    if masked:
        notices.append(Notice("masked", values={"count": masked}))
    faults = [_placed_fault(file, fault) for fault in extracted.faults]
    # Which record an unreadable row held cannot be told, so any that is known may be it.
    lost: list[str | None] = [None] * len(faults)
    if extracted.blocks and not extracted.records:
        report, more = _report(file, extracted)
        return Reading(file, fingerprint, report, (), tuple(faults), _placed(file, [*notices, *more]), tuple(lost))
    if not extracted.records and not faults:
        raise _without_text()
    checked = check_records(extracted.records)
    faults += [fault_of(file, fault) for one in checked.faulty for fault in one.faults]
    records = tuple(_records(file, extracted, checked))
    notices += [*checked.notices, *_undated(records)]
    lost += [one.record_id for one in checked.faulty]
    faults.sort(key=lambda fault: fault.line or 0)
    return Reading(file, fingerprint, None, records, tuple(faults), _placed(file, notices), tuple(lost))


def _report(file: FoundFile, extracted: Extracted) -> tuple[ReportFound, Sequence[Notice]]:
    spans = tuple(cut(extracted.text, extracted.blocks))
    if not spans:
        raise _without_text()
    metadata, origins, notices = find_metadata(extracted, file.place, file.meta)
    return ReportFound(extracted.text, spans, _masked_metadata(metadata), origins), notices


def _without_text() -> UnreadableError:
    return UnreadableError(
        "the file holds no text to answer from: check that it is not only pictures", reason="no_text"
    )


def _placed_fault(file: FoundFile, fault: Fault) -> Fault:
    values = mask_mapping(fault.values)[0] if fault.values else None
    return replace(fault, path=file.path, error=mask_cpr(fault.error)[0], values=values)


def _records(file: FoundFile, extracted: Extracted, checked: CheckedRecords) -> Iterable[RecordFound]:
    shared, origins = _shared(file)
    # A page about one course says more of it than its fields; a page with several is told by their fields alone.
    body = extracted if len(extracted.records) == 1 else Extracted()
    for one in checked.good:
        text, blocks = _with_body(one, body)
        yield RecordFound(one, text, tuple(cut(text, blocks)), shared, origins)


def _with_body(record: CheckedRecord, body: Extracted) -> tuple[str, tuple[Block, ...]]:
    if not body.blocks:
        return record.text, record.blocks
    joint = f"{record.text}\n\n"
    title = record.record.title.casefold()
    blocks = []
    for block in body.blocks:
        repeats_title = block.kind is BlockKind.HEADING and body.text[block.start : block.end].casefold() == title
        kind = BlockKind.BOILERPLATE if repeats_title else block.kind
        blocks.append(replace(block, kind=kind, start=block.start + len(joint), end=block.end + len(joint)))
    return joint + body.text, (*record.blocks, *blocks)


def _shared(file: FoundFile) -> tuple[Metadata | None, Mapping[str, str]]:
    if file.meta is None:
        return None, {}
    metadata, origins, _ = find_metadata(Extracted(), file.place, file.meta)
    return _masked_metadata(metadata), {name: origin for name, origin in origins.items() if origin == "meta_file"}


def _undated(records: Sequence[RecordFound]) -> list[Notice]:
    """One notice for all records of a list that say neither when they were written nor when they were fetched."""
    count = 0
    for found in records:
        own = (found.checked.record.date, found.checked.standing.retrieved)
        count += not any(own) and not {"date", "retrieved"} & found.shared_from.keys()
    return [Notice("undated", values={"records": count})] if count else []


def _masked(extracted: Extracted) -> tuple[Extracted, int]:
    text, count = mask_cpr(extracted.text)
    properties, in_properties = _masked_fields(extracted.properties or {})
    records, in_records = [], 0
    for record in extracted.records:
        fields, more = _masked_fields(record.fields)
        records.append(RawRecord(record.kind, fields, record.line))
        in_records += more
    return replace(extracted, text=text, properties=properties, records=tuple(records)), (
        count + in_properties + in_records
    )


def _masked_fields(fields: Mapping[str, RawValue]) -> tuple[dict[str, RawValue], int]:
    masked: dict[str, RawValue] = {}
    total = 0
    for heading, value in fields.items():
        name, in_name = mask_cpr(heading)
        masked[name], in_value = _masked_value(value)
        total += in_name + in_value
    return masked, total


def _masked_value(raw: RawValue) -> tuple[RawValue, int]:
    """Mask a value that may hold mappings whose values keep their lines."""
    if isinstance(raw.value, Mapping):
        parts = {key: _with_line(value) for key, value in raw.value.items()}
        inner, count = _masked_fields(parts)
        return RawValue(inner, raw.line), count
    if isinstance(raw.value, list | tuple):
        items = [_masked_value(_with_line(item)) for item in raw.value]
        return RawValue([item.value for item, _ in items], raw.line), sum(count for _, count in items)
    value, count = mask_within(raw.value)
    return RawValue(value, raw.line), count


def _with_line(value: object) -> RawValue:
    return value if isinstance(value, RawValue) else RawValue(value)


def _masked_metadata(metadata: Metadata) -> Metadata:
    publisher, url = (text and mask_cpr(text)[0] for text in (metadata.publisher, metadata.url))
    return replace(metadata, title=mask_cpr(metadata.title)[0], publisher=publisher, url=url)


def _placed(file: FoundFile, notices: Iterable[Notice]) -> tuple[Notice, ...]:
    placed = []
    for notice in notices:
        values = mask_mapping(notice.values)[0] if notice.values else None
        field = notice.field and mask_cpr(notice.field)[0]
        placed.append(replace(notice, path=_path_of(file, notice.path), field=field, values=values))
    return tuple(placed)


def _path_of(file: FoundFile, beside: object) -> str:
    """Give the path of the file, or of the one with its metadata where that is named."""
    return str(PurePosixPath(file.path).with_name(shown(str(beside)))) if beside else file.path

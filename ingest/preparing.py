"""From what was read to sources ready to be stored: ids given, passages named, records filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.discovery import FoundFile
from ingest.identity import passage_id
from ingest.passages import PassageSpan
from ingest.reading import RecordFound, ReportFound
from ingest.records import Standing
from ingest.types import Prepared
from knowledge.texts import text_id_of
from knowledge.types import Course, Passage, Profile, Source, SourceKind, Visibility


def prepare_report(file: FoundFile, found: ReportFound, source_id: str, fingerprint: str) -> Prepared:
    """Make the source of a document."""
    known = found.metadata
    source = Source(
        source_id=source_id,
        kind=known.kind,
        title=known.title,
        text_id=text_id_of(found.text),
        root=file.scope.root,
        path=file.path,
        url=known.url,
        publisher=known.publisher,
        date=known.date,
        learner=known.learner,
        visibility=known.visibility,
        valid_from=known.valid_from,
        valid_to=known.valid_to,
        retrieved=known.retrieved,
        fictional=known.fictional,
        language=known.language,
        content_hash=fingerprint,
    )
    return Prepared(source, found.text, _passages(source, found.text, found.spans), metadata_from=found.metadata_from)


def prepare_record(file: FoundFile, found: RecordFound, fingerprint: str) -> Prepared:
    """Make the source of a course or profile; what the record leaves open comes from the file beside its list."""
    record, standing, origins = _filled(found)
    source = Source(
        source_id=record.source_id,
        kind=SourceKind.COURSE if isinstance(record, Course) else SourceKind.PROFILE,
        title=record.title,
        text_id=text_id_of(found.text),
        root=file.scope.root,
        path=file.path,
        record=record.source_id,
        url=record.url,
        publisher=standing.publisher,
        date=record.date,
        learner=standing.learner,
        visibility=standing.visibility,
        valid_from=record.valid_from,
        valid_to=record.valid_to,
        retrieved=standing.retrieved,
        fictional=record.fictional,
        language=standing.language,
        content_hash=fingerprint,
    )
    prepared = Prepared(source, found.text, _passages(source, found.text, found.spans), metadata_from=origins)
    if isinstance(record, Profile):
        return replace(prepared, profile=record)
    return replace(prepared, course=replace(record, learner=standing.learner, retrieved=standing.retrieved))


def _filled(found: RecordFound) -> tuple[Course | Profile, Standing, Mapping[str, str]]:
    """Give the record and its standing with the gaps filled from the file beside the list, and where each came from."""
    record, standing = found.checked.record, found.checked.standing
    shared = {name: getattr(found.shared, name) for name in found.shared_from}
    origins = {name: "record" for name in ("title", *_OF_RECORD) if getattr(record, name)}
    origins |= {name: "record" for name in _OF_STANDING if getattr(standing, name)}
    of_record = {name: shared[name] for name in _OF_RECORD if name in shared and name not in origins}
    of_standing = {name: shared[name] for name in _OF_STANDING if name in shared and name not in origins}
    if shared.get("visibility") is Visibility.INTERNAL:
        # What one of the two calls internal is shown to nobody else.
        of_standing["visibility"] = Visibility.INTERNAL
    origins |= dict.fromkeys((*of_record, *of_standing), "meta_file")
    return replace(record, **of_record), replace(standing, **of_standing), origins


# What the file beside a list may say for all its records.
_OF_RECORD = ("url", "date", "valid_from", "valid_to", "fictional")
_OF_STANDING = ("publisher", "learner", "retrieved")


def _passages(source: Source, text: str, spans: Sequence[PassageSpan]) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            passage_id=passage_id(source.source_id, source.text_id, span.start, span.end),
            source_id=source.source_id,
            kind=source.kind,
            text_id=source.text_id,
            start=span.start,
            end=span.end,
            text=text[span.start : span.end],
            title=source.title,
            section=span.section,
            page=span.page,
            learner=source.learner,
            visibility=source.visibility,
        )
        for span in spans
    )

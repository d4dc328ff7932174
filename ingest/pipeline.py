"""A run of ingest from roots to a published generation, whole or not at all."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.discovery import FoundFile, Scope, Survey, lies_in, location_of, scopes_of, shown, survey
from ingest.identity import INCOMPLETE, ReportIds, fingerprint
from ingest.options import USUAL, Asking, Declared, IngestOptions, Progress
from ingest.parallel import read_files
from ingest.preparing import prepare_record, prepare_report
from ingest.reading import Reading
from ingest.relations import Relations
from ingest.report import report_of
from ingest.sync import Plan, plan, refuse_removals
from ingest.types import Fault, IngestReport, Notice, Prepared
from ingest.waiting import writing
from knowledge.draft import Draft
from knowledge.errors import TooManyRemovalsError
from knowledge.generations import KnowledgeBase
from knowledge.types import Source


@dataclass(frozen=True, slots=True)
class _Run:
    """What a run found out before it changes anything."""

    scopes: Sequence[Scope]
    found: Survey
    known: Sequence[Source]
    readings: Sequence[Reading]
    unchanged: Collection[str]
    """Locations of files that are as they were."""
    locations: Mapping[str, str]
    """Id of a known source -> where it lies."""
    in_scope: Sequence[Source]
    """The known sources that the run speaks for."""


def ingest(
    roots: Sequence[Path | str],
    knowledge_base: KnowledgeBase,
    options: IngestOptions = USUAL,
    progress: Progress | None = None,
) -> IngestReport:
    """Bring the knowledge base in line with the roots, all known ones where none is given, and publish.

    A bad file is told in the report and never stops the others nor removes what was known of it. Raises `RootError`
    for a root that is not there, `TooManyRemovalsError`, `OtherAnswersError`, `PinnedError`, `LockedError`; then
    nothing is changed.
    """
    heard = progress or _unheard
    with writing(knowledge_base, options.wait, heard) as draft:
        # What was read is let go before the indexes are made: both are large.
        done, is_stored = _bring_in(roots, draft, options, heard)
        notices = list(done.notices)
        number = draft.publish(heard, Asking(options, notices)) if is_stored else _current_number(knowledge_base)
    return replace(done, generation=number, notices=tuple(notices))


def _bring_in(
    roots: Sequence[Path | str], draft: Draft, options: IngestOptions, progress: Progress
) -> tuple[IngestReport, bool]:
    """Read, plan and store in the draft; returns the report, and whether there is something to publish."""
    run = _look(roots, draft.sources(), progress, options.declared)
    run = _without_rings(run, draft)
    prepared, faults = _prepare(run)
    planned = plan(run.in_scope, [one.source for one in prepared], _staying(run))
    notices = [*run.found.notices, *(notice for reading in run.readings for notice in reading.notices)]
    notices += _check_removals(run, planned, options)
    faults = [*run.found.faults, *(fault for reading in run.readings for fault in reading.faults), *faults]
    is_stored = not (options.dry_run or _nothing_was_read(run, prepared, faults))
    if is_stored:
        _store(draft, run, planned, prepared)
    elif not options.dry_run:
        planned = Plan(keep=tuple(one.source_id for one in run.in_scope))
    done = report_of(run.known, planned, prepared)
    return replace(done, failed=tuple(faults), notices=tuple(notices), dry_run=options.dry_run), is_stored


def _look(roots: Sequence[Path | str], known: Sequence[Source], progress: Progress, declared: Declared | None) -> _Run:
    """Find and read what is new or different."""
    scopes = scopes_of(roots, {source.root for source in known})
    found = survey(scopes)
    if declared:
        pages = ((file, declared(file.place)) for file in found.files)
        found.files = [replace(file, declared=page) if page else file for file, page in pages]
    locations = {source.source_id: location_of(source.root, source.path) for source in known}
    by_location: dict[str, list[Source]] = {}
    for source in known:
        by_location.setdefault(locations[source.source_id], []).append(source)
    total = len(found.files)
    progress("read", 0, total)
    prints = {file.location: _fingerprint(file) for file in found.files}
    unchanged = {
        file.location
        for file in found.files
        if _is_unchanged(file, prints[file.location], by_location.get(file.location, ()))
    }
    changed = [(file, prints[file.location]) for file in found.files if file.location not in unchanged]
    readings = read_files(changed, lambda done: progress("read", len(unchanged) + done, total))
    places = {shown(str(scope.place)) for scope in scopes}
    in_scope = [source for source in known if lies_in(locations[source.source_id], places)]
    return _Run(scopes, found, known, readings, unchanged, locations, in_scope)


def _without_rings(run: _Run, draft: Draft) -> _Run:
    """Refuse whole files that would close a ring of records, and note what names nobody knows."""
    known = draft.profiles()
    while True:
        staying = _staying(run) | (_ids(run.known) - _ids(run.in_scope))
        among = Relations(run.readings, [one for one in known if one.source_id in staying])
        refused = among.refused()
        run = replace(run, readings=[refused.get(one.file.location, one) for one in run.readings])
        if not refused:
            return replace(run, readings=[among.noted(one) for one in run.readings])


def _fingerprint(file: FoundFile) -> str:
    """Of its content; empty where it cannot be had: the reader meets the same trouble and can say what it is."""
    try:
        return fingerprint(file)
    except OSError:
        return ""


def _is_unchanged(file: FoundFile, content: str, known: Sequence[Source]) -> bool:
    is_same = bool(known) and all(source.content_hash == content and source.path == file.path for source in known)
    return is_same and known[0].root == file.scope.root


def _prepare(run: _Run) -> tuple[list[Prepared], list[Fault]]:
    """Give ids and make the sources; of two records of one id the first counts and the other is a fault."""
    holders = _holders(run)
    prepared: list[Prepared] = []
    faults: list[Fault] = []
    for reading in run.readings:
        twice = [found for found in reading.records if found.checked.record_id in holders]
        content = reading.fingerprint + (INCOMPLETE if reading.faults or twice else "")
        for found in reading.records:
            record_id = found.checked.record_id
            if record_id in holders:
                faults.append(_twice(reading.file, record_id, found.checked.line, holders[record_id]))
            else:
                prepared.append(prepare_record(reading.file, found, content))
        holders |= {found.checked.record_id: reading.file.path for found in reading.records if found not in twice}
    located = [(source, run.locations[source.source_id]) for source in run.in_scope]
    ids = ReportIds(located, {file.location for file in run.found.files}, {*holders, *_ids(run.known)})
    for reading in run.readings:
        if reading.report:
            content = reading.fingerprint + (INCOMPLETE if reading.faults else "")
            source_id = ids.id_for(reading.file, content)
            prepared.append(prepare_report(reading.file, reading.report, source_id, content))
    return prepared, faults


def _holders(run: _Run) -> dict[str, str]:
    """Give the ids that no record read now may take, and where each stands: other roots and unchanged files."""
    inside = _ids(run.in_scope)
    found = {file.location for file in run.found.files}
    return {
        source.source_id: source.path or source.root
        for source in run.known
        if source.source_id not in inside
        or run.locations[source.source_id] in run.unchanged
        or (source.record is None and run.locations[source.source_id] in found)
    }


def _twice(file: FoundFile, record_id: str, line: int | None, holder: str) -> Fault:
    message = f"the id {record_id!r} is taken by {holder}, and the first counts: give this record an id of its own"
    return Fault(file.path, message, "duplicate_id", "id", line, {"id": record_id, "other": holder})


def _staying(run: _Run) -> set[str]:
    """Give the ids that stay as they are known: of unchanged files, and of all that could not be read."""
    unread = _unread(run)
    return {one.source_id for one in run.in_scope if run.locations[one.source_id] in run.unchanged} | unread


def _unread(run: _Run) -> set[str]:
    """Give the ids of what is known and could not be read this time."""
    failed = {reading.file.location for reading in run.readings if reading.failed or None in reading.lost}
    lost = {(reading.file.location, one) for reading in run.readings for one in reading.lost}
    blocked = frozenset(run.found.blocked)
    unread = set()
    for source in run.in_scope:
        location = run.locations[source.source_id]
        if location in failed or (location, source.source_id) in lost or lies_in(location, blocked):
            unread.add(source.source_id)
    return unread


def _mark_unread(draft: Draft, run: _Run, planned: Plan, delivered: Collection[str]) -> None:
    """Note of what stays whether it is the last version that could be read, and since when."""
    unread = _unread(run)
    staying = {*planned.keep}.difference(delivered)
    for source in run.in_scope:
        if source.source_id in staying and (source.source_id in unread) != (source.unread_since is not None):
            since = datetime.date.today() if source.source_id in unread else None
            draft.mark_unread(source.source_id, since)


def _check_removals(run: _Run, planned: Plan, options: IngestOptions) -> list[Notice]:
    """Refuse to forget too much; a dry run only says that the real one would."""
    notices = []
    for scope in run.scopes:
        place = shown(str(scope.place))
        try:
            if not options.allow_removals:
                known = [source for source in run.in_scope if lies_in(run.locations[source.source_id], {place})]
                refuse_removals(planned, place, known)
        except TooManyRemovalsError as error:
            if not options.dry_run:
                raise
            notices.append(Notice(error.code, path=place, values=error.values))
        if not any(file.scope == scope for file in run.found.files):
            notices.append(Notice("nothing_found", path=place))
    return notices


def _nothing_was_read(run: _Run, prepared: Sequence[Prepared], faults: Sequence[Fault]) -> bool:
    """Tell whether all there is failed: then nothing is published, and what is known stays."""
    return bool(faults) and not prepared and not run.unchanged


def _store(draft: Draft, run: _Run, planned: Plan, prepared: Sequence[Prepared]) -> None:
    _mark_unread(draft, run, planned, _ids([one.source for one in prepared]))
    wanted = {*planned.add, *planned.replace, *planned.update}
    for source_id in planned.remove:
        draft.remove(source_id)
    for one in prepared:
        if one.source.source_id in wanted:
            draft.put(one.source, one.text, one.passages, one.course, one.profile)


def _ids(sources: Sequence[Source]) -> set[str]:
    return {source.source_id for source in sources}


def _current_number(knowledge_base: KnowledgeBase) -> int:
    return next((one.number for one in knowledge_base.generations() if one.current), 0)


def _unheard(stage: str, done: int, total: int) -> None:
    pass

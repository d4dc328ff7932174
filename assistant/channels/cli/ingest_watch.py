"""`fagkompas ingest --watch`: ingests once, and again whenever a file below the roots has changed."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.channels.cli.ingest_report import show_line
from assistant.channels.cli.session import Session, application, write_error
from assistant.channels.explaining import explain_error
from ingest.types import IngestReport
from ingest.watching import Signs, changes, signs_of
from knowledge.errors import FagkompasError, LockedError, NoGenerationError


def watch(session: Session, paths: Sequence[str], as_json: bool) -> None:
    """Ingest until somebody interrupts; what is refused is said once, and tried again at the next change."""
    try:
        seen = _look(session, paths)
        _ingest(session, paths, as_json, first=True)
        write_error(session.say("ingest.watching"))
        for _ in changes(lambda: _look(session, paths), seen):
            _ingest(session, paths, as_json, first=False)
    except KeyboardInterrupt:
        write_error(session.say("ingest.watched"))


def _look(session: Session, paths: Sequence[str]) -> Signs | None:
    """The files as they are; the roots are read anew each time, since another ingest may have added one."""
    if paths:
        return signs_of(paths, ())
    with application(session) as parts:
        try:
            roots = {source.root for source in parts.knowledge_base.current().sources()}
        except NoGenerationError:
            return None
    return signs_of((), roots)


def _ingest(session: Session, paths: Sequence[str], as_json: bool, first: bool) -> None:
    """Ingest and tell of it where something came of it; a first run that is refused ends the command."""
    from assistant.channels.cli.ingest_noting import noted_run
    from assistant.channels.proving import ingest_options
    from ingest.connected import Connection
    from ingest.pipeline import ingest

    declared = Connection(session.settings.data, session.settings.sources).declared
    try:
        with application(session) as parts, noted_run(session, paths) as run:
            options = replace(ingest_options(parts), declared=declared)
            report = ingest(list(paths), parts.knowledge_base, options)
            if first or _is_news(report):
                run.finish(report)
    except FagkompasError as error:
        if first and not isinstance(error, LockedError):
            raise
        write_error(explain_error(error, session.wording))
        return
    if first or _is_news(report):
        show_line(report, session, as_json)


def _is_news(report: IngestReport) -> bool:
    return bool(report.added or report.changed or report.removed or report.failed)

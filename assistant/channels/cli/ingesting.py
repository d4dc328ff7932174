"""`fagkompas ingest`: brings the knowledge base in line with folders and files, and reports what it did."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.cli.session import Session, application, session_of, write, write_error, write_json
from assistant.channels.explaining import explain_fault, explain_notice
from ingest.types import Change, IngestReport
from prompts.dates import written_date
from prompts.wording import Wording

if TYPE_CHECKING:
    from ingest.pipeline import Progress

HELP = Wording.load()
# Exit code: published, although some files failed.
SOME_FAILED = 3
# A report of hundreds of unchanged-looking lines is not read; the JSON has them all.
MOST_SHOWN = 40


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help=HELP.say("da", "help.ingest"))
    def ingest(
        context: typer.Context,
        paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...")] = None,
        dry_run: Annotated[bool, typer.Option("--dry-run", help=HELP.say("da", "help.dry_run"))] = False,
        allow_removals: Annotated[
            bool, typer.Option("--allow-removals", help=HELP.say("da", "help.allow_removals"))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=HELP.say("da", "help.json"))] = False,
    ) -> None:
        from ingest.pipeline import IngestOptions
        from ingest.pipeline import ingest as run

        session = session_of(context)
        with application(session) as parts, progress_bar(session) as progress:
            report = run(paths or [], parts.knowledge_base, IngestOptions(dry_run, allow_removals), progress)
        show(report, session, as_json)
        if report.failed:
            raise typer.Exit(SOME_FAILED) if came_to_something(report) else session.refuse("refused.nothing_read")


def came_to_something(report: IngestReport) -> bool:
    """Tell whether the run took in, kept or removed anything; where all failed, nothing has changed."""
    return bool(report.added or report.changed or report.kept or report.removed)


def show(report: IngestReport, session: Session, as_json: bool) -> None:
    """Write the report to stdout, as JSON or to be read."""
    if as_json:
        from ingest.report import report_to_json

        write_json(report_to_json(report))
        return
    write("\n".join(report_lines(report, session)))


def report_lines(report: IngestReport, session: Session) -> list[str]:
    """The report in people's words."""
    head = "ingest.dry_run" if report.dry_run else "ingest.summary"
    counts = {name: len(getattr(report, name)) for name in ("added", "changed", "removed", "failed")}
    lines = [session.say(head, generation=report.generation, kept=report.kept, **counts)]
    for name in ("added", "changed", "removed"):
        lines += _changes(getattr(report, name), name, session)
    lines += [session.say("ingest.failed", fault=explain_fault(f, session.wording)) for f in report.failed]
    notices = [session.say("ingest.notice", notice=explain_notice(n, session.wording)) for n in report.notices]
    return lines + _cut(notices, session)


def _changes(changes: Sequence[Change], name: str, session: Session) -> list[str]:
    lines = []
    for change in changes:
        dated = written_date(change.date, session.language) if change.date else session.say("answer.undated")
        lines.append(session.say(f"ingest.{name}", title=change.title, details=", ".join(_details(change, dated))))
    return _cut(lines, session)


def _details(change: Change, dated: str) -> list[str]:
    return [part for part in (change.publisher, dated, change.path) if part]


def _cut(lines: list[str], session: Session) -> list[str]:
    if len(lines) <= MOST_SHOWN:
        return lines
    return [*lines[:MOST_SHOWN], session.say("ingest.more", count=len(lines) - MOST_SHOWN)]


@contextmanager
def progress_bar(session: Session) -> "Iterator[Progress | None]":
    """A bar on stderr where a person looks on; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, int] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(session.say(f"stage.{stage}"), total=total)
            bars.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]

        yield report


__all__ = ["progress_bar", "register", "report_lines", "show", "write_error"]

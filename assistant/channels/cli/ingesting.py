"""`fagkompas ingest`: brings the knowledge base in line with folders and files, and reports what it did."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.cli.ingest_report import show
from assistant.channels.cli.ingest_watch import watch
from assistant.channels.cli.session import Session, application, session_of
from ingest.types import IngestReport
from prompts.wording import Wording

if TYPE_CHECKING:
    from assistant.channels.build import Application
    from assistant.channels.cli.ingest_noting import NotedRun
    from ingest.options import IngestOptions, Progress

HELP = Wording.load()
# Exit code: published, although some files failed.
SOME_FAILED = 3


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
        allow_other_answers: Annotated[
            bool, typer.Option("--allow-other-answers", help=HELP.say("da", "help.allow_other_answers"))
        ] = False,
        watching: Annotated[bool, typer.Option("--watch", help=HELP.say("da", "help.watch"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=HELP.say("da", "help.json"))] = False,
    ) -> None:
        from assistant.channels.cli.ingest_noting import noted_run
        from assistant.channels.proving import ingest_options

        session = session_of(context)
        if watching and (dry_run or allow_removals or allow_other_answers):
            raise session.refuse("refused.watch_alone")
        if watching:
            watch(session, paths or [], as_json)
            return
        with application(session) as parts, noted_run(session, paths or [], dry_run) as run:
            options = ingest_options(parts, dry_run, allow_removals, allow_other_answers)
            report = _ingested(paths or [], session, parts, options, run)
        show(report, session, as_json)
        if report.failed:
            raise typer.Exit(SOME_FAILED) if came_to_something(report) else session.refuse("refused.nothing_read")


def _ingested(
    roots: Sequence[str], session: Session, parts: "Application", options: "IngestOptions", run: "NotedRun"
) -> IngestReport:
    from ingest.connected import Connection, ingest_connected

    connection = Connection(session.settings.data, session.settings.sources)
    with progress_bar(session) as shown:
        heard = both(run.progress, shown)
        report = ingest_connected(roots, parts.knowledge_base, connection, options, heard)
    run.finish(report)
    return report


def came_to_something(report: IngestReport) -> bool:
    """Tell whether the run took in, kept or removed anything; where all failed, nothing has changed."""
    return bool(report.added or report.changed or report.kept or report.removed)


def both(one: "Progress", other: "Progress | None") -> "Progress":
    """Tell two of how far it is, or the one that there is."""
    if other is None:
        return one

    def heard(stage: str, done: int, total: int) -> None:
        one(stage, done, total)
        other(stage, done, total)

    return heard


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

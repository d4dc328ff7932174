"""`fagkompas ingest`: brings the knowledge base in line with folders and files, and reports what it did."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.cli.ingest_report import show
from assistant.channels.cli.ingest_watch import watch
from assistant.channels.cli.session import Session, application, session_of
from ingest.types import IngestReport
from prompts.wording import Wording

if TYPE_CHECKING:
    from ingest.options import Progress

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
        from assistant.channels.proving import ingest_options
        from ingest.connected import Connection, ingest_connected

        session = session_of(context)
        if watching and (dry_run or allow_removals or allow_other_answers):
            raise session.refuse("refused.watch_alone")
        if watching:
            watch(session, paths or [], as_json)
            return
        with application(session) as parts, progress_bar(session) as progress:
            connection = Connection(session.settings.data, session.settings.sources)
            options = ingest_options(parts, dry_run, allow_removals, allow_other_answers)
            report = ingest_connected(paths or [], parts.knowledge_base, connection, options, progress)
        show(report, session, as_json)
        if report.failed:
            raise typer.Exit(SOME_FAILED) if came_to_something(report) else session.refuse("refused.nothing_read")


def came_to_something(report: IngestReport) -> bool:
    """Tell whether the run took in, kept or removed anything; where all failed, nothing has changed."""
    return bool(report.added or report.changed or report.kept or report.removed)


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

"""`fagkompas backup` and `restore`: everything in one file, and back, while others ask."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.channels.cli.answers import JsonOption
from assistant.channels.cli.session import Session, application, session_of, state_of, write, write_json
from prompts.wording import Wording

if TYPE_CHECKING:
    from knowledge.backup import Contents

HELP = Wording.load()
_MEGABYTE = 2**20

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]
StateOption = Annotated[bool, typer.Option("--state", help=HELP.say("da", "help.restore_state"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""

    @app.command(help=HELP.say("da", "help.backup"))
    def backup(context: typer.Context, file: FileArgument, as_json: JsonOption = False) -> None:
        session = session_of(context)
        with application(session) as parts:
            contents = parts.knowledge_base.backup(file, lambda folder: _write_state(session, folder))
        if as_json:
            write_json(_as_json(file, contents))
        else:
            write("\n".join(_lines(file, contents, session)))

    @app.command(help=HELP.say("da", "help.restore"))
    def restore(
        context: typer.Context, file: FileArgument, state: StateOption = False, as_json: JsonOption = False
    ) -> None:
        session = session_of(context)
        # Where nothing was kept there is nothing to lose.
        with_state = state or not _has_state(session)
        with application(session) as parts:
            read = (lambda folder: _read_state(session, folder)) if with_state else None
            number = parts.knowledge_base.restore(file, read)
        if as_json:
            write_json({"generation": number, "state": with_state})
            return
        write(session.say("backup.restored", generation=number, file=file))
        write(session.say("backup.restored_state" if with_state else "backup.state_kept"))


def _as_json(file: Path, contents: "Contents") -> dict[str, Any]:
    return {
        "file": str(file),
        "bytes": file.stat().st_size,
        "generation": contents.current,
        "generations": list(contents.numbers),
        "made_at": contents.made_at,
        "left_out": list(contents.damaged),
    }


def _lines(file: Path, contents: "Contents", session: Session) -> list[str]:
    size, count = max(1, round(file.stat().st_size / _MEGABYTE)), len(contents.numbers)
    told = {"file": file, "size": size, "generation": contents.current, "count": count, "made_at": contents.made_at}
    lines = [session.say("backup.done", **told)]
    return [*lines, session.say("backup.left_out", names=", ".join(contents.damaged))] if contents.damaged else lines


def _has_state(session: Session) -> bool:
    from assistant.channels.state.store import has_state

    return has_state(session.settings.state_database)


def _write_state(session: Session, folder: Path) -> None:
    """Write what is kept of conversations and keys; nothing is made where nothing was kept."""
    from assistant.channels.state.copying import write_tables

    if _has_state(session):
        with state_of(session) as state:
            write_tables(state.database, folder)


def _read_state(session: Session, folder: Path) -> None:
    from assistant.channels.state.copying import read_tables

    with state_of(session) as state:
        read_tables(state.database, folder)

"""`fagkompas export`: profiles and courses as files that can be ingested again."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.channels.cli.session import Session, application, session_of, write
from ingest.exporting import BINARY, Exportable, ExportFormat
from prompts.wording import Wording

HELP = Wording.load()


def _help(name: str) -> str:
    return HELP.say("da", f"help.{name}")


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("export", help=_help("export"))
    def export_(
        context: typer.Context,
        what: Annotated[Exportable, typer.Argument(help=_help("export_what"))],
        wanted: Annotated[ExportFormat | None, typer.Option("--format", help=_help("export_format"))] = None,
        out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=_help("export_out"))] = None,
    ) -> None:
        from ingest.exporting.writing import everything, export

        session = session_of(context)
        chosen = wanted or _format_of(out)
        if out is None and chosen in BINARY and sys.stdout.isatty():
            raise session.refuse("refused.export_binary", format=chosen.value, what=what.value)
        with application(session) as parts:
            snapshot = parts.knowledge_base.current()
            records = everything(what, snapshot)
            content = export(what, records, snapshot, chosen)
        _deliver(content, out, len(records), session)


def _format_of(out: Path | None) -> ExportFormat:
    """The file's ending says it where nothing else does."""
    known = {f".{one.value}": one for one in ExportFormat} | {".yml": ExportFormat.YAML, ".json": ExportFormat.JSONLD}
    return known.get(out.suffix.lower(), ExportFormat.YAML) if out else ExportFormat.YAML


def _deliver(content: bytes, out: Path | None, count: int, session: Session) -> None:
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise session.refuse("refused.export_file", path=out, reason=error.strerror or "") from error
    write(session.say("export.written", count=count, path=out))

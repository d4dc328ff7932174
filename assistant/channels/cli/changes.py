"""`fagkompas changes`: what changed between two generations."""

from typing import Annotated

import typer

from assistant.channels.cli.answers import JsonOption
from assistant.channels.cli.session import application, session_of, write, write_json
from prompts.wording import Wording

HELP = Wording.load()


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help=HELP.say("da", "help.changes"))
    def changes(
        context: typer.Context,
        before: Annotated[
            int | None, typer.Option("--from", metavar="G", min=1, help=HELP.say("da", "help.changes_from"))
        ] = None,
        after: Annotated[
            int | None, typer.Option("--to", metavar="G", min=1, help=HELP.say("da", "help.changes_to"))
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        from assistant.channels.changing import report_to_json, report_to_lines
        from ingest.changes.comparing import compare_generations
        from knowledge.types import Visibility

        session = session_of(context)
        with application(session) as parts:
            report = compare_generations(parts.knowledge_base, before, after, frozenset(Visibility))
        if as_json:
            write_json(report_to_json(report, session.wording, session.language))
        else:
            write("\n".join(report_to_lines(report, session.wording, session.language)))

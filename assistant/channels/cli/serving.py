"""`fagkompas serve`: the HTTP service and its page."""

from typing import Annotated

import typer

from assistant.channels.cli.session import application, session_of, write_error
from prompts.wording import Wording

HELP = Wording.load()
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help=HELP.say("da", "help.serve"))
    def serve(
        context: typer.Context,
        host: Annotated[str | None, typer.Option(help=HELP.say("da", "help.host"))] = None,
        port: Annotated[int | None, typer.Option(min=1, max=65_535, help=HELP.say("da", "help.port"))] = None,
    ) -> None:
        session = session_of(context)
        address = host or session.settings.host
        if address not in LOOPBACK:
            raise session.refuse("refused.host", host=address)
        from assistant.channels.http.server import run

        with application(session) as parts:
            number = port or session.settings.port
            run(parts, address, number, lambda: write_error(session.say("serve.start", host=address, port=number)))

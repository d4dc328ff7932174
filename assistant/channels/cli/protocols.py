"""`fagkompas mcp`: the tools for a program that starts the command and talks to it over its pipes."""

import typer

from assistant.channels.cli.session import application, session_of
from prompts.wording import Wording

HELP = Wording.load()
# One client, whose model calls a few tools at once.
MOST_AT_ONCE = 8


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help=HELP.say("da", "help.mcp"))
    def mcp(context: typer.Context) -> None:
        settings = session_of(context).settings
        # Here, since they cost start-up time that no other command need pay.
        from assistant.channels.http.relay import Streams
        from assistant.channels.http.service import Service
        from assistant.channels.mcp.over_stdio import serve_stdio
        from assistant.channels.opening import open_kept

        with application(session_of(context), answers=True) as parts, open_kept(settings) as state:
            streams = Streams(MOST_AT_ONCE, settings.answer_seconds)
            try:
                serve_stdio(Service(parts, state, streams))
            finally:
                streams.close()

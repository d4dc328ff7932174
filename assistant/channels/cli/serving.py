"""`fagkompas serve`: the HTTP service and its page."""

import logging
import sys
from dataclasses import replace
from typing import Annotated

import typer

from assistant.channels.cli.session import session_of, write_error
from assistant.channels.settings import MOST, Settings
from prompts.wording import Wording

HELP = Wording.load()
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
LOG = logging.getLogger("fagkompas.http")


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help=HELP.say("da", "help.serve"))
    def serve(
        context: typer.Context,
        host: Annotated[str | None, typer.Option(help=HELP.say("da", "help.host"))] = None,
        port: Annotated[int | None, typer.Option(min=1, max=65_535, help=HELP.say("da", "help.port"))] = None,
        workers: Annotated[
            int | None, typer.Option(min=1, max=MOST["workers"], help=HELP.say("da", "help.workers"))
        ] = None,
        slack: Annotated[bool, typer.Option("--slack", help=HELP.say("da", "help.serve_slack"))] = False,
    ) -> None:
        session = session_of(context)
        address, number = host or session.settings.host, port or session.settings.port
        from assistant.channels.http.server import run

        settings = replace(
            session.settings,
            workers=workers or session.settings.workers,
            slack=slack or session.settings.slack,
        )
        for_whom = "keyed" if has_keys(settings) else "local" if address in LOOPBACK else "nobody_else"
        told = session.say("serve.start", host=address, port=number) + " " + session.say(f"serve.{for_whom}")
        run(settings, address, number, lambda: announce(told))


def has_keys(settings: Settings) -> bool:
    """Whether whoever asks must show a key."""
    from assistant.channels.opening import open_kept

    with open_kept(settings) as state:
        return state.keys.any()


def announce(sentence: str) -> None:
    """Tell a person at a terminal in words, and everybody else in a line of the log."""
    if sys.stderr.isatty():
        write_error(sentence)
    else:
        LOG.info("%s", sentence)

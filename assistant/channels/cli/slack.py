"""`fagkompas slack`: answers in Slack over Socket Mode, which needs no address that Slack can reach."""

import signal
import threading

import typer

from assistant.channels.cli.serving import announce
from assistant.channels.cli.session import session_of
from prompts.wording import Wording

HELP = Wording.load()


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help=HELP.say("da", "help.slack"))
    def slack(context: typer.Context) -> None:
        session = session_of(context)
        # Here, since they cost start-up time that no other command need pay.
        from logging.config import dictConfig

        from assistant.channels.http.log_lines import log_config, log_what_is_printed
        from assistant.channels.slack.running import run

        dictConfig(log_config(session.settings.log_questions))
        log_what_is_printed()
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            # What is being answered is finished; what is not begun waits for the next start.
            signal.signal(number, lambda *_: stopped.set())
        run(session.settings, stopped, lambda: announce(session.say("slack_door.start")))

"""The command `fagkompas`: a table of contents of its commands, and the one place where errors become exit codes."""

import io
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from assistant.channels.cli import (
    answers,
    backups,
    catalogue,
    changes,
    conversations,
    courses,
    coverage,
    evaluating,
    exporting,
    gap,
    generations,
    ingesting,
    ingests,
    keys,
    linking,
    protocols,
    serving,
    slack,
    stale,
)
from assistant.channels.cli.session import REFUSED, start, write_error
from assistant.channels.cli.usage import HELP_ASKED, explain_usage
from assistant.channels.explaining import explain_error
from knowledge.errors import FagkompasError
from prompts.wording import Wording

NAME = "fagkompas"
DATA_OPTION = "--data"
COMMANDS = (
    ingesting,
    ingests,
    answers,
    conversations,
    courses,
    catalogue,
    exporting,
    changes,
    stale,
    coverage,
    gap,
    generations,
    backups,
    serving,
    slack,
    protocols,
    keys,
    linking,
    evaluating,
)


def build_app() -> typer.Typer:
    """The application with all its commands."""
    app = typer.Typer(
        name=NAME,
        help=Wording.load().say("da", "help.fagkompas"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    @app.callback()
    def top(
        context: typer.Context,
        data: Annotated[Path | None, typer.Option(DATA_OPTION, help=Wording.load().say("da", "help.data"))] = None,
    ) -> None:
        context.obj = start(data)

    for module in COMMANDS:
        module.register(app)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; every error becomes one sentence on stderr and an exit code."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    given = hoisted(list(sys.argv[1:] if arguments is None else arguments))
    try:
        sys.exit(build_app()(args=given, prog_name=NAME, standalone_mode=False))
    except TyperException as error:
        if type(error).__name__ == HELP_ASKED:
            write_error(error.message)
        else:
            write_error(explain_usage(error, Wording.load()))
    except FagkompasError as error:
        write_error(explain_error(error, Wording.load()))
    except Exception as error:
        # Nobody foresaw it: the user gets a sentence to act on, with what whoever mends it must know.
        write_error(explain_crash(error, Wording.load()))
    sys.exit(REFUSED)


def explain_crash(error: Exception, wording: Wording) -> str:
    """One sentence with the kind of error and where it came from."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return wording.say(
        "da", "error.unexpected", kind=type(error).__name__, what=" ".join(str(error).split()), place=where
    )


def hoisted(arguments: list[str]) -> list[str]:
    """Let `--data FOLDER` stand anywhere, as people write it, not only before the command."""
    for index, argument in enumerate(arguments):
        if argument == DATA_OPTION and index + 1 < len(arguments):
            return [DATA_OPTION, arguments[index + 1], *arguments[:index], *arguments[index + 2 :]]
        if argument.startswith(f"{DATA_OPTION}="):
            return [argument, *arguments[:index], *arguments[index + 1 :]]
    return arguments

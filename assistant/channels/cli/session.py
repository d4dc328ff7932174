"""What every command shares: the settings, the parts, and how results and errors are written."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from assistant.channels.settings import Settings, read_settings
from prompts.wording import Wording

if TYPE_CHECKING:
    from assistant.channels.state.store import State

REFUSED = 2
"""Exit code: refused or impossible; nothing changed."""


@dataclass(frozen=True, slots=True)
class Session:
    """Settings and words of one call of the command."""

    settings: Settings
    wording: Wording
    language: str = "da"

    def say(self, key: str, **values: object) -> str:
        """A sentence of the wording file."""
        return self.wording.say(self.language, key, **values)

    def refuse(self, key: str, **values: object) -> typer.Exit:
        """Write why on stderr; raise what is returned."""
        write_error(self.say(key, **values))
        return typer.Exit(REFUSED)


def start(data: Path | None) -> Session:
    """Read the settings once for this call."""
    return Session(read_settings(data=data), Wording.load())


def session_of(context: typer.Context) -> Session:
    """The session that the top command made."""
    session = context.find_object(Session)
    assert session is not None
    return session


def typed(text: str) -> str:
    """What somebody typed, as whole letters: bytes that are none become a replacement sign."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def write(text: str) -> None:
    """Write a result to stdout; ends the command where the reader of a pipe (`| head`) has gone."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain when it flushes once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def write_error(text: str) -> None:
    """Write one line to stderr."""
    sys.stderr.write(text + "\n")


def write_json(value: Any) -> None:
    """Write exactly one JSON document to stdout."""
    write(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def application(session: Session, answers: bool = False) -> Iterator[Any]:
    """The assembled parts; imported here, since they cost start-up time that `--help` need not pay.

    `answers`: with the language model, if one is set.
    """
    from assistant.channels.build import open_application

    with open_application(session.settings, answers) as parts:
        yield parts


@contextmanager
def state_of(session: Session) -> "Iterator[State]":
    """What is kept of conversations and keys; imported here, since the database costs start-up time too."""
    from assistant.channels.state.store import open_state
    from assistant.channels.state.types import Policy

    state = open_state(session.settings.state_database, Policy(session.settings.limits))
    try:
        yield state
    finally:
        state.close()

"""Runs the real command in this process and keeps what it wrote."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from assistant.channels.cli.app import main


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit code, stdout and stderr."""

    code: int
    output: str
    error: str

    @property
    def json(self) -> Any:
        """Stdout as exactly one JSON document."""
        return json.loads(self.output)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Outcome:
    """`fagkompas` with these arguments."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    written = capsys.readouterr()
    return Outcome(left.value.code if isinstance(left.value.code, int) else 0, written.out, written.err)

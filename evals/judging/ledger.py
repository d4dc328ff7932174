"""Keeps what a judge has reached, so that a run that was broken off pays for no judgement twice.

A JSON line a judgement: the hash of model and messages, the votes, and the reason. Failed judgements are not kept: they
are asked for again. What is judged is masked before it is sent, and only its hash is written.
"""

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.judging.errors import JudgeError
from prompts.templates import Message

SavedVotes = tuple[tuple[Any, ...], str]
"""Votes as JSON holds them, and the reason."""


def key_of(model: str, messages: Sequence[Message]) -> str:
    """Names what is asked of whom; another word in the prompt gives another name."""
    return hashlib.sha256(json.dumps([model, list(messages)]).encode()).hexdigest()


@dataclass(slots=True)
class Ledger:
    """Judgements by key; in a file where there is a path."""

    path: Path | None = None
    saved: dict[str, SavedVotes] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def open(cls, path: Path | None) -> "Ledger":
        """Read the file, if there is one; a last line that was cut short is taken away. Raises `JudgeError`."""
        if path is None or not path.exists():
            return cls(path)
        try:
            whole, newline, cut_short = path.read_bytes().rpartition(b"\n")
            lines = whole.decode().split("\n") if newline else []
            saved = dict(_entry(path, number, line) for number, line in enumerate(lines, start=1))
            if cut_short:
                os.truncate(path, len(whole) + len(newline))
        except (OSError, UnicodeDecodeError) as error:
            raise JudgeError(f"{path} cannot be read ({error}); give another file.", file=str(path)) from error
        return cls(path, saved)

    def find(self, key: str) -> SavedVotes | None:
        """What was reached before, or None."""
        return self.saved.get(key)

    def keep(self, key: str, votes: Sequence[object], reason: str) -> None:
        """Add a judgement, on disk at once; raises `JudgeError` when the file cannot be written."""
        line = json.dumps({"key": key, "votes": list(votes), "reason": reason}, ensure_ascii=False)
        with self.lock:
            self.saved[key] = (tuple(votes), reason)
            if self.path is not None:
                _append(self.path, line)


def _append(path: Path, line: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    except OSError as error:
        raise JudgeError(f"{path} cannot be written ({error.strerror}); give another.", file=str(path)) from error


def _entry(path: Path, number: int, line: str) -> tuple[str, SavedVotes]:
    try:
        entry = json.loads(line)
        return entry["key"], (tuple(entry["votes"]), entry["reason"])
    except (ValueError, KeyError, TypeError) as error:
        raise JudgeError(f"{path}, line {number}, is no judgement; remove the file.", file=str(path)) from error

"""Runs the command, and says when what changes the data folder begins: `python -m evals.benchmarks.mishaps.begin …`.

Everything is imported by then, so that whoever waits for the word and kills at a moment of their own hits the change.
"""

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any

import chromadb  # noqa: F401 - imported here so that its seconds do not count

from knowledge.generations import KnowledgeBase

READY = "ready"
CHANGING = ("writer", "rollback", "backup", "restore")


def telling(change: Callable[..., Any]) -> Callable[..., Any]:
    """The same, with the word before it."""

    def told(*arguments: Any, **named: Any) -> Any:
        print(READY, flush=True)
        return change(*arguments, **named)

    return told


if __name__ == "__main__":
    (command,) = entry_points(group="console_scripts", name="fagkompas")
    main = command.load()
    for name in CHANGING:
        setattr(KnowledgeBase, name, telling(getattr(KnowledgeBase, name)))
    main()

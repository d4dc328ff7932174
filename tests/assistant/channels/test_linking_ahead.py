"""Links are found when a generation comes, not when somebody first asks for them."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.channels import linking_ahead as ahead
from assistant.channels.build import Application, open_application
from assistant.channels.linking_ahead import linking_ahead
from assistant.channels.settings import Settings
from knowledge.linking.linker import Linker
from knowledge.linking.types import CourseLink
from knowledge.types import Snapshot
from tests.assistant.channels.doors import ingest_into, write_sources

PATIENCE = 30


class Watched(Linker):
    """A linker that tells which generations it has found the links of."""

    def __init__(self, numbers: set[int], came: threading.Condition) -> None:
        super().__init__()
        self._numbers = numbers
        self._came = came

    def found(self, snapshot: Snapshot) -> tuple[CourseLink, ...]:
        links = super().found(snapshot)
        with self._came:
            self._numbers.add(snapshot.number)
            self._came.notify_all()
        return links


def watched(parts: Application) -> tuple[Application, Callable[[int], bool]]:
    """The parts with a linker that is watched, and a wait for a generation."""
    numbers, came = set[int](), threading.Condition()
    linker = Watched(numbers, came)

    def waits(number: int) -> bool:
        with came:
            return came.wait_for(lambda: number in numbers, PATIENCE)

    return Application(parts.settings, parts.knowledge_base, parts.assistant, parts.wording, linker), waits


def test_each_generation_is_linked_without_being_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "SECONDS_BETWEEN_LOOKS", 0.01)
    sources = write_sources(tmp_path / "sources")
    with open_application(Settings(data=tmp_path / "data"), answers=False) as parts:
        seen, waits = watched(parts)
        with linking_ahead(seen):
            ingest_into(tmp_path / "data", sources)
            assert waits(1)
            (sources / "rapport.md").unlink()
            ingest_into(tmp_path / "data", sources)
            assert waits(2)
    assert "links" not in {thread.name for thread in threading.enumerate()}

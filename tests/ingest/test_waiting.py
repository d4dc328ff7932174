"""A run waits its turn to write where it is told to, says so, and does not wait for ever."""

import threading
from pathlib import Path

import pytest
from builders import make_knowledge_base

from ingest.options import IngestOptions
from ingest.pipeline import ingest
from knowledge.errors import LockedError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kilder").mkdir()
    (tmp_path / "kilder" / "notat.md").write_text("# Notat\n\nEn tekst om sidemandsoplæring.\n", encoding="utf-8")
    return tmp_path


def test_a_run_waits_until_another_has_finished_writing(folder: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    waits, goes_on = threading.Event(), threading.Event()

    def hear(stage: str, done: int, total: int) -> None:
        heard.append((stage, done, total))
        if stage == "waiting":
            waits.set()

    def write() -> None:
        with make_knowledge_base(folder / "data") as base, base.writer():
            goes_on.set()
            waits.wait()

    other = threading.Thread(target=write)
    other.start()
    goes_on.wait()
    with make_knowledge_base(folder / "data") as base:
        report = ingest([folder / "kilder"], base, IngestOptions(wait=60), hear)
    other.join()
    assert (len(report.added), heard[0]) == (1, ("waiting", 0, 60))
    assert next(stage for stage, _, _ in heard if stage != "waiting") == "read"


def test_nobody_waits_longer_than_told_and_unasked_not_at_all(folder: Path) -> None:
    with make_knowledge_base(folder / "data") as base, base.writer():
        for seconds in (0.0, 0.6):
            with pytest.raises(LockedError):
                ingest([folder / "kilder"], base, IngestOptions(wait=seconds))

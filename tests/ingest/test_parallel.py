"""Many files read in processes of their own: in order, whatever one of them does to its process."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest import parallel
from ingest.discovery import FoundFile, scopes_of, survey
from ingest.parallel import AT_ONCE, Task, read_files
from ingest.reading import Reading, read_file

FILES = 40
BREAKS = "0017.md"
SLOW = """
import time
from pathlib import Path
from tests.ingest import test_parallel as made
if __name__ == "__main__":
    made.parallel.FEWEST_FILES = 1
    made.read_files(made.tasks(Path({folder!r})), lambda done: None, made.sleeping)
"""


def breaking(file: FoundFile, fingerprint: str) -> Reading:
    """As a library in C that crashes."""
    if file.path == BREAKS:
        os.abort()
    return read_file(file, fingerprint)


def sleeping(file: FoundFile, fingerprint: str) -> Reading:
    """For ever; tells who does."""
    (file.place.parent / f"{os.getpid()}.pid").touch()
    time.sleep(600)
    return read_file(file, fingerprint)


def tasks(folder: Path) -> list[Task]:
    return [(file, "fingerprint") for file in survey(scopes_of([folder], set())).files]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(FILES):
        (tmp_path / f"{number:04d}.md").write_text(f"# Notat {number}\n\nTekst nummer {number} om samtaler.\n", "utf-8")
    return tmp_path


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few files are many."""
    monkeypatch.setattr(parallel, "FEWEST_FILES", 1)


@pytest.mark.usefixtures("many")
def test_processes_read_what_one_would_have_in_the_same_order(folder: Path) -> None:
    heard: list[int] = []
    found = tasks(folder)
    assert read_files(found, heard.append) == [read_file(*task) for task in found]
    assert heard == [AT_ONCE, 2 * AT_ONCE, FILES]


@pytest.mark.usefixtures("many")
def test_a_file_that_breaks_its_reader_is_a_fault_and_stops_no_other(folder: Path) -> None:
    readings = read_files(tasks(folder), lambda done: None, breaking)
    assert [reading.file.path for reading in readings] == [f"{number:04d}.md" for number in range(FILES)]
    (broken,) = [reading for reading in readings if reading.failed]
    assert broken.file.path == BREAKS
    assert [fault.code for fault in broken.faults] == ["crash"]


def test_a_few_files_are_read_without_a_process(folder: Path) -> None:
    def here(file: FoundFile, fingerprint: str) -> Reading:
        """One that cannot be handed to a process."""
        return read_file(file, fingerprint)

    heard: list[int] = []
    assert len(read_files(tasks(folder)[:3], heard.append, here)) == 3
    assert heard == [1, 2, 3]


def test_readers_end_with_the_process_that_was_killed(folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "slow.py"
    script.write_text(SLOW.format(folder=str(folder)), "utf-8")
    root = str(Path(__file__).resolve().parents[2])
    with subprocess.Popen([sys.executable, str(script)], env=os.environ | {"PYTHONPATH": root}) as process:
        readers = waited(lambda: [int(path.stem) for path in folder.glob("*.pid")])
        process.kill()
    assert waited(lambda: not any(Path(f"/proc/{reader}").exists() for reader in readers))


def waited(holds: object, seconds: float = 30.0) -> list[int]:
    assert callable(holds)
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
    return found  # type: ignore[no-any-return]

import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError, LockedError
from knowledge.locks import FolderLock, writer_lock

HOLD = """
import sys, pathlib
from knowledge.locks import writer_lock
with writer_lock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    path = tmp_path / "writer.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(LockedError, match=str(other.pid)) as raised, writer_lock(path):
            pass
        other.kill()
    assert raised.value.values["process"] == str(other.pid)
    with writer_lock(path):
        pass


def test_a_second_writer_in_the_same_process_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "writer.lock"
    with writer_lock(path), pytest.raises(LockedError), writer_lock(path):
        pass


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KnowledgeError, match="FAGKOMPAS_DATA"), writer_lock(tmp_path / "file" / "writer.lock"):
        pass


def test_readers_share_a_folder_and_keep_it_from_being_deleted(tmp_path: Path) -> None:
    first, second = FolderLock.shared(tmp_path), FolderLock.shared(tmp_path)
    assert first is not None
    assert second is not None
    first.close()
    assert FolderLock.exclusive(tmp_path) is None
    second.close()
    second.close()
    alone = FolderLock.exclusive(tmp_path)
    assert alone is not None
    assert FolderLock.shared(tmp_path) is None
    alone.close()


def test_a_folder_that_is_gone_cannot_be_locked(tmp_path: Path) -> None:
    assert FolderLock.shared(tmp_path / "gone") is None

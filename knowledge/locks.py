"""Locks between processes: one writer at a time, and generations that are read are not deleted.

Folders are locked themselves (`flock` on a read-only descriptor), so that reading needs no write permission. The
system lets go of a lock when its process ends, however it ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from knowledge.errors import KnowledgeError, LockedError


class FolderLock:
    """A lock held on a folder until `close`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    def shared(cls, folder: Path) -> Self | None:
        """Lock a folder against deletion; None when it is gone or just being deleted."""
        return cls._take(folder, fcntl.LOCK_SH | fcntl.LOCK_NB)

    @classmethod
    def exclusive(cls, folder: Path) -> Self | None:
        """Lock a folder that nobody reads; None when it is gone or somebody does."""
        return cls._take(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)

    @classmethod
    def _take(cls, folder: Path, mode: int) -> Self | None:
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            fcntl.flock(descriptor, mode)
            # Between opening and locking the folder may have been moved away for deletion.
            if os.path.samestat(os.fstat(descriptor), folder.stat()):
                return cls(descriptor)
        except (BlockingIOError, FileNotFoundError):
            pass
        os.close(descriptor)
        return None

    def close(self) -> None:
        """Let go; calling it again does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


@contextmanager
def waiting_lock(folder: Path) -> Iterator[None]:
    """Hold a folder alone for a moment, waiting for whoever holds it now."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Be the only writer; raises `LockedError` naming the process that is, `KnowledgeError` if writing is denied."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise KnowledgeError(
            f"The data folder {path.parent} cannot be written ({error.strerror}); "
            "name another with FAGKOMPAS_DATA or mend its permissions.",
            path=str(path.parent),
        ) from error
    try:
        _claim(descriptor, path)
        yield
    finally:
        os.close(descriptor)


def _claim(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        # Longer than any process id; the file holds nothing else.
        holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
        raise LockedError(
            f"Another process (number {holder}) is writing to {path.parent}; wait until it has finished and try again.",
            path=str(path.parent),
            process=holder,
        ) from error
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)

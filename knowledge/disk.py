"""Tells a disk that is full, read-only or failing from what it is taken for where it happens."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.errors import DamagedError, DiskError, FagkompasError

# By the code of the reason: what the system calls it, what SQLite calls it, and what Chroma says of it in words.
FULL, DENIED, FAILING = "full", "denied", "failing"
_ERRNOS = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: DENIED,
    errno.EACCES: DENIED,
    errno.EPERM: DENIED,
    errno.EIO: FAILING,
}
_SQLITE = {sqlite3.SQLITE_FULL: FULL, sqlite3.SQLITE_READONLY: DENIED, sqlite3.SQLITE_IOERR: FAILING}
_WORDS = (("disk is full", FULL), ("No space left", FULL), ("readonly database", DENIED), ("disk I/O error", FAILING))
# SQLite's extended codes have the plain one in their last eight bits.
_PLAIN = 0xFF


@contextmanager
def naming_disk_trouble(folder: Path) -> Iterator[None]:
    """Raise `DiskError` for what goes wrong in the block because of the disk that the folder lies on."""
    try:
        yield
    except Exception as error:
        # Ours say what is wrong already, but for damage, which a full disk looks like.
        is_told = isinstance(error, FagkompasError) and not isinstance(error, DamagedError)
        reason = None if is_told else _reason(error)
        if reason is None:
            raise
        raise DiskError(
            f"{folder} cannot be written: the disk is {reason}. Nothing was published; mend that and try again.",
            folder=str(folder),
            **{reason: "yes"},
        ) from error


def _reason(error: BaseException | None) -> str | None:
    """Why, by the error or by what it came of."""
    while error is not None:
        found = _own_reason(error)
        if found:
            return found
        error = error.__cause__ or error.__context__
    return None


def _own_reason(error: BaseException) -> str | None:
    if isinstance(error, OSError) and error.errno in _ERRNOS:
        return _ERRNOS[error.errno]
    if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None):
        return _SQLITE.get(error.sqlite_errorcode & _PLAIN)
    return next((reason for words, reason in _WORDS if words in str(error)), None)

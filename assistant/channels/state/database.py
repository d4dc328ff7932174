"""How a database is opened, and what its errors mean: SQLite by default, Postgres for several machines.

SQLite keeps a write-ahead log, so that readers and one writer at a time work at once, in several processes and threads;
a writer waits for another. Errors of SQLAlchemy and of the drivers do not leave this module: they become those of
`state.errors`.
"""

import errno
import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from assistant.channels.state.errors import (
    StateDamagedError,
    StateError,
    StateUnreachableError,
    StateUnwritableError,
    StateUrlError,
)

# A writer needs milliseconds; who waits longer than this waits for one that hangs.
BUSY_SECONDS = 10
CONNECT_SECONDS = 5
# A worker answers in 40 threads, each of which needs a connection for milliseconds.
POOL_SIZE, POOL_OVERFLOW = 5, 35
# Questions are nobody else's business.
_ONLY_OWNER = 0o600
_WRITES = "writes"
_BACKENDS = frozenset({"sqlite", "postgresql"})
_PRIMARY_CODE = 0xFF

_SQLITE_ERRORS: Mapping[int, type[StateError]] = {
    sqlite3.SQLITE_CANTOPEN: StateUnwritableError,
    sqlite3.SQLITE_READONLY: StateUnwritableError,
    sqlite3.SQLITE_FULL: StateUnwritableError,
    sqlite3.SQLITE_IOERR: StateUnwritableError,
    sqlite3.SQLITE_PERM: StateUnwritableError,
    sqlite3.SQLITE_AUTH: StateUnwritableError,
    sqlite3.SQLITE_BUSY: StateUnreachableError,
    sqlite3.SQLITE_LOCKED: StateUnreachableError,
    sqlite3.SQLITE_CORRUPT: StateDamagedError,
    sqlite3.SQLITE_NOTADB: StateDamagedError,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: by class, then by code.
_POSTGRES_ERRORS: Mapping[str, type[StateError]] = {
    "08": StateUnreachableError,  # connection
    "28": StateUnreachableError,  # wrong user or password
    "3D": StateUnreachableError,  # no such database
    "57": StateUnreachableError,  # shut down, cancelled
    "25006": StateUnwritableError,  # read-only
    "42501": StateUnwritableError,  # no right to
    "53": StateUnwritableError,  # disk full, too many connections
    "58": StateDamagedError,  # files gone
    "XX": StateDamagedError,  # data corrupted
}


class Database:
    """Transactions on one database; every error is one of ours."""

    def __init__(self, url: str) -> None:
        self._url = _parsed(url)
        self._path = _file(self._url)
        self.shown = self._url.difference_update_query(["password"]).render_as_string(hide_password=True)
        self._engine = self._open()
        self._writer = threading.Lock()

    @property
    def is_server(self) -> bool:
        """Whether other machines may use it too."""
        return self._url.get_backend_name() != "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database; raises `StateError`."""
        with self._translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, committed when the block ends and undone when it raises; raises `StateError`.

        SQLite lets one write at a time and has the others look again every now and then; those of this process queue.
        """
        with self._translated(), self._turn(), self._engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    def upsert(
        self,
        table: Table,
        values: Mapping[str, Any],
        keys: Sequence[str],
        update: Sequence[str],
        add: Sequence[str] = (),
    ) -> "sqlite.Insert | postgresql.Insert":
        """An insertion that, where a row with the same `keys` is there, sets the columns `update` and adds to `add`."""
        insert = postgresql.insert(table) if self.is_server else sqlite.insert(table)
        statement = insert.values(dict(values))
        changed: dict[str, Any] = {name: statement.excluded[name] for name in update}
        changed |= {name: table.c[name] + statement.excluded[name] for name in add}
        return statement.on_conflict_do_update(index_elements=list(keys), set_=changed)

    def insert_new(
        self, table: Table, values: Mapping[str, Any], keys: Sequence[str]
    ) -> "sqlite.Insert | postgresql.Insert":
        """An insertion that does nothing where a row with the same `keys` is there already."""
        insert = postgresql.insert(table) if self.is_server else sqlite.insert(table)
        return insert.values(dict(values)).on_conflict_do_nothing(index_elements=list(keys))

    def check(self) -> None:
        """Go through an SQLite file page by page; raises `StateDamagedError`."""
        if self.is_server:
            return
        with self.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise StateDamagedError(
                f"{self.shown} is damaged ({found}); put a backup in its place.", url=self.shown, reason=found
            )

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _open(self) -> Engine:
        with self._translated():
            if self.is_server:
                return create_engine(
                    self._url,
                    pool_pre_ping=True,
                    pool_size=POOL_SIZE,
                    max_overflow=POOL_OVERFLOW,
                    connect_args={"connect_timeout": CONNECT_SECONDS},
                )
            return self._open_sqlite()

    def _open_sqlite(self) -> Engine:
        if self._path is not None:
            _prepare_file(self._path, self.shown)
        # In memory there is one database a connection, so all share one.
        sizes = (1, 0) if self._path is None else (POOL_SIZE, POOL_OVERFLOW)
        engine = create_engine(
            self._url,
            poolclass=QueuePool,
            pool_size=sizes[0],
            max_overflow=sizes[1],
            connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS, "isolation_level": None},
        )
        event.listen(engine, "connect", _set_up_connection)
        event.listen(engine, "begin", _begin)
        return engine

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self.is_server:
            yield
            return
        if not self._writer.acquire(timeout=BUSY_SECONDS):
            raise StateUnreachableError(
                f"{self.shown} is being written to; try again.", url=self.shown, reason="database is locked"
            )
        try:
            yield
        finally:
            self._writer.release()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise translated(error, self.shown) from error


def file_of(url: str) -> Path | None:
    """The file of an SQLite database; None for a server and in memory. Raises `StateUrlError`."""
    return _file(_parsed(url))


def translated(error: SQLAlchemyError, shown: str) -> StateError:
    """Our error for one of SQLAlchemy's; `shown` is the URL without its password."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    reason = str(cause).strip().partition("\n")[0]
    kind = _kind(error, cause)
    return kind(f"{shown} cannot be used ({reason}); mend it, or set FAGKOMPAS_STATE_URL.", url=shown, reason=reason)


def _kind(error: SQLAlchemyError, cause: BaseException | None) -> type[StateError]:
    if isinstance(error, PoolTimeoutError):
        return StateUnreachableError
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE
        return _SQLITE_ERRORS.get(code, StateError)
    state = getattr(cause, "sqlstate", None)
    if state:
        return _POSTGRES_ERRORS.get(state, _POSTGRES_ERRORS.get(state[:2], StateError))
    # A server that is not there has no code to give.
    return StateUnreachableError if isinstance(error, OperationalError) else StateError


def _parsed(url: str) -> URL:
    """The URL, refused when nothing here opens it; its text is not repeated, it may hold a password."""
    try:
        parsed = make_url(url)
        known = parsed.get_backend_name() in _BACKENDS and not parsed.get_dialect().is_async
        if known:
            parsed.get_dialect().import_dbapi()
    except ImportError as error:
        raise StateUrlError(
            f"The driver {error.name} is missing; run pip install 'fagkompas[postgres]'.", driver=error.name
        ) from error
    except (SQLAlchemyError, ValueError) as error:
        raise _no_database() from error
    if not known:
        raise _no_database()
    return parsed


def _file(url: URL) -> Path | None:
    name = url.database or ""
    has_none = url.get_backend_name() != "sqlite" or name in {"", ":memory:"} or name.startswith("file:")
    return None if has_none else Path(name)


def _no_database() -> StateUrlError:
    return StateUrlError("FAGKOMPAS_STATE_URL names no database; write sqlite:///FILE or postgresql+psycopg://….")


def _prepare_file(path: Path, shown: str) -> None:
    """Make the folder, and the file so that nobody else reads it (its log is made with the same rights).

    A file that is there is not opened: closing it would drop the locks of all connections that this process has to
    it, and another process that leaves would then delete the log from under them (SQLite, How To Corrupt, 2.2).
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            # Another process may have been first.
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _ONLY_OWNER))
        elif path.is_dir() or not os.access(path, os.R_OK | os.W_OK):
            number = errno.EISDIR if path.is_dir() else errno.EACCES
            raise OSError(number, os.strerror(number))
    except OSError as error:
        raise StateUnwritableError(
            f"{path} cannot be written ({error.strerror}); mend its permissions, or set FAGKOMPAS_STATE_URL.",
            url=shown,
            reason=error.strerror,
        ) from error


def _set_up_connection(connection: sqlite3.Connection, _record: object) -> None:
    """Readers beside a writer; what is committed survives a crash of the process; what is deleted is overwritten."""
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the write lock at once: a reader that turns into a writer is refused without waiting."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

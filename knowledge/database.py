"""SQLite: the connection, safe under threads, read-only for readers."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from knowledge.errors import DamagedError
from knowledge.rows import Cell

_SCHEMA = Path(__file__).with_name("schema.sql")
# Those of ours; the others come with a table's keys.
_INDEXES = "FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"

Parameters = Sequence[Cell | bytes] | Mapping[str, Cell | bytes]


class Database:
    """One connection; each call is whole under a lock, so that threads may share it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def open_published(cls, path: Path) -> "Database":
        """Open for reading; raises `DamagedError`."""
        # `immutable`: nobody ever changes a published file, so neither lock nor journal is needed.
        uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        try:
            database = cls(sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None))
        except sqlite3.OperationalError as error:
            raise _damaged(path, str(error)) from error
        try:
            database.rows("SELECT count(*) FROM sources")
        except sqlite3.DatabaseError as error:
            database.close()
            raise _damaged(path, str(error)) from error
        return database

    @classmethod
    def open_private(cls, path: Path) -> "Database":
        """Open a draft's own copy for writing, in one transaction until `finish`.

        The tables are made where it is new, and get the columns and indexes that an older version did not know where
        it is not.
        """
        is_new = not path.exists()
        database = cls(sqlite3.connect(path, check_same_thread=False, isolation_level=None))
        # A draft that dies is thrown away, so the disk need not be waited for before `finish` has synced it whole.
        database._connection.executescript(
            "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
        )
        if is_new:
            database._connection.executescript(_SCHEMA.read_text("utf-8"))
        database.run("BEGIN")
        if not is_new:
            _add_what_is_missing(database)
        return database

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        with self._lock:
            return self._connection.execute(sql, parameters).fetchall()

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Carry out a statement; returns how many rows it touched."""
        with self._lock:
            return self._connection.execute(sql, parameters).rowcount

    def run_many(self, sql: str, parameters: Iterable[Parameters]) -> None:
        """Carry out a statement for each set of parameters."""
        with self._lock:
            self._connection.executemany(sql, parameters)

    def insert(self, table: str, row: Mapping[str, Cell]) -> None:
        """Insert one row; `table` and the columns are names of ours, never input."""
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        self.run(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Undo what the block did if it raises."""
        self.run("SAVEPOINT step")
        try:
            yield
        except BaseException:
            self.run("ROLLBACK TO step")
            raise
        finally:
            self.run("RELEASE step")

    def finish(self) -> None:
        """Commit a draft's changes."""
        self.run("COMMIT")

    def close(self) -> None:
        """Close the connection; what was not committed is lost."""
        with self._lock:
            self._connection.close()


def check_database(path: Path) -> None:
    """Go through a published file page by page; raises `DamagedError`."""
    with closing(Database.open_published(path)) as database:
        try:
            (faults,) = database.rows("PRAGMA quick_check(1)")
        except sqlite3.DatabaseError as error:
            raise _damaged(path, str(error)) from error
        if faults[0] != "ok":
            raise _damaged(path, str(faults[0]))


def _add_what_is_missing(database: Database) -> None:
    with closing(Database(sqlite3.connect(":memory:", isolation_level=None))) as model:
        model._connection.executescript(_SCHEMA.read_text("utf-8"))
        for (table,) in model.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            has = {column["name"] for column in database.rows(f"PRAGMA table_info({table})")}
            for column in model.rows(f"PRAGMA table_info({table})"):
                if column["name"] not in has:
                    database.run(_added(table, column))
        has = {name for (name,) in database.rows(f"SELECT name {_INDEXES}")}
        for index, sql in model.rows(f"SELECT name, sql {_INDEXES}"):
            if index not in has:
                database.run(sql)


def _added(table: str, column: sqlite3.Row) -> str:
    otherwise = f" NOT NULL DEFAULT {column['dflt_value']}" if column["notnull"] else ""
    return f'ALTER TABLE {table} ADD COLUMN "{column["name"]}" {column["type"]}{otherwise}'


def _damaged(path: Path, reason: str) -> DamagedError:
    return DamagedError(
        f"{path} cannot be read ({reason}); go back with `fagkompas rollback`, or ingest anew.", file=str(path)
    )

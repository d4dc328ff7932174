"""Vectors of an ingest that has not come to its end: a large one that is killed need not embed anew.

Kept beside the generations in a file of its own, a batch at a time, and removed when a generation is published.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

FILE = "unfinished-embeddings.sqlite"

Row = tuple[str, bytes]
"""Content hash and vector, as the table of embeddings has them."""


class UnfinishedEmbeddings:
    """The file; only the one writer of a data folder touches it. A damaged one is begun anew."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE

    def known(self, hashes: Sequence[str]) -> list[Row]:
        """What an earlier ingest left of these."""
        if not self._path.exists():
            return []
        try:
            with self._opened() as connection:
                marks = ", ".join("?" * len(hashes))
                sql = f"SELECT content_hash, vector FROM embeddings WHERE content_hash IN ({marks})"
                return connection.execute(sql, list(hashes)).fetchall()
        except sqlite3.DatabaseError:
            self.forget()
            return []

    def keep(self, rows: Sequence[Row]) -> None:
        """Keep a batch."""
        try:
            with self._opened() as connection:
                connection.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?)", rows)
        except sqlite3.DatabaseError:
            # The next ingest embeds them anew: that is slower, not wrong.
            self.forget()

    def forget(self) -> None:
        """Remove the file: what it held is published, or cannot be read."""
        for path in (self._path, self._path.with_name(f"{FILE}-journal")):
            path.unlink(missing_ok=True)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path)) as connection, connection:
            # What a killed process has written is the system's to keep; only a power cut could lose it.
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("CREATE TABLE IF NOT EXISTS embeddings (content_hash TEXT PRIMARY KEY, vector BLOB)")
            yield connection

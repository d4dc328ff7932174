"""Vectors of an ingest that has not come to its end: a large one that is killed need not embed and add anew.

Kept beside the generations, a batch at a time, and removed when a generation is published.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

FILE = "unfinished-embeddings.sqlite"
FOLDER = "unfinished-vectors"
_MOST_TRIES = 5

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


class UnfinishedVectors:
    """A collection while very much is added to it: a killed ingest leaves it here, and the next goes on with it.

    The draft has a link to it meanwhile. `label` says what it goes on from; with another one it is begun anew.
    """

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER
        self._label = self._folder / "label.json"
        self._vectors = self._folder / "vectors"

    def lend(self, own: Path, label: str) -> None:
        """Put in the place of a draft's vectors what a killed ingest left of them, or keep these so as to be left."""
        tries = self._tries(label)
        if 0 < tries < _MOST_TRIES:
            shutil.rmtree(own)
        else:
            tries = 0
            self.forget()
            self._folder.mkdir()
            own.rename(self._vectors)
        self._label.write_text(json.dumps({"label": label, "tries": tries + 1}), "utf-8")
        own.symlink_to(self._vectors.resolve())

    def give_back(self, own: Path) -> None:
        """Move them to the draft, where they were lent to it."""
        if own.is_symlink():
            own.unlink()
            self._vectors.rename(own)

    def discard(self, own: Path) -> None:
        """Remove them, where they were lent to the draft and are no good."""
        if own.is_symlink():
            own.unlink()
            self.forget()

    def forget(self) -> None:
        """Remove what was left: it is published, or no good."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _tries(self, label: str) -> int:
        """How often it was lent with this label: what breaks whoever opens it is not opened for ever."""
        try:
            told = json.loads(self._label.read_text("utf-8"))
            return int(told["tries"]) if told["label"] == label and self._vectors.is_dir() else 0
        except (OSError, ValueError, KeyError, TypeError):
            return 0

"""Which records the two indexes hold, which of them are dead, and the vectors by content hash."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.database import Database
from knowledge.embedder import Vectors
from knowledge.indexing import embedding_hash
from knowledge.rows import record_of
from knowledge.types import Passage
from knowledge.vectors import RecordKey

_FLOAT = np.dtype("<f4")


@dataclass(frozen=True, slots=True)
class IndexTable:
    """The record table of one of the indexes."""

    database: Database
    table: str

    def missing(self) -> list[Passage]:
        """The passages that are not in the index as they are now."""
        sql = (
            f"SELECT passages.* FROM passages LEFT JOIN {self.table} USING (passage_id, index_hash) "
            f"WHERE {self.table}.passage_id IS NULL ORDER BY source_id, position"
        )
        return [record_of(Passage, row) for row in self.database.rows(sql)]

    def live(self) -> list[RecordKey]:
        """The records that stand for a passage as it is now."""
        return self._keys(
            f"SELECT passage_id, index_hash FROM {self.table} JOIN passages USING (passage_id, index_hash)"
        )

    def dead(self) -> list[RecordKey]:
        """The records that do not."""
        return self._keys(
            f"SELECT passage_id, index_hash FROM {self.table} LEFT JOIN passages USING (passage_id, index_hash) "
            "WHERE passages.passage_id IS NULL"
        )

    def add(self, keys: Iterable[RecordKey]) -> None:
        """Note records as added; an id that may stand but once replaces its older version."""
        sql = f"INSERT OR REPLACE INTO {self.table} (passage_id, index_hash) VALUES (?, ?)"
        self.database.run_many(sql, ((key.passage_id, key.index_hash) for key in keys))

    def clear(self) -> None:
        """Forget all, as for a new index."""
        self.database.run(f"DELETE FROM {self.table}")

    def unfound(self) -> list[RecordKey]:
        """Those of the vectors that stand for a passage as it is now, and that their own vector does not lead to."""
        if not any(row["name"] == "found" for row in self.database.rows(f"PRAGMA table_info({self.table})")):
            # An older version knew none.
            return []
        return self._keys(
            f"SELECT passage_id, index_hash FROM {self.table} JOIN passages USING (passage_id, index_hash) "
            "WHERE found = 0"
        )

    def note_unfound(self, keys: Iterable[RecordKey]) -> None:
        """Note which of the vectors their own does not lead to."""
        sql = f"UPDATE {self.table} SET found = 0 WHERE passage_id = ? AND index_hash = ?"
        self.database.run_many(sql, ((key.passage_id, key.index_hash) for key in keys))

    def _keys(self, sql: str) -> list[RecordKey]:
        return [RecordKey(*row) for row in self.database.rows(f"{sql} ORDER BY 1, 2")]


def vector_records(database: Database) -> IndexTable:
    """The records of the vectors."""
    return IndexTable(database, "vector_records")


def keyword_records(database: Database) -> IndexTable:
    """The records of the keyword index."""
    return IndexTable(database, "keyword_records")


class StoredEmbeddings:
    """One model's vectors in SQLite."""

    def __init__(self, database: Database, fingerprint: str, dimensions: int) -> None:
        self._database = database
        self._fingerprint = fingerprint
        self._dimensions = dimensions

    def missing(self, passages: Iterable[Passage]) -> list[Passage]:
        """The passages whose text has no vector yet, each text once."""
        by_hash = {embedding_hash(self._fingerprint, passage): passage for passage in passages}
        sql = "SELECT content_hash FROM embeddings WHERE content_hash IN (SELECT value FROM json_each(?))"
        known = {row[0] for row in self._database.rows(sql, (json.dumps(list(by_hash)),))}
        return [passage for content_hash, passage in by_hash.items() if content_hash not in known]

    def add(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Keep the vectors of these passages' texts."""
        hashes = [embedding_hash(self._fingerprint, passage) for passage in passages]
        rows = [(name, row.astype(_FLOAT).tobytes()) for name, row in zip(hashes, vectors, strict=True)]
        self._database.run_many("INSERT OR REPLACE INTO embeddings VALUES (?, ?)", rows)

    def of(self, passages: Sequence[Passage]) -> Vectors:
        """The vectors of these passages, in their order; all must have been added."""
        hashes = [embedding_hash(self._fingerprint, passage) for passage in passages]
        sql = "SELECT content_hash, vector FROM embeddings WHERE content_hash IN (SELECT value FROM json_each(?))"
        found = {row[0]: row[1] for row in self._database.rows(sql, (json.dumps(hashes),))}
        content = b"".join(found[content_hash] for content_hash in hashes)
        return np.frombuffer(content, dtype=_FLOAT).reshape(len(hashes), self._dimensions).astype(np.float32)

    def keep_only(self, passages: Iterable[Passage]) -> None:
        """Drop the vectors of texts that are gone, and those of other models."""
        hashes = json.dumps([embedding_hash(self._fingerprint, passage) for passage in passages])
        self._database.run(
            "DELETE FROM embeddings WHERE content_hash NOT IN (SELECT value FROM json_each(?))", (hashes,)
        )

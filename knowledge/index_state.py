"""Which records the two indexes hold, which of them are dead, and the vectors by content hash."""

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.database import Database
from knowledge.embedder import Vectors
from knowledge.indexing import embedding_hash
from knowledge.rows import record_of
from knowledge.types import Passage
from knowledge.unfinished import Row
from knowledge.vector_records import RecordKey, passage_of

_FLOAT = np.dtype("<f4")
# Rows looked at for each live one that is wanted.
_TRIED_FOR_ONE = 2
_IN_ORDER = "ORDER BY source_id, position"


@dataclass(frozen=True, slots=True)
class IndexTable:
    """The record table of one of the indexes."""

    database: Database
    table: str

    def missing(self) -> list[Passage]:
        """The passages that are not in the index as they are now."""
        sql = f"{self._not_held} SELECT passages.* FROM not_held JOIN passages USING (passage_id) {_IN_ORDER}"
        return [record_of(Passage, row) for row in self.database.rows(sql)]

    def missing_keys(self) -> list[RecordKey]:
        """The same by their keys alone."""
        columns = "passage_id, passages.index_hash"
        sql = f"{self._not_held} SELECT {columns} FROM not_held JOIN passages USING (passage_id) {_IN_ORDER}"
        return [RecordKey(*row) for row in self.database.rows(sql)]

    def live(self) -> list[RecordKey]:
        """The records that stand for a passage as it is now."""
        return self._keys(
            f"SELECT passage_id, index_hash FROM {self.table} JOIN passages USING (passage_id, index_hash)"
        )

    def live_among(self, passage_ids: Sequence[str]) -> list[RecordKey]:
        """The records of these passages that stand for them as they are now."""
        sql = (
            f"SELECT passage_id, index_hash FROM {self.table} JOIN passages USING (passage_id, index_hash) "
            "WHERE passage_id IN (SELECT value FROM json_each(?))"
        )
        return [RecordKey(*row) for row in self.database.rows(sql, (json.dumps(passage_ids),))]

    def some_live(self, most: int, seed: int) -> list[RecordKey]:
        """So many live records, or somewhat fewer, chosen by chance: the same for the same seed."""
        (last,) = self.database.rows(f"SELECT coalesce(max(rowid), 0) FROM {self.table}")[0]
        # At most a fifth is dead, and what was removed leaves few gaps.
        numbers = sorted(random.Random(seed).sample(range(1, last + 1), min(last, _TRIED_FOR_ONE * most)))
        sql = (
            f"SELECT passage_id, index_hash FROM {self.table} JOIN passages USING (passage_id, index_hash) "
            f"WHERE {self.table}.rowid IN (SELECT value FROM json_each(?))"
        )
        found = [RecordKey(*row) for row in self.database.rows(f"{sql} ORDER BY 1, 2", (json.dumps(numbers),))]
        return random.Random(seed).sample(found, min(most, len(found)))

    def dead(self) -> list[RecordKey]:
        """The records that do not."""
        return self._keys(
            f"SELECT passage_id, index_hash FROM {self.table} LEFT JOIN passages USING (passage_id, index_hash) "
            "WHERE passages.passage_id IS NULL"
        )

    def counts(self) -> tuple[int, int]:
        """How many records are alive, and how many dead."""
        (both,) = self.database.rows(f"SELECT count(*) FROM {self.table}")[0]
        # In the order of the passages' small index: the other way round each look-up is somewhere else.
        sql = f"SELECT count(*) FROM passages CROSS JOIN {self.table} USING (passage_id, index_hash)"
        (live,) = self.database.rows(sql)[0]
        return live, both - live

    def add(self, keys: Iterable[RecordKey]) -> None:
        """Note records as added; an id that may stand but once replaces its older version."""
        sql = f"INSERT OR REPLACE INTO {self.table} (passage_id, index_hash) VALUES (?, ?)"
        self.database.run_many(sql, ((key.passage_id, key.index_hash) for key in keys))

    def clear(self) -> None:
        """Forget all, as for a new index."""
        self.database.run(f"DELETE FROM {self.table}")

    @property
    def _not_held(self) -> str:
        # Two small indexes side by side: the passages themselves are a hundred times as large.
        return (
            "WITH not_held AS MATERIALIZED (SELECT passage_id, index_hash FROM passages INDEXED BY passages_by_hash "
            f"LEFT JOIN {self.table} AS held USING (passage_id, index_hash) WHERE held.passage_id IS NULL)"
        )

    def _keys(self, sql: str) -> list[RecordKey]:
        return [RecordKey(*row) for row in self.database.rows(f"{sql} ORDER BY 1, 2")]


@dataclass(frozen=True, slots=True)
class VectorRecords(IndexTable):
    """The record table of the vectors: which of them the graph does not lead to, and which it does not hold yet."""

    def unfound(self) -> list[RecordKey]:
        """Those that stand for a passage as it is now and are to be compared one by one: lost, or waiting."""
        return self._marked("found")

    def waiting(self) -> list[RecordKey]:
        """Those among them that the collection does not hold yet."""
        return self._marked("stored")

    def note_unfound(self, record_ids: Iterable[str]) -> None:
        """Note which of the vectors, by their ids in Chroma, their own does not lead to."""
        lost = set(record_ids)
        keys = [key for key in self.live_among([passage_of(one) for one in lost]) if str(key) in lost]
        sql = f"UPDATE {self.table} SET found = 0 WHERE passage_id = ? AND index_hash = ?"
        self.database.run_many(sql, ((key.passage_id, key.index_hash) for key in keys))

    def have_wait(self, keys: Iterable[RecordKey]) -> None:
        """Note records that are kept here alone for now."""
        sql = f"INSERT INTO {self.table} (passage_id, index_hash, found, stored) VALUES (?, ?, 0, 0)"
        self.database.run_many(sql, ((key.passage_id, key.index_hash) for key in keys))

    def forget_dead_waiting(self) -> None:
        """Forget what waited for a passage that is gone or reads otherwise now: the collection never held it."""
        self.database.run(
            f"DELETE FROM {self.table} WHERE stored = 0 AND NOT EXISTS (SELECT 1 FROM passages WHERE "
            f"passages.passage_id = {self.table}.passage_id AND passages.index_hash = {self.table}.index_hash)"
        )

    def _marked(self, column: str) -> list[RecordKey]:
        if not any(row["name"] == column for row in self.database.rows(f"PRAGMA table_info({self.table})")):
            # An older version knew none.
            return []
        return self._keys(
            f"SELECT passage_id, index_hash FROM {self.table} NOT INDEXED CROSS JOIN passages "
            f"USING (passage_id, index_hash) WHERE {column} = 0"
        )


def vector_records(database: Database) -> VectorRecords:
    """The records of the vectors."""
    return VectorRecords(database, "vector_records")


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

    def hashes(self, passages: Iterable[Passage]) -> list[str]:
        """The names of these passages' vectors."""
        return [embedding_hash(self._fingerprint, passage) for passage in passages]

    def rows(self, passages: Sequence[Passage], vectors: Vectors) -> list[Row]:
        """The vectors of these passages' texts as they are kept."""
        pairs = zip(self.hashes(passages), vectors, strict=True)
        return [(name, vector.astype(_FLOAT).tobytes()) for name, vector in pairs]

    def put(self, rows: Iterable[Row]) -> None:
        """Keep these."""
        self._database.run_many("INSERT OR REPLACE INTO embeddings VALUES (?, ?)", rows)

    def of(self, passages: Sequence[Passage]) -> Vectors:
        """The vectors of these passages, in their order; all must have been added."""
        hashes = [embedding_hash(self._fingerprint, passage) for passage in passages]
        sql = "SELECT content_hash, vector FROM embeddings WHERE content_hash IN (SELECT value FROM json_each(?))"
        found = {row[0]: row[1] for row in self._database.rows(sql, (json.dumps(hashes),))}
        content = b"".join(found[content_hash] for content_hash in hashes)
        return np.frombuffer(content, dtype=_FLOAT).reshape(len(hashes), self._dimensions).astype(np.float32)

    def keep_only(self, hashes: Sequence[str]) -> None:
        """Drop all vectors but those of these names: of texts that are gone, and of other models."""
        self._database.run(
            "DELETE FROM embeddings WHERE content_hash NOT IN (SELECT value FROM json_each(?))", (json.dumps(hashes),)
        )

"""Vectors in a Chroma folder: the only module that knows Chroma.

Records are only ever added, and only to a writer's private copy: deleting and upserting leaves live records unfindable
(chroma-core/chroma issue 7758). What is no longer alive is filtered by whoever asks.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from knowledge.embedder import Vectors
from knowledge.errors import DamagedError
from knowledge.locks import waiting_lock
from knowledge.types import Passage, SearchQuery

_COLLECTION = "passages"
_CHROMA_DATABASE = "chroma.sqlite3"

# Cosine, because embeddings are compared by direction; the widths are those measured in design/stack.md, where the
# default ones (16, 100, 100) miss neighbours that these find.
_CONFIGURATION = {"hnsw": {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 200}}

# Chroma knows no missing metadata value in a filter, so "names no learner" is a word of its own.
NO_LEARNER = "none"

# Questions asked of Chroma in one call: enough to spread the cost of a call, few enough for the answer to stay small.
_QUERIES_AT_ONCE = 100

# The end of a record's id: enough of the passage's hash to tell its versions apart.
_HASH_MARK = "#"
_HASH_DIGITS = 16

Metadata = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordKey:
    """A passage as it was when it was embedded: a changed passage is a new record beside the dead old one."""

    passage_id: str
    index_hash: str

    def __str__(self) -> str:
        return f"{self.passage_id}{_HASH_MARK}{self.index_hash[:_HASH_DIGITS]}"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A record's id in Chroma (`str` of its key) and its cosine distance, 0 (same direction) to 2."""

    record_id: str
    distance: float

    @property
    def passage_id(self) -> str:
        """The passage it is, or once was."""
        return passage_of(self.record_id)


class VectorStore:
    """An open Chroma collection; `close` ends its threads."""

    def __init__(self, client: Any, collection: Any) -> None:
        self._client = client
        self._collection = collection

    @classmethod
    def create(cls, folder: Path) -> "VectorStore":
        """Make an empty collection in a new folder."""
        folder.mkdir(parents=True)
        client = _client(folder)
        collection = client.create_collection(_COLLECTION, configuration=_CONFIGURATION, embedding_function=None)
        return cls(client, collection)

    @classmethod
    def open(cls, folder: Path) -> "VectorStore":
        """Open a collection; raises `DamagedError`. Chroma writes into the folder, so it must be writable."""
        from chromadb.errors import ChromaError  # slow: 1.3 seconds

        if not (folder / _CHROMA_DATABASE).is_file():
            raise _damaged(folder, "it is not there")
        try:
            # Two processes that open one folder at the same moment can hang (chroma-core/chroma issue 7040).
            with waiting_lock(folder):
                client = _client(folder)
        except (ChromaError, ValueError, AttributeError) as error:
            raise _damaged(folder, str(error)) from error
        try:
            return cls(client, client.get_collection(_COLLECTION, embedding_function=None))
        except ChromaError as error:
            client.close()
            raise _damaged(folder, str(error)) from error

    def add(
        self,
        ids: Sequence[str],
        vectors: Vectors,
        metadatas: Sequence[Metadata],
        progress: Callable[[int], None] | None = None,
    ) -> None:
        """Add records of new ids, in batches Chroma takes; `progress` hears how many are in."""
        step = self._client.get_max_batch_size()
        for start in range(0, len(ids), step):
            end = start + step
            self._collection.add(
                ids=list(ids[start:end]), embeddings=vectors[start:end], metadatas=list(metadatas[start:end])
            )
            if progress is not None:
                progress(min(end, len(ids)))

    def ids(self) -> set[str]:
        """Every record's id, alive or dead."""
        return set(self._collection.get(include=[])["ids"])

    def nearest(self, vectors: Vectors, limit: int, where: Mapping[str, Any] | None) -> Iterator[list[Neighbour]]:
        """For each row of `vectors` the `limit` nearest records, nearest first."""
        for start in range(0, len(vectors), _QUERIES_AT_ONCE):
            found = self._collection.query(
                query_embeddings=vectors[start : start + _QUERIES_AT_ONCE],
                n_results=limit,
                where=dict(where) if where else None,
                include=["distances"],
            )
            for ids, distances in zip(found["ids"], found["distances"], strict=True):
                yield [Neighbour(*pair) for pair in zip(ids, map(float, distances), strict=True)]

    def count(self) -> int:
        """How many records there are, alive or dead."""
        return int(self._collection.count())

    def close(self) -> None:
        """Let go of the memory, the files and the threads."""
        self._client.close()


def passage_of(record_id: str) -> str:
    """The id of the passage that a record is, or once was."""
    return record_id.rpartition(_HASH_MARK)[0]


def metadata_of(passage: Passage) -> Metadata:
    """What Chroma knows of a passage beside its id and vector: only what a question filters by."""
    return {
        "kind": passage.kind.value,
        "learner": passage.learner.value if passage.learner else NO_LEARNER,
        "visibility": passage.visibility.value,
    }


def filter_for(query: SearchQuery, present: Mapping[str, frozenset[str]]) -> dict[str, Any] | None:
    """Say in Chroma's words what a question leaves out; `present`: the values there are, by field.

    None when nothing there is left out: a filter that lets everything through costs Chroma a list of all ids.
    """
    wanted = {"visibility": {visibility.value for visibility in query.visibilities}}
    if query.kind is not None:
        wanted["kind"] = {query.kind.value}
    if query.learner is not None:
        wanted["learner"] = {query.learner.value, NO_LEARNER}
    narrowing = [
        {field: {"$in": sorted(values)}} for field, values in sorted(wanted.items()) if present[field] - values
    ]
    if len(narrowing) > 1:
        return {"$and": narrowing}
    return narrowing[0] if narrowing else None


def lets_through(query: SearchQuery, passage: Passage) -> bool:
    """Tell whether a question leaves a passage in, as `filter_for` says it to Chroma."""
    return (
        passage.visibility in query.visibilities
        and query.kind in (None, passage.kind)
        and (query.learner is None or passage.learner in (None, query.learner))
    )


def copy_store(source: Path, target: Path) -> None:
    """Copy a collection's folder, which readers may be opening meanwhile; raises `DamagedError`."""
    try:
        # The index files change only when records are added; Chroma's own database also when it is opened.
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(f"{_CHROMA_DATABASE}*"))
        with (
            waiting_lock(source),
            closing(sqlite3.connect(f"file:{quote(str(source / _CHROMA_DATABASE))}?mode=rw", uri=True)) as opened,
            closing(sqlite3.connect(target / _CHROMA_DATABASE)) as copy,
        ):
            opened.backup(copy)
    except (FileNotFoundError, shutil.Error, sqlite3.DatabaseError) as error:
        raise _damaged(source, str(error)) from error


def _client(folder: Path) -> Any:
    import chromadb  # slow: 1.3 seconds
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    try:
        return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    except BaseException:
        # A client that failed to start stays in Chroma's table and makes every later one on this path fail too.
        SharedSystemClient._identifier_to_system.pop(str(folder), None)
        SharedSystemClient._identifier_to_refcount.pop(str(folder), None)
        raise


def _damaged(folder: Path, reason: str) -> DamagedError:
    return DamagedError(
        f"The vectors in {folder} cannot be opened ({reason}); run `fagkompas doctor --repair`.", folder=str(folder)
    )

"""Vectors in a Chroma folder or on a Chroma server: the only module that knows Chroma.

Records are only ever added, in a folder only to a writer's private copy: deleting and upserting leaves live records
unfindable (chroma-core/chroma issue 7758). What is not alive in a generation is filtered by whoever asks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from knowledge.chroma_server import ChromaServer
from knowledge.embedder import Vectors
from knowledge.errors import DamagedError, VectorServerError
from knowledge.locks import waiting_lock
from knowledge.vector_files import CHROMA_DATABASE, damaged_vectors
from knowledge.vector_records import Metadata, Neighbour

_COLLECTION = "passages"

# Cosine, because embeddings are compared by direction; the widths are those measured in design/stack.md, where the
# default ones (16, 100, 100) miss neighbours that these find.
_CONFIGURATION = {"hnsw": {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 200}}

# Questions asked of Chroma in one call: enough to spread the cost of a call, few enough for the answer to stay small.
_QUERIES_AT_ONCE = 100

# A question waits no longer for a server than people do, and is answered by its words then; a writer adds thousands of
# records in one request.
READER_SECONDS, WRITER_SECONDS = 3.0, 120.0
# Names asked for in one request.
_NAMES_AT_ONCE = 100
# Refusals that Chroma itself puts into words of its own; others come from a proxy, or from what is no Chroma.
_CHROMAS_OWN = frozenset({400, 404, 409, 422})


class VectorStore:
    """An open Chroma collection; `close` ends its threads. On a server each call may raise `VectorServerError`."""

    def __init__(self, client: Any, collection: Any, server: ChromaServer | None = None) -> None:
        self._client = client
        self._collection = collection
        self._server = server

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

        if not (folder / CHROMA_DATABASE).is_file():
            raise damaged_vectors(folder, "it is not there")
        try:
            # Two processes that open one folder at the same moment can hang (chroma-core/chroma issue 7040).
            with waiting_lock(folder):
                client = _client(folder)
        except (ChromaError, ValueError, AttributeError) as error:
            raise damaged_vectors(folder, str(error)) from error
        try:
            return cls(client, client.get_collection(_COLLECTION, embedding_function=None))
        except ChromaError as error:
            client.close()
            raise damaged_vectors(folder, str(error)) from error

    @classmethod
    def create_on(cls, server: ChromaServer, name: str) -> "VectorStore":
        """Make an empty collection of a new name on a server."""
        with _kept_open(server, name, WRITER_SECONDS) as client:
            made = client.create_collection(name, configuration=_CONFIGURATION, embedding_function=None)
            return cls(client, made, server)

    @classmethod
    def open_on(cls, server: ChromaServer, name: str, seconds: float = READER_SECONDS) -> "VectorStore":
        """Open a server's collection, each request of which may take so many seconds."""
        with _kept_open(server, name, seconds) as client:
            return cls(client, client.get_collection(name, embedding_function=None), server)

    def add(
        self,
        ids: Sequence[str],
        vectors: Vectors,
        metadatas: Sequence[Metadata],
        progress: Callable[[int], None] | None = None,
    ) -> None:
        """Add records in batches Chroma takes; `progress` hears how many are in.

        In a folder the ids must be new; on a server those that are there already stay as they are.
        """
        with self._speaking():
            step = self._client.get_max_batch_size()
            for start in range(0, len(ids), step):
                batch = range(start, min(start + step, len(ids)))
                there = self._there([ids[at] for at in batch])
                new = [at for at in batch if ids[at] not in there]
                if new:
                    self._collection.add(
                        ids=[ids[at] for at in new], embeddings=vectors[new], metadatas=[metadatas[at] for at in new]
                    )
                if progress is not None:
                    progress(batch.stop)

    def ids(self) -> set[str]:
        """Every record's id, alive or dead."""
        with self._speaking():
            return set(self._collection.get(include=[])["ids"])

    def nearest(self, vectors: Vectors, limit: int, where: Mapping[str, Any] | None) -> Iterator[list[Neighbour]]:
        """For each row of `vectors` the `limit` nearest records, nearest first."""
        for start in range(0, len(vectors), _QUERIES_AT_ONCE):
            with self._speaking():
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
        with self._speaking():
            return int(self._collection.count())

    def close(self) -> None:
        """Let go of the memory, the files, the threads and the connections."""
        if self._server is None:
            self._client.close()
        else:
            _disconnect(self._client)

    def _there(self, ids: Sequence[str]) -> set[str]:
        """Which of these ids other generations, or a killed ingest, have added already."""
        if self._server is None:
            return set()
        return set(self._collection.get(ids=list(ids), include=[])["ids"])

    def _speaking(self) -> AbstractContextManager[None]:
        return _speaking(self._server, self._collection.name)


def collections_on(server: ChromaServer, prefix: str) -> list[str]:
    """The names of a server's collections that begin so; raises `VectorServerError`, also where no Chroma answers."""
    names: list[str] = []
    with _connected(server) as client:
        while found := client.list_collections(limit=_NAMES_AT_ONCE, offset=len(names)):
            names += [collection.name for collection in found]
    return [name for name in names if name.startswith(prefix)]


def delete_collections(server: ChromaServer, names: Iterable[str]) -> None:
    """Delete collections that no generation names any more."""
    with _connected(server) as client:
        for name in names:
            client.delete_collection(name)


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


def _http_client(server: ChromaServer, seconds: float) -> Any:
    import chromadb  # slow: 1.3 seconds
    import httpx
    from chromadb.config import Settings

    headers = dict(server.headers)
    # Chroma's client waits for ever, so that it is made only when something that calls itself a Chroma answers.
    url = f"{server.shown}/api/v2/heartbeat"
    beat = httpx.get(url, headers=headers, timeout=min(seconds, READER_SECONDS), trust_env=False)
    beat.raise_for_status()
    if "heartbeat" not in beat.text:
        raise httpx.DecodingError("it is no Chroma server", request=beat.request)
    client: Any = chromadb.HttpClient(
        server.host,
        server.port,
        ssl=server.scheme == "https",
        headers=headers,
        settings=Settings(anonymized_telemetry=False),
    )
    session = client._server._session
    session.timeout = seconds
    session.event_hooks = {"response": [_refuse_foreign]}
    return client


def _refuse_foreign(response: Any) -> None:
    """Raise for what Chroma's client would raise a bare `Exception` for."""
    is_json = "json" in response.headers.get("content-type", "")
    if response.is_error and not (is_json and response.status_code in _CHROMAS_OWN):
        response.raise_for_status()


def _disconnect(client: Any) -> None:
    from chromadb.api.shared_system_client import SharedSystemClient

    if client._closed:
        return
    # Chroma's own `close` leaves the connections to the garbage collector, and a system in its table for good.
    system = client._system
    for api in (client._server, client._admin_client._server):
        api._session.close()
    client.close()
    table = SharedSystemClient._identifier_to_system
    for name in [name for name, kept in list(table.items()) if kept is system]:
        table.pop(name, None)


@contextmanager
def _kept_open(server: ChromaServer, name: str, seconds: float) -> Iterator[Any]:
    """A client that is closed only if the block raises."""
    with _speaking(server, name):
        client = _http_client(server, seconds)
        try:
            yield client
        except BaseException:
            _disconnect(client)
            raise


@contextmanager
def _connected(server: ChromaServer) -> Iterator[Any]:
    """A client for as long as the block runs."""
    with _kept_open(server, "", WRITER_SECONDS) as client:
        yield client
        _disconnect(client)


@contextmanager
def _speaking(server: ChromaServer | None, collection: str = "") -> Iterator[None]:
    """Put what goes wrong with a server, or with a folder that is damaged, into our words."""
    import httpx
    from chromadb.errors import ChromaError, NotFoundError

    if server is None:
        try:
            yield
        except ChromaError as error:
            raise DamagedError(
                f"The vectors cannot be asked ({error}); run `fagkompas doctor --repair`.", vectors="yes"
            ) from error
        return
    try:
        yield
    except NotFoundError as error:
        raise VectorServerError(
            f"The Chroma server at {server.shown} does not have the vectors; run `fagkompas doctor --repair`.",
            collection=collection,
            address=server.shown,
        ) from error
    except (httpx.HTTPError, ChromaError, ValueError) as error:
        raise VectorServerError(
            f"The Chroma server at {server.shown} does not answer ({error}); start it, or mend FAGKOMPAS_CHROMA_URL.",
            address=server.shown,
        ) from error

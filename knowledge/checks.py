"""What can be wrong with the current generation, found by looking at all of it."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from knowledge.catalogue import Catalogue
from knowledge.database import Database
from knowledge.embedder import Embedder
from knowledge.errors import DamagedError, EmbeddingError, VectorServerError
from knowledge.index_build import live_vectors
from knowledge.index_state import StoredEmbeddings, keyword_records, vector_records
from knowledge.layout import DATABASE, KEYWORD, VECTORS, Layout
from knowledge.manifest import Manifest, differing_files
from knowledge.probe import not_found
from knowledge.snapshot import Surroundings
from knowledge.texts import TextStore
from knowledge.vector_files import copy_store
from knowledge.vectors import VectorStore

# A finding names so many ids; the count says how many there are.
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: a stable `code`, and the values that a sentence about it needs."""

    code: str
    severity: Literal["error", "warning"] = "error"
    values: Mapping[str, object] = field(default_factory=dict)


def check(layout: Layout, surroundings: Surroundings) -> list[Finding]:
    """Check the current generation: files, texts, ids in both indexes, the model, every vector."""
    try:
        number = layout.current_number()
    except DamagedError as error:
        return [Finding("current_damaged", values=error.values)]
    if number is None:
        return [Finding("no_generation", values={"data": str(layout.data)})]
    folder = layout.generation(number)
    if not folder.is_dir():
        return [Finding("generation_missing", values={"generation": number})]
    try:
        manifest = Manifest.read(folder)
    except DamagedError as error:
        return [Finding("manifest_damaged", values=error.values)]
    findings = [Finding("file_differs", values={"file": name}) for name in differing_files(folder, manifest)]
    if any(finding.values["file"] == DATABASE for finding in findings):
        # Nothing read from it can be trusted, and a damaged file may not even be readable.
        return findings
    with closing(Database.open_published(folder / DATABASE)) as database:
        findings += _texts(Catalogue(database), surroundings.texts)
        findings += _keyword(folder, database)
        findings += _vectors(folder, database, manifest, surroundings)
    return findings


def _texts(catalogue: Catalogue, texts: TextStore) -> Iterator[Finding]:
    for source in catalogue.sources():
        if not texts.is_whole(source.text_id):
            yield Finding("text_damaged", values={"source_id": source.source_id, "text_id": source.text_id})


def _keyword(folder: Path, database: Database) -> Iterator[Finding]:
    from knowledge.keyword import KeywordIndex

    records = keyword_records(database)
    alive = {key.passage_id for key in records.live()}
    yield from _differing("keyword_ids_differ", {p.passage_id for p in Catalogue(database).all_passages()}, alive)
    try:
        index = KeywordIndex.open(folder / KEYWORD, {key.passage_id for key in records.dead()})
    except DamagedError as error:
        yield Finding("keyword_damaged", values=error.values)
        return
    if len(index) != len(alive):
        yield Finding("keyword_count_differs", values={"expected": len(alive), "found": len(index)})
    index.close()


def _vectors(folder: Path, database: Database, manifest: Manifest, surroundings: Surroundings) -> Iterator[Finding]:
    try:
        embedder = surroundings.embedder()
        fingerprint = embedder.fingerprint
    except EmbeddingError as error:
        yield Finding("embedding_missing", values=error.values)
        return
    if fingerprint != manifest.fingerprint:
        values = {"built_with": manifest.embedding, "configured": embedder.name}
        if manifest.embedding == embedder.name:
            values = {"altered": embedder.name}
        yield Finding("embedding_differs", values=values)
        return
    if manifest.collection:
        yield from _shared(database, manifest, embedder, surroundings)
        return
    with TemporaryDirectory(prefix="fagkompas-check-") as temporary:
        copy = Path(temporary) / VECTORS
        try:
            copy_store(folder / VECTORS, copy)
            with closing(VectorStore.open(copy)) as store:
                yield from _records(store, database, embedder)
        except DamagedError as error:
            yield Finding("vectors_damaged", values=error.values)


def _shared(
    database: Database, manifest: Manifest, embedder: Embedder, surroundings: Surroundings
) -> Iterator[Finding]:
    """On a server, where the records of other generations are no fault."""
    try:
        with closing(surroundings.places.open_shared(manifest)) as store:
            yield from _records(store, database, embedder, is_shared=True)
    except VectorServerError as error:
        yield Finding("vector_server", values=error.values)


def _records(store: VectorStore, database: Database, embedder: Embedder, is_shared: bool = False) -> Iterator[Finding]:
    records = vector_records(database)
    live = {str(key) for key in records.live()}
    yield from _differing(
        "vector_ids_differ",
        {p.passage_id for p in Catalogue(database).all_passages()},
        {key.passage_id for key in records.live()},
    )
    stored = store.ids()
    known = (live | {str(key) for key in records.dead()}) - {str(key) for key in records.waiting()}
    yield from _differing("vector_ids_differ", known, stored & known if is_shared else stored)
    embeddings = StoredEmbeddings(database, embedder.fingerprint, embedder.dimensions)
    aside = {str(key) for key in records.unfound()}
    lost = not_found(store, sorted((live & stored) - aside), live_vectors(database, embeddings))
    if lost:
        yield Finding("vectors_not_found", values={"count": len(lost), "records": lost[:_NAMED]})


def _differing(code: str, expected: set[str], found: set[str]) -> Iterator[Finding]:
    missing, surplus = sorted(expected - found), sorted(found - expected)
    if missing or surplus:
        counts = {"missing": len(missing), "surplus": len(surplus)}
        yield Finding(code, values={**counts, "ids": [*missing, *surplus][:_NAMED]})

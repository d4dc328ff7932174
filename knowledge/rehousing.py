"""Builds the vectors of unpacked generations where their new data folder keeps its own, from the stored embeddings."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from knowledge.catalogue import Catalogue
from knowledge.database import Database
from knowledge.index_build import live_vectors
from knowledge.index_state import StoredEmbeddings, vector_records
from knowledge.layout import DATABASE
from knowledge.manifest import SCHEMA_VERSION, Manifest, checksums
from knowledge.probe import not_found
from knowledge.vector_places import Place, Places
from knowledge.vector_records import metadata_of
from knowledge.vectors import VectorStore


def rehouse(generations: Path, numbers: Sequence[int], places: Places) -> None:
    """Move the vectors of these generations; raises `VectorServerError`.

    What lies in a folder stays there where folders are used. On a server those of one embedding share a collection.
    """
    shared: dict[str, Place] = {}
    for number in numbers:
        folder = generations / f"{number:06d}"
        manifest = Manifest.read(folder)
        if places.server is None and not manifest.collection:
            continue
        place = shared.get(manifest.fingerprint)
        is_new = place is None or places.server is None
        place = places.of_draft(folder, None) if is_new or place is None else place
        shared[manifest.fingerprint] = place
        with closing(place.anew() if is_new else place.open()) as store:
            _fill(store, folder, manifest)
        label = replace(manifest, collection=place.collection, checksums=checksums(folder), schema=SCHEMA_VERSION)
        label.write(folder)


def _fill(store: VectorStore, folder: Path, manifest: Manifest) -> None:
    """Add the live records, and have the database forget the dead, which are in no collection now."""
    with closing(Database.open_private(folder / DATABASE)) as database:
        records = vector_records(database)
        live = records.live()
        by_id = Catalogue(database).passages_by_id(key.passage_id for key in live)
        passages = [by_id[key.passage_id] for key in live]
        embeddings = StoredEmbeddings(database, manifest.fingerprint, manifest.dimensions)
        ids = [str(key) for key in live]
        store.add(ids, embeddings.of(passages), [metadata_of(passage) for passage in passages])
        records.clear()
        records.add(live)
        # However many they are, none is lost: they are compared one by one.
        records.note_unfound(not_found(store, ids, live_vectors(database, embeddings)))
        database.finish()

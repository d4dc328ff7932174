import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from builders import FakeEmbedding, make_passage

from knowledge.chroma_server import ChromaServer
from knowledge.embedder import Vectors
from knowledge.errors import DamagedError
from knowledge.probe import not_found
from knowledge.types import Learner, SearchQuery, SourceKind, Visibility
from knowledge.vector_files import copy_store
from knowledge.vector_records import RecordKey, filter_for, metadata_of
from knowledge.vectors import VectorStore

DIMENSIONS = 16
ALL_PRESENT = {
    "kind": frozenset({"report", "profile", "course"}),
    "learner": frozenset({"none", "employee", "manager", "citizen"}),
    "visibility": frozenset({"public", "internal"}),
}


def some_vectors(count: int, seed: int = 1) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def ids_of(count: int) -> list[str]:
    return [str(RecordKey(f"p{number}", "0" * 64)) for number in range(count)]


def fill(store: VectorStore, vectors: Vectors, learner: Learner | None = None) -> list[str]:
    ids = ids_of(len(vectors))
    store.add(ids, vectors, [metadata_of(make_passage(learner=learner))] * len(vectors))
    return ids


@pytest.fixture(params=["folder", "server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorStore]:
    """An empty collection of either kind: what holds of one holds of the other."""
    if request.param == "folder":
        created = VectorStore.create(tmp_path / "vectors")
    else:
        server = ChromaServer.read(request.getfixturevalue("chroma_url"))
        created = VectorStore.create_on(server, f"test-{uuid.uuid4().hex}")
    with closing(created):
        yield created


def test_a_record_is_found_by_its_own_vector_at_no_distance(store: VectorStore) -> None:
    vectors = some_vectors(50)
    ids = fill(store, vectors)
    found = [neighbours[0] for neighbours in store.nearest(vectors, 3, None)]
    assert [neighbour.record_id for neighbour in found] == ids
    assert found[7].passage_id == "p7"
    assert max(neighbour.distance for neighbour in found) < 1e-4


def test_distance_is_that_of_the_cosine(store: VectorStore) -> None:
    vectors = some_vectors(2)
    fill(store, vectors)
    (found,) = store.nearest(vectors[:1] * np.float32(3), 2, None)
    assert found[1].distance == pytest.approx(1 - float(vectors[0] @ vectors[1]), abs=1e-5)


def test_an_empty_collection_has_no_neighbours(store: VectorStore) -> None:
    assert store.count() == 0
    assert store.ids() == set()
    assert list(store.nearest(some_vectors(1), 3, None)) == [[]]


def test_more_neighbours_than_there_are_gives_all(store: VectorStore) -> None:
    vectors = some_vectors(5)
    fill(store, vectors)
    (found,) = store.nearest(vectors[:1], 300, None)
    assert len(found) == 5


def test_records_survive_closing_and_opening(tmp_path: Path) -> None:
    vectors = some_vectors(1200)
    with closing(VectorStore.create(tmp_path / "vectors")) as store:
        ids = fill(store, vectors)
    with closing(VectorStore.open(tmp_path / "vectors")) as store:
        assert store.ids() == set(ids)
        assert not_found(store, ids, lambda batch: vectors[[ids.index(name) for name in batch]]) == []


def test_records_are_added_in_batches_chroma_takes(store: VectorStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store._client, "get_max_batch_size", lambda: 20)
    heard: list[int] = []
    store.add(ids_of(50), some_vectors(50), [metadata_of(make_passage())] * 50, heard.append)
    assert heard == [20, 40, 50]
    assert store.count() == 50


def test_a_learner_keeps_passages_of_theirs_and_of_nobody(store: VectorStore) -> None:
    vectors = some_vectors(4)
    learners = [None, Learner.EMPLOYEE, Learner.MANAGER, Learner.CITIZEN]
    store.add(ids_of(4), vectors, [metadata_of(make_passage(learner=learner)) for learner in learners])
    where = filter_for(SearchQuery("x", learner=Learner.EMPLOYEE), ALL_PRESENT)
    (found,) = store.nearest(vectors[:1], 4, where)
    assert {neighbour.passage_id for neighbour in found} == {"p0", "p1"}


def test_only_what_narrows_is_asked_for() -> None:
    everything = frozenset(Visibility)
    assert filter_for(SearchQuery("x", visibilities=everything), ALL_PRESENT) is None
    assert filter_for(SearchQuery("x"), ALL_PRESENT) == {"visibility": {"$in": ["public"]}}
    assert filter_for(SearchQuery("x"), ALL_PRESENT | {"visibility": frozenset({"public"})}) is None
    both = filter_for(
        SearchQuery("x", kind=SourceKind.COURSE, visibilities=everything, learner=Learner.CITIZEN), ALL_PRESENT
    )
    assert both == {"$and": [{"kind": {"$in": ["course"]}}, {"learner": {"$in": ["citizen", "none"]}}]}


def test_a_filter_that_nothing_passes_gives_nothing(store: VectorStore) -> None:
    vectors = some_vectors(3)
    fill(store, vectors)
    where = filter_for(SearchQuery("x", kind=SourceKind.COURSE), ALL_PRESENT)
    assert list(store.nearest(vectors[:1], 3, where)) == [[]]


@pytest.mark.parametrize("content", [None, b"not a database" * 100])
def test_a_damaged_folder_is_named_each_time_and_opens_once_mended(tmp_path: Path, content: bytes | None) -> None:
    folder = tmp_path / "vectors"
    folder.mkdir()
    if content:
        (folder / "chroma.sqlite3").write_bytes(content)
    for _ in range(2):
        with pytest.raises(DamagedError, match="doctor --repair"):
            VectorStore.open(folder)
    with pytest.raises(DamagedError, match="doctor --repair"):
        copy_store(folder, tmp_path / "copy")
    (folder / "chroma.sqlite3").unlink(missing_ok=True)
    folder.rmdir()
    VectorStore.create(folder).close()
    VectorStore.open(folder).close()


def test_a_folder_without_our_collection_is_damaged(tmp_path: Path) -> None:
    with closing(VectorStore.create(tmp_path / "vectors")) as store:
        store._client.delete_collection("passages")
    with pytest.raises(DamagedError):
        VectorStore.open(tmp_path / "vectors")


def test_a_copy_taken_while_a_reader_is_open_holds_all(tmp_path: Path) -> None:
    vectors = some_vectors(30)
    with closing(VectorStore.create(tmp_path / "a")) as store:
        ids = fill(store, vectors)
    with closing(VectorStore.open(tmp_path / "a")) as store:
        list(store.nearest(vectors, 1, None))
        copy_store(tmp_path / "a", tmp_path / "b")
    with closing(VectorStore.open(tmp_path / "b")) as copy:
        assert copy.ids() == set(ids)


def test_opening_and_closing_leaves_no_threads_behind(tmp_path: Path) -> None:
    vectors = some_vectors(20)
    with closing(VectorStore.create(tmp_path / "vectors")) as store:
        fill(store, vectors)

    def threads_after(times: int) -> int:
        for _ in range(times):
            with closing(VectorStore.open(tmp_path / "vectors")) as store:
                list(store.nearest(vectors, 1, None))
        return max(threading.active_count(), len(os.listdir("/proc/self/task")))

    few = threads_after(3)
    # A client that stays open keeps several threads; twenty would show.
    assert threads_after(20) < few + 10


def test_the_probe_names_a_record_that_its_vector_does_not_find(store: VectorStore) -> None:
    vectors = some_vectors(30)
    ids = fill(store, vectors)
    moved = vectors.copy()
    moved[4] = -vectors[4]
    assert not_found(store, ids, lambda batch: moved[[ids.index(name) for name in batch]]) == [ids[4]]


def test_the_probe_takes_twins_for_what_they_are(store: VectorStore) -> None:
    vectors = np.repeat(some_vectors(1), 30, axis=0)
    heard: list[int] = []
    ids = fill(store, vectors)
    assert not_found(store, ids, lambda batch: vectors[: len(batch)], heard.append) == []
    assert heard == [30]


def test_the_fake_embedding_gives_unit_vectors() -> None:
    assert np.linalg.norm(FakeEmbedding().embed_array(["a b", ""]), axis=1) == pytest.approx([1, 1])

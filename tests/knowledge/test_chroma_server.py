"""Generations whose vectors lie in a real Chroma server: the same promises, and what a server can do besides."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from builders import FakeEmbedding, ingest_texts, make_knowledge_base, put_text

from knowledge.chroma_server import ChromaServer
from knowledge.errors import VectorServerError
from knowledge.generations import KnowledgeBase
from knowledge.manifest import Manifest
from knowledge.types import SearchQuery
from knowledge.vectors import VectorStore, collections_on, delete_collections
from tests.chroma_server import ChromaProcess, running_chroma

TEXTS = {f"k{number}": f"Kilde nummer {number} om samtaler\nog om emne {number}" for number in range(12)}
Opener = Callable[..., KnowledgeBase]


@pytest.fixture
def opened(tmp_path: Path, chroma_url: str) -> Iterator[Opener]:
    """Opens a data folder of this test with its vectors on the server; all are closed at the end."""
    bases: list[KnowledgeBase] = []

    def opened(name: str = "data", url: str = chroma_url, **changes: object) -> KnowledgeBase:
        bases.append(make_knowledge_base(tmp_path / name, chroma_url=url, **changes))  # type: ignore[arg-type]
        return bases[-1]

    yield opened
    for base in bases:
        base.close()


def manifest_of(data: Path, number: int) -> Manifest:
    return Manifest.read(data / f"generations/{number:06d}")


def collections_of(data: Path, url: str) -> list[str]:
    owner = (data / "chroma-owner").read_text("ascii").strip()
    return sorted(collections_on(ChromaServer.read(url), f"fagkompas-{owner}-"))


def nearest(base: KnowledgeBase, text: str, limit: int = 50) -> list[str]:
    return [passage_id for passage_id, _ in base.current().nearest(text, limit, SearchQuery(text))]


def found(base: KnowledgeBase, text: str) -> list[tuple[str, float]]:
    return [(hit.passage.text, round(hit.score, 4)) for hit in base.current().search(SearchQuery(text)).hits]


def test_a_server_and_a_folder_give_the_same_answers(tmp_path: Path, opened: Opener) -> None:
    on_server, in_folder = opened(), opened("folder", url="")
    for base in (on_server, in_folder):
        assert ingest_texts(base, **TEXTS) == 1
        assert ingest_texts(base, k3="Noget andet\nom emne 3") == 2
        with base.writer() as draft:
            draft.remove("k7")
            assert draft.publish() == 3
    assert found(on_server, "samtaler om emne 5") == found(in_folder, "samtaler om emne 5")
    assert sorted(nearest(on_server, "emne 7")) == sorted(nearest(in_folder, "emne 7"))
    assert len(nearest(on_server, "emne 7")) == 22
    assert on_server.check() == in_folder.check() == []
    assert not (tmp_path / "data/generations/000003/vectors").exists()


def test_generations_share_a_collection_and_see_only_their_own(tmp_path: Path, opened: Opener, chroma_url: str) -> None:
    base = opened()
    ingest_texts(base, **TEXTS)
    before = base.current()
    ingest_texts(base, ny="Helt nyt om praktik")
    assert manifest_of(tmp_path / "data", 1).collection == manifest_of(tmp_path / "data", 2).collection
    assert len(collections_of(tmp_path / "data", chroma_url)) == 1
    assert [name for name, _ in before.nearest("Helt nyt om praktik", 50, SearchQuery("x"))].count("ny#0") == 0
    assert nearest(base, "Helt nyt om praktik")[0] == "ny#0"
    assert base.rollback() == 1
    assert "ny#0" not in nearest(base, "Helt nyt om praktik")
    assert ingest_texts(base, ny="Helt nyt om praktik") == 3
    assert base.current().vectors().count() == 25


def test_many_dead_records_or_another_model_begin_a_collection_and_the_old_one_goes_with_its_generations(
    tmp_path: Path, opened: Opener, chroma_url: str
) -> None:
    data, base, reader = tmp_path / "data", opened(keep_generations=2), opened(keep_generations=2)
    ingest_texts(base, **TEXTS)
    held = reader.current()
    ingest_texts(base, **{name: text.replace("Kilde", "Ændret kilde") for name, text in TEXTS.items()})
    ingest_texts(base, ny="Noget nyt")
    first, second, third = (manifest_of(data, number).collection for number in (1, 2, 3))
    assert first != second == third
    # Somebody still reads the first generation, so neither it nor its collection is gone.
    assert len(held.nearest("emne", 50, SearchQuery("x"))) == 24
    assert collections_of(data, chroma_url) == sorted([first, second])
    del held
    reader.close()
    other = opened(keep_generations=2, embedding=FakeEmbedding(fingerprint="fake-2"))
    ingest_texts(other, ny="Noget endnu nyere")
    fourth = manifest_of(data, 4).collection
    assert collections_of(data, chroma_url) == sorted([third, fourth])
    assert other.check() == []


def test_two_data_folders_on_one_server_leave_each_other_alone(tmp_path: Path, opened: Opener, chroma_url: str) -> None:
    one, two = opened("one", keep_generations=1), opened("two", keep_generations=1)
    ingest_texts(one, **TEXTS)
    ingest_texts(two, k0="Noget helt andet")
    ingest_texts(two, k0="Igen noget andet")
    assert len(nearest(one, "emne")) == 24
    assert nearest(two, "emne") == ["k0#0"]
    assert one.check() == two.check() == []


def test_a_copy_of_a_data_folder_that_was_given_another_server_name_is_built_anew(
    tmp_path: Path, opened: Opener, chroma_url: str
) -> None:
    ingest_texts(opened(), **TEXTS)
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    (tmp_path / "copy/chroma-owner").unlink()
    copy = opened("copy")
    assert ingest_texts(copy) == 2
    assert manifest_of(tmp_path / "copy", 2).collection != manifest_of(tmp_path / "data", 1).collection
    assert len(nearest(copy, "emne")) == 24


def test_what_an_ingest_that_broke_off_left_on_the_server_is_taken_up(tmp_path: Path, opened: Opener) -> None:
    base = opened()
    ingest_texts(base, **TEXTS)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            break_off(base, "Nyt om praktik")
        assert "ny#0" not in nearest(base, "Nyt om praktik")
        assert base.check() == []
    ingest_texts(base, ny="Nyt om praktik")
    assert nearest(base, "Nyt om praktik")[0] == "ny#0"
    assert base.current().vectors().count() == 25


def break_off(base: KnowledgeBase, text: str) -> None:
    def interrupt(snapshot: object) -> None:
        raise KeyboardInterrupt

    with base.writer() as draft:
        put_text(draft, "ny", text)
        draft.publish(proof=interrupt)


def test_a_lost_collection_is_found_by_doctor_and_built_from_the_stored_embeddings(
    tmp_path: Path, opened: Opener, chroma_url: str
) -> None:
    base = opened()
    ingest_texts(base, **TEXTS)
    before = found(base, "samtaler om emne 5")
    delete_collections(ChromaServer.read(chroma_url), collections_of(tmp_path / "data", chroma_url))
    assert base.current().search(SearchQuery("samtaler")).by_words_alone
    (finding,) = base.check()
    assert finding.code == "vector_server"
    assert set(finding.values) == {"collection", "address"}
    mending = opened(embedding=Unwilling())
    assert mending.repair() == []
    assert mending.current().number == 2
    assert found(base, "samtaler om emne 5") == before
    assert not base.current().search(SearchQuery("samtaler")).by_words_alone


class Unwilling(FakeEmbedding):
    """Has nothing left to embed but questions."""

    def embed_array(self, texts):  # type: ignore[no-untyped-def]
        assert not texts
        return super().embed_array(texts)


def test_an_ingest_of_nothing_new_mends_a_lost_collection(tmp_path: Path, opened: Opener, chroma_url: str) -> None:
    base = opened()
    ingest_texts(base, **TEXTS)
    delete_collections(ChromaServer.read(chroma_url), collections_of(tmp_path / "data", chroma_url))
    assert ingest_texts(base) == 2
    assert base.check() == []


def test_records_that_the_server_has_lost_are_seen_before_publishing(
    tmp_path: Path, opened: Opener, chroma_url: str
) -> None:
    base = opened()
    ingest_texts(base, **TEXTS)
    collection = manifest_of(tmp_path / "data", 1).collection
    with closing(VectorStore.open_on(ChromaServer.read(chroma_url), collection)) as store:
        store._collection.delete(ids=sorted(store.ids())[:3])
    assert [finding.code for finding in base.check()] == ["vector_ids_differ"]
    ingest_texts(base, ny="Nyt om praktik")
    assert manifest_of(tmp_path / "data", 2).collection != collection
    assert base.check() == []


@pytest.mark.parametrize(("before", "after"), [("folder", "server"), ("server", "folder"), ("server", "server")])
def test_a_backup_holds_no_vectors_of_a_server_and_a_restore_builds_them_where_they_belong(
    tmp_path: Path, opened: Opener, chroma_url: str, before: str, after: str
) -> None:
    urls = {"folder": "", "server": chroma_url}
    base = opened("before", url=urls[before])
    ingest_texts(base, **TEXTS)
    ingest_texts(base, k3="Noget andet\nom emne 3")
    contents = base.backup(tmp_path / "backup.tgz")
    assert any("/vectors/" in name for name in contents.files) == (before == "folder")
    restored = opened("after", url=urls[after], embedding=Unwilling())
    assert restored.restore(tmp_path / "backup.tgz") == 2
    assert bool(manifest_of(tmp_path / "after", 1).collection) == (after == "server")
    assert found(restored, "samtaler om emne 5") == found(base, "samtaler om emne 5")
    assert restored.check() == []
    assert restored.rollback() == 1
    assert restored.check() == []
    assert len(nearest(restored, "Kilde nummer 3")) == 24
    base.close()
    assert ingest_texts(opened("after", url=urls[after]), k3="Kilde nummer 3 om samtaler\nog igen") == 3
    assert restored.check() == []
    assert restored.restore(tmp_path / "backup.tgz") == 4
    assert found(restored, "samtaler om emne 5") == found(base, "samtaler om emne 5")


def test_vectors_move_into_a_server_and_out_of_it_with_the_next_ingest(tmp_path: Path, opened: Opener) -> None:
    assert ingest_texts(opened(url=""), **TEXTS) == 1
    assert ingest_texts(opened()) == 2
    assert ingest_texts(opened()) == 2
    without = opened(url="")
    # Until then they are not to be had.
    assert without.current().search(SearchQuery("samtaler")).by_words_alone
    with pytest.raises(VectorServerError, match="FAGKOMPAS_CHROMA_URL"):
        without.current().vectors()
    assert ingest_texts(without) == 3
    assert [bool(manifest_of(tmp_path / "data", number).collection) for number in (1, 2, 3)] == [False, True, False]
    assert without.check() == []
    assert not without.current().search(SearchQuery("samtaler")).by_words_alone
    assert (
        json.loads((tmp_path / "data/generations/000003/manifest.json").read_text()).keys().isdisjoint({"collection"})
    )


@pytest.mark.slow
def test_a_server_that_goes_away_leaves_the_words_and_is_used_again_when_it_is_back(tmp_path: Path) -> None:
    with running_chroma(tmp_path / "chroma") as server, opened_on(tmp_path / "data", server) as base:
        ingest_texts(base, **TEXTS)
        whole = found(base, "samtaler om emne 5")
        server.stop()
        _assert_goes_without(base, server)
        with opened_on(tmp_path / "data", server) as begun_without:
            _assert_goes_without(begun_without, server)
            server.start()
            assert found(begun_without, "samtaler om emne 5") == found(base, "samtaler om emne 5") == whole
        assert ingest_texts(base, ny="Nyt om praktik") == 2
        with server.hanging():
            assert base.current().search(SearchQuery("samtaler")).by_words_alone
            with pytest.raises(VectorServerError):
                ingest_texts(base, ny="Andet om praktik")
        assert base.check() == []


def opened_on(data: Path, server: ChromaProcess) -> KnowledgeBase:
    return make_knowledge_base(data, chroma_url=server.url)


def _assert_goes_without(base: KnowledgeBase, server: ChromaProcess) -> None:
    result = base.current().search(SearchQuery("samtaler om emne 5"))
    assert result.by_words_alone
    assert result.hits[0].passage.source_id == "k5"
    with pytest.raises(VectorServerError, match="does not answer"):
        ingest_texts(base, ny="Nyt om praktik")
    assert base.current().number == 1
    (finding,) = base.check()
    assert finding.values == {"address": server.url}

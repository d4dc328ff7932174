import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from builders import FakeEmbedding, ingest_texts, make_knowledge_base

from knowledge.errors import DamagedError, EmbeddingError
from knowledge.generations import KnowledgeBase
from knowledge.index_build import IndexBuilder
from knowledge.manifest import SCHEMA_VERSION, Manifest
from knowledge.settings import KnowledgeSettings
from knowledge.types import SearchQuery
from knowledge.vectors import VectorStore


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with make_knowledge_base(tmp_path / "data") as knowledge_base:
        ingest_texts(knowledge_base, a="Jobcentret har åbent.\nKurser i samtale.", b="Ledere mangler tid.")
        yield knowledge_base


@pytest.fixture
def generation(tmp_path: Path) -> Path:
    return tmp_path / "data" / "generations" / "000001"


def codes(base: KnowledgeBase) -> list[str]:
    return [finding.code for finding in base.check()]


def change_database(generation: Path, sql: str) -> None:
    """Change the truth behind the manifest's back, then let the manifest say that it is right."""
    with closing(sqlite3.connect(generation / "knowledge.sqlite")) as connection:
        connection.execute(sql)
        connection.commit()
    manifest = Manifest.read(generation)
    values = {name: getattr(manifest, name) for name in manifest.__slots__}
    from knowledge.manifest import checksums

    Manifest(**values | {"checksums": checksums(generation)}).write(generation)


def repaired(base: KnowledgeBase) -> None:
    assert base.repair() == []
    assert base.current().number == 2
    assert base.current().search(SearchQuery("kurser i samtale")).hits[0].passage.passage_id == "a#1"


def test_a_sound_generation_has_no_findings(base: KnowledgeBase) -> None:
    assert base.check() == []


def test_no_generation_is_a_finding_and_repair_says_so_too(tmp_path: Path) -> None:
    empty = make_knowledge_base(tmp_path / "empty")
    assert codes(empty) == ["no_generation"]
    assert [finding.code for finding in empty.repair()] == ["no_generation"]


def test_a_missing_manifest_is_found_and_repaired(base: KnowledgeBase, generation: Path) -> None:
    (generation / "manifest.json").unlink()
    assert codes(base) == ["manifest_damaged"]
    with pytest.raises(DamagedError, match="doctor --repair"):
        base.current()
    with pytest.raises(DamagedError, match="doctor --repair"):
        ingest_texts(base, c="ny")
    repaired(base)


def test_a_manifest_of_a_newer_schema_is_not_opened(base: KnowledgeBase, generation: Path) -> None:
    text = (generation / "manifest.json").read_text()
    newer = SCHEMA_VERSION + 1
    (generation / "manifest.json").write_text(text.replace(f'"schema": {SCHEMA_VERSION}', f'"schema": {newer}'))
    with pytest.raises(DamagedError, match=f"schema {newer}"):
        base.current()


def test_a_changed_keyword_file_is_found_and_repaired(base: KnowledgeBase, generation: Path) -> None:
    (segment,) = (generation / "keyword").iterdir()
    segment.write_bytes(b"broken")
    assert codes(base) == ["file_differs", "keyword_damaged"]
    with pytest.raises(DamagedError, match=r"keyword/"):
        ingest_texts(base, c="ny")
    repaired(base)


def test_a_missing_keyword_file_is_found_and_repaired(base: KnowledgeBase, generation: Path) -> None:
    (segment,) = (generation / "keyword").iterdir()
    segment.unlink()
    assert codes(base) == ["file_differs", "keyword_count_differs"]
    repaired(base)


def test_missing_vectors_are_found_and_repaired(base: KnowledgeBase, generation: Path) -> None:
    shutil.rmtree(generation / "vectors")
    assert codes(base) == ["vectors_damaged"]
    with pytest.raises(DamagedError, match="doctor --repair"):
        ingest_texts(base, c="ny")
    repaired(base)


def test_vectors_without_a_record_are_found_and_repaired(base: KnowledgeBase, generation: Path) -> None:
    with closing(VectorStore.open(generation / "vectors")) as store:
        store._collection.delete(ids=[sorted(store.ids())[0]])
    (finding,) = base.check()
    assert finding.code == "vector_ids_differ"
    assert finding.values["missing"] == 1
    repaired(base)


def test_a_wrong_vector_is_found_and_repaired(base: KnowledgeBase, generation: Path) -> None:
    with closing(VectorStore.open(generation / "vectors")) as store:
        first = sorted(store.ids())[0]
        store._collection.update(ids=[first], embeddings=[np.eye(32, dtype=np.float32)[5]])
    (finding,) = base.check()
    assert (finding.code, finding.values["records"]) == ("vectors_not_found", [first])
    repaired(base)


def test_passages_that_no_index_knows_are_found_and_repaired(base: KnowledgeBase, generation: Path) -> None:
    change_database(generation, "DELETE FROM vector_records WHERE passage_id = 'b#0'")
    assert codes(base) == ["vector_ids_differ", "vector_ids_differ"]
    change_database(generation, "DELETE FROM keyword_records WHERE passage_id = 'b#0'")
    assert codes(base)[:2] == ["keyword_ids_differ", "keyword_count_differs"]
    repaired(base)


def test_a_damaged_text_is_found_and_stays_a_finding(base: KnowledgeBase, tmp_path: Path) -> None:
    text_id = base.current().passages("b")[0].text_id
    digits = text_id.removeprefix("txt_")
    (tmp_path / "data" / "texts" / digits[:2] / f"{digits}.txt").write_text("andet")
    (finding,) = base.check()
    assert (finding.code, finding.values["source_id"]) == ("text_damaged", "b")
    assert [finding.code for finding in base.repair()] == ["text_damaged"]


@pytest.mark.parametrize("content", [b"broken", None])
def test_a_damaged_database_sends_back_to_an_earlier_generation(
    base: KnowledgeBase, tmp_path: Path, content: bytes | None
) -> None:
    ingest_texts(base, c="ny")
    database = tmp_path / "data" / "generations" / "000002" / "knowledge.sqlite"
    database.unlink()
    if content:
        database.write_bytes(content)
    base.close()
    assert codes(base) == ["file_differs"]
    with pytest.raises(DamagedError, match="rollback"):
        base.current()
    with pytest.raises(DamagedError, match="rollback"):
        base.repair()
    assert base.rollback() == 1
    assert base.check() == []


def test_a_current_that_names_nothing_sends_back_too(base: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "data" / "CURRENT").write_text("7\n")
    assert codes(base) == ["generation_missing"]
    with pytest.raises(DamagedError, match="rollback"):
        base.current()
    assert base.rollback() == 1


def test_a_model_that_cannot_be_loaded_is_a_finding(base: KnowledgeBase, tmp_path: Path) -> None:
    def refuse() -> FakeEmbedding:
        raise EmbeddingError("There is no such model.", name="x")

    other = KnowledgeBase(KnowledgeSettings(data=tmp_path / "data"), refuse)
    assert codes(other) == ["embedding_missing"]


def test_vectors_lost_even_after_a_rebuild_are_not_published(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuilds: list[None] = []
    rebuild = IndexBuilder._rebuild_vectors

    def counted(builder: IndexBuilder) -> None:
        rebuilds.append(None)
        rebuild(builder)

    monkeypatch.setattr(IndexBuilder, "_rebuild_vectors", counted)
    monkeypatch.setattr("knowledge.index_build.not_found", lambda store, ids, *rest: list(ids))
    with pytest.raises(DamagedError, match="nothing was published"):
        ingest_texts(base, c="ny")
    assert len(rebuilds) == 1
    assert base.current().number == 1


def test_a_database_damaged_in_its_middle_is_not_repaired_from(base: KnowledgeBase, generation: Path) -> None:
    content = bytearray((generation / "knowledge.sqlite").read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    (generation / "knowledge.sqlite").write_bytes(content)
    assert codes(base) == ["file_differs"]
    with pytest.raises(DamagedError, match="rollback"):
        base.repair()

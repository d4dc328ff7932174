"""What an ingest had embedded and added when it was killed is not embedded and added again."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from builders import FakeEmbedding, ingest_texts, make_knowledge_base

from knowledge import index_build
from knowledge.unfinished import FILE, FOLDER, UnfinishedEmbeddings, UnfinishedVectors
from knowledge.vectors import VectorStore

LINES = "\n".join(f"Linje {number} om emne{number}" for number in range(600))


class Counting(FakeEmbedding):
    """Counts what it embeds, and may be cut off."""

    def __init__(self, most: int = 10_000) -> None:
        super().__init__()
        object.__setattr__(self, "embedded", [])
        object.__setattr__(self, "most", most)

    embedded: list[str]
    most: int

    def embed_array(self, texts: Sequence[str]) -> Any:
        if len(self.embedded) + len(texts) > self.most:
            raise KeyboardInterrupt
        self.embedded.extend(texts)
        return super().embed_array(texts)


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is added to collections, a hundred at a time; already ten are very many."""
    monkeypatch.setattr(index_build, "FEWEST_KEPT", 10)
    monkeypatch.setattr(index_build, "_ADDED_AT_ONCE", 100)
    monkeypatch.setattr(index_build, "_EMBED_AT_ONCE", 100)
    ids: list[str] = []
    add = VectorStore.add

    def noted(store: VectorStore, new: Sequence[str], *rest: Any) -> None:
        ids.extend(new)
        add(store, new, *rest)

    monkeypatch.setattr(VectorStore, "add", noted)
    return ids


def broken_off(data: Path) -> int:
    """Ingest until the model gives up; how many were embedded."""
    embedding = Counting(most=300)
    with make_knowledge_base(data, embedding) as base, pytest.raises(KeyboardInterrupt):
        ingest_texts(base, stor=LINES)
    return len(embedding.embedded)


def test_the_next_ingest_embeds_only_the_rest(tmp_path: Path) -> None:
    first, again = broken_off(tmp_path), Counting()
    with make_knowledge_base(tmp_path, again) as base:
        ingest_texts(base, stor=LINES)
        assert base.check() == []
    assert first == 300
    assert len(again.embedded) == 600 - first
    assert not (tmp_path / FILE).exists()


def test_another_model_takes_nothing_of_it(tmp_path: Path) -> None:
    broken_off(tmp_path)
    other = Counting()
    object.__setattr__(other, "fingerprint", "fake-2")
    with make_knowledge_base(tmp_path, other) as base:
        ingest_texts(base, stor=LINES)
    assert len(other.embedded) == 600


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    broken_off(tmp_path)
    (tmp_path / FILE).write_bytes(b"\xff" * 5_000)
    again = Counting()
    with make_knowledge_base(tmp_path, again) as base:
        ingest_texts(base, stor=LINES)
        assert base.check() == []
    assert len(again.embedded) == 600


def test_what_is_kept_is_known(tmp_path: Path) -> None:
    unfinished = UnfinishedEmbeddings(tmp_path)
    assert unfinished.known(["a"]) == []
    unfinished.keep([("a", b"1"), ("b", b"2")])
    assert unfinished.known(["a", "c"]) == [("a", b"1")]
    unfinished.forget()
    assert unfinished.known(["a"]) == []


def test_the_next_ingest_adds_only_the_rest(tmp_path: Path, added: list[str]) -> None:
    broken_off(tmp_path)
    assert len(added) == 300
    with make_knowledge_base(tmp_path) as base:
        ingest_texts(base, stor=LINES)
        assert base.check() == []
    assert len(added) == len(set(added)) == 600
    assert not (tmp_path / FOLDER).exists()


def test_so_does_one_that_adds_to_what_is_there(tmp_path: Path, added: list[str]) -> None:
    with make_knowledge_base(tmp_path) as base:
        ingest_texts(base, lille="\n".join(f"Sag {number}" for number in range(300)))
    broken_off(tmp_path)
    with make_knowledge_base(tmp_path) as base:
        ingest_texts(base, stor=LINES)
        assert base.check() == []
        base.rollback()
        assert base.check() == []
    assert len(added) == len(set(added)) == 900


def test_other_documents_take_nothing_of_it(tmp_path: Path, added: list[str]) -> None:
    broken_off(tmp_path)
    with make_knowledge_base(tmp_path) as base:
        ingest_texts(base, stor=f"{LINES}\nEn linje til")
        assert base.check() == []
    assert len(added) == 300 + 601


@pytest.mark.parametrize("torn", ["chroma.sqlite3", "*.bin"])
def test_what_was_torn_is_built_anew(tmp_path: Path, torn: str) -> None:
    broken_off(tmp_path)
    for path in (tmp_path / FOLDER).rglob(torn):
        path.write_bytes(b"\xff" * 5_000)
    with make_knowledge_base(tmp_path) as base:
        ingest_texts(base, stor=LINES)
        assert base.check() == []
    assert not (tmp_path / FOLDER).exists()


def test_what_breaks_whoever_opens_it_is_not_opened_for_ever(tmp_path: Path) -> None:
    left, own = UnfinishedVectors(tmp_path), tmp_path / "draft" / "vectors"
    for number in range(7):
        shutil.rmtree(own.parent, ignore_errors=True)
        own.mkdir(parents=True)
        (own / f"{number}").touch()
        left.lend(own, "the same")
    assert [path.name for path in own.iterdir()] == ["5"]
    left.give_back(own)
    assert not own.is_symlink()
    assert [path.name for path in own.iterdir()] == ["5"]

"""What an ingest had embedded when it was killed is not embedded again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from builders import FakeEmbedding, ingest_texts, make_knowledge_base

from knowledge import index_build
from knowledge.unfinished import FILE, UnfinishedEmbeddings

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
def few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_build, "FEWEST_KEPT", 10)


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
    assert first == 256
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

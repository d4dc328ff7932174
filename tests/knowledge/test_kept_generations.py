"""What is kept of a series of generations: the last ones, the way back, and one writer at a time."""

import gc
from pathlib import Path

import pytest
from builders import ingest_texts, make_knowledge_base

from knowledge.errors import (
    DamagedError,
    LockedError,
    UnknownGenerationError,
)
from knowledge.generations import KnowledgeBase
from knowledge.types import SearchQuery
from tests.knowledge.published import folders, found


def test_the_last_generations_are_kept_and_older_ones_deleted(base: KnowledgeBase, tmp_path: Path) -> None:
    for number in range(5):
        ingest_texts(base, a=f"udgave {number}")
    assert folders(tmp_path / "data") == ["000003", "000004", "000005"]
    kept = base.generations()
    assert [info.number for info in kept] == [3, 4, 5]
    assert [info.current for info in kept] == [False, False, True]
    assert kept[0].published_at.tzinfo is not None
    assert kept[0].counts["sources"] == 1


def test_a_generation_that_is_read_is_not_deleted(base: KnowledgeBase, tmp_path: Path) -> None:
    ingest_texts(base, a="udgave 0")
    with make_knowledge_base(tmp_path / "data") as reader:
        held = reader.current()
        for number in range(1, 5):
            ingest_texts(base, a=f"udgave {number}")
        assert found(base, "udgave 4") == ["a#0"]
        assert held.search(SearchQuery("udgave")).hits[0].passage.text == "udgave 0"
        assert "000001" in folders(tmp_path / "data")
        assert reader.current().number == 5
        del held
        gc.collect()
        ingest_texts(base, a="udgave 5")
    assert folders(tmp_path / "data") == ["000004", "000005", "000006"]


def test_rollback_points_back_and_the_next_ingest_takes_a_new_number(base: KnowledgeBase) -> None:
    for text in ("en", "to", "tre"):
        ingest_texts(base, a=text)
    assert base.rollback() == 2
    assert [p.text for p in base.current().passages("a")] == ["to"]
    assert base.rollback(3) == 3
    assert base.rollback(1) == 1
    assert ingest_texts(base, b="ny") == 4
    assert [p.text for p in base.current().passages("a")] == ["en"]
    assert base.current().manifest.parent == 1
    assert base.check() == []


@pytest.mark.parametrize("number", [None, 7])
def test_a_rollback_to_what_is_not_kept_is_refused(base: KnowledgeBase, number: int | None) -> None:
    ingest_texts(base, a="en")
    with pytest.raises(UnknownGenerationError, match="kept are 1"):
        base.rollback(number)


def test_a_rollback_mends_a_damaged_current(base: KnowledgeBase, tmp_path: Path) -> None:
    ingest_texts(base, a="en")
    (tmp_path / "data" / "CURRENT").write_text("æ")
    with pytest.raises(DamagedError, match="rollback"):
        base.current()
    assert [finding.code for finding in base.check()] == ["current_damaged"]
    base.rollback(1)
    assert base.current().number == 1


def test_a_second_writer_is_refused(base: KnowledgeBase) -> None:
    with base.writer(), pytest.raises(LockedError), base.writer():
        pass
    with base.writer():
        pass

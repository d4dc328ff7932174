"""A share of `evals.benchmarks.mishaps`: readers go on, and what is wrong is named."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from builders import ingest_texts, make_knowledge_base

from knowledge.disk import naming_disk_trouble
from knowledge.errors import DamagedError, DiskError, LockedError
from knowledge.generations import KnowledgeBase
from knowledge.types import SearchQuery

TEXTS = {"a": "Lederne peger på samtaler", "b": "Kurset handler om virksomheder"}


@pytest.fixture
def twice(base: KnowledgeBase) -> KnowledgeBase:
    """Two generations, of which the current one is open and was asked."""
    ingest_texts(base, a=TEXTS["a"])
    ingest_texts(base, **TEXTS)
    assert found(base)
    return base


def found(base: KnowledgeBase) -> list[str]:
    return [hit.passage.passage_id for hit in base.current().search(SearchQuery("samtaler med virksomheder")).hits]


@pytest.mark.parametrize("harm", ["generation", "CURRENT"])
def test_a_reader_goes_on_with_what_it_has_open(twice: KnowledgeBase, tmp_path: Path, harm: str) -> None:
    before = found(twice)
    if harm == "CURRENT":
        (tmp_path / "data" / "CURRENT").write_text("x", "ascii")
    else:
        shutil.rmtree(tmp_path / "data" / "generations" / "000002")
    assert found(twice) == before
    with make_knowledge_base(tmp_path / "data") as other, pytest.raises(DamagedError):
        other.current()
    assert twice.rollback(1) == 1
    assert found(twice) == ["a#0"]


@pytest.mark.parametrize("harm", ["gone", "page"])
def test_damaged_vectors_leave_words(twice: KnowledgeBase, tmp_path: Path, harm: str) -> None:
    twice.close()
    vectors = tmp_path / "data" / "generations" / "000002" / "vectors"
    if harm == "gone":
        shutil.rmtree(vectors)
    else:
        path = vectors / "chroma.sqlite3"
        content = bytearray(path.read_bytes())
        content[8_192:] = bytes(byte ^ 0xFF for byte in content[8_192:])
        path.unlink()
        path.write_bytes(bytes(content))
    result = twice.current().search(SearchQuery("samtaler med virksomheder"))
    assert result.by_words_alone
    assert sorted(hit.passage.passage_id for hit in result.hits) == ["a#0", "b#0"]
    assert twice.repair() == []
    assert not twice.current().search(SearchQuery("samtaler")).by_words_alone


def test_an_earlier_generation_that_is_damaged_is_left_out(twice: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "data" / "generations" / "000001" / "manifest.json").write_text("{")
    assert [info.number for info in twice.generations()] == [2]
    assert ingest_texts(twice, c="Noget nyt") == 3


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "full"),
        (OSError(errno.EROFS, os.strerror(errno.EROFS)), "denied"),
        (sqlite3.OperationalError("database or disk is full"), "full"),
        (DamagedError("The vectors cannot be opened (database or disk is full)."), "full"),
    ],
)
def test_the_disk_is_named_where_it_is_to_blame(
    base: KnowledgeBase, trouble: Exception, reason: str, tmp_path: Path
) -> None:
    ingest_texts(base, a="en")
    with pytest.raises(DiskError) as refused, base.writer():
        raise trouble
    assert reason in refused.value.values
    assert str(tmp_path / "data") in refused.value.message
    assert base.current().number == 1


@pytest.mark.parametrize("other", [ValueError("x"), LockedError("No space left to write"), DamagedError("torn")])
def test_everything_else_stays_what_it_is(other: Exception, tmp_path: Path) -> None:
    with pytest.raises(type(other)), naming_disk_trouble(tmp_path):
        raise other

"""What is new in a large collection waits beside it, is found all the same, and is added when there is enough of it."""

import hashlib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from builders import ingest_texts, make_knowledge_base

from knowledge import index_build
from knowledge.database import Database
from knowledge.generations import KnowledgeBase
from knowledge.index_state import vector_records
from knowledge.types import SearchQuery, SourceKind

# Chroma writes the files of an index from a thousand records on; before that readers write them too.
LINES = "\n".join(f"Linje {number} om emne{number} og sag{number * 7} i nummer{number * 13}" for number in range(1_100))
NEW = "Sidemandsoplæring hos virksomhedskonsulenten efter mødet med mentoren om tovholderen"
OTHER = "Kompetencefonden betaler transport og bøger til kurset om efteråret"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_build, "LARGE_COLLECTION", 1_000)
    monkeypatch.setattr(index_build, "MOST_WAITING", 3)


@pytest.fixture
def large(base: KnowledgeBase) -> KnowledgeBase:
    ingest_texts(base, stor=LINES)
    return base


def waiting(base: KnowledgeBase, data: Path) -> set[str]:
    path = data / "generations" / f"{base.current().number:06d}" / "knowledge.sqlite"
    with closing(Database.open_published(path)) as database:
        return {key.passage_id for key in vector_records(database).waiting()}


def nearest(base: KnowledgeBase, text: str, limit: int = 5, **narrowed: Any) -> list[tuple[str, float]]:
    return [
        (found, round(cosine, 4))
        for found, cosine in base.current().nearest(text, limit, SearchQuery(text, **narrowed))
    ]


def index_files(data: Path, number: int) -> dict[str, Path]:
    folder = data / "generations" / f"{number:06d}" / "vectors"
    return {path.name: path for path in folder.rglob("*.bin")}


def sums(data: Path, number: int) -> dict[str, str]:
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in index_files(data, number).items()}


def test_what_is_new_is_found_while_it_waits(large: KnowledgeBase, tmp_path: Path) -> None:
    ingest_texts(large, ny=NEW)
    assert waiting(large, tmp_path / "data") == {"ny#0"}
    assert nearest(large, NEW)[0][0] == "ny#0"
    assert nearest(large, NEW, kind=SourceKind.COURSE) == []
    assert large.check() == []


def test_answers_are_those_of_a_base_where_nothing_waits(
    large: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest_texts(large, ny=NEW, andet=OTHER)
    monkeypatch.setattr(index_build, "MOST_WAITING", -1)
    with make_knowledge_base(tmp_path / "straks") as other:
        ingest_texts(other, stor=LINES)
        ingest_texts(other, ny=NEW, andet=OTHER)
        assert waiting(other, tmp_path / "straks") == set()
        for text in (NEW, OTHER, "Linje 7 om emne7", "mødet om bøger"):
            # Lines that hash to the same vector are twins, in no order.
            assert sorted(nearest(large, text, 1_102)) == sorted(nearest(other, text, 1_102))


def test_what_changes_or_goes_while_it_waits_leaves_nothing(large: KnowledgeBase, tmp_path: Path) -> None:
    ingest_texts(large, ny=NEW)
    ingest_texts(large, ny=OTHER)
    assert nearest(large, OTHER)[0][0] == "ny#0"
    assert waiting(large, tmp_path / "data") == {"ny#0"}
    with large.writer() as draft:
        draft.remove("ny")
        draft.publish()
    assert waiting(large, tmp_path / "data") == set()
    assert "ny#0" not in dict(nearest(large, OTHER))
    assert large.check() == []


def test_a_few_share_the_files_of_the_index_and_more_have_their_own(large: KnowledgeBase, tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = sums(data, 1)
    ingest_texts(large, ny=NEW)
    shared = index_files(data, 2)
    assert all(path.samefile(shared[name]) for name, path in index_files(data, 1).items())
    nearest(large, NEW)
    ingest_texts(large, a="Et nyt emne.", b="Et andet emne.", c="Et tredje emne.")
    assert waiting(large, data) == set()
    assert not any(path.samefile(shared[name]) for name, path in index_files(data, 3).items())
    assert nearest(large, NEW)[0][0] == "ny#0"
    assert large.check() == []
    large.rollback()
    assert (sums(data, 1), sums(data, 2)) == (first, first)
    assert nearest(large, NEW)[0][0] == "ny#0"
    assert large.check() == []


def test_a_repair_adds_what_waits_and_a_backup_keeps_it(large: KnowledgeBase, tmp_path: Path) -> None:
    ingest_texts(large, ny=NEW)
    large.backup(tmp_path / "kopi.tgz")
    large.repair()
    assert waiting(large, tmp_path / "data") == set()
    with make_knowledge_base(tmp_path / "hentet") as other:
        other.restore(tmp_path / "kopi.tgz")
        assert waiting(other, tmp_path / "hentet") == {"ny#0"}
        assert nearest(other, NEW) == nearest(large, NEW)
        assert other.check() == []

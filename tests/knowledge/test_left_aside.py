"""A few records of a large collection that their own vector does not lead to are compared one by one."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from builders import ingest_texts, make_knowledge_base, put_text

from knowledge.database import Database
from knowledge.errors import DamagedError
from knowledge.generations import KnowledgeBase
from knowledge.index_state import vector_records
from knowledge.types import Learner, SearchQuery, SourceKind
from knowledge.vectors import VectorStore

PASSAGES = 1_200
LOST = "stor#7"
LINES = [f"Linje {number} om emne{number} og sag{number * 7} i nummer{number * 13}" for number in range(PASSAGES)]
# Lines that hash to the same vector are twins; this one has none.
LINES[7] = "Sidemandsoplæring hos virksomhedskonsulenten efter mødet med mentoren om tovholderen"


@pytest.fixture
def turning(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The records whose vector is turned round in the collection, so that their own leads elsewhere."""
    turned: list[str] = []
    add = VectorStore.add

    def add_turned(store: VectorStore, ids: Sequence[str], vectors: Any, *rest: Any) -> None:
        moved = vectors.copy()
        for place, record_id in enumerate(ids):
            if record_id.rpartition("#")[0] in turned:
                moved[place] = -moved[place]
        add(store, ids, moved, *rest)

    monkeypatch.setattr(VectorStore, "add", add_turned)
    return turned


@pytest.fixture
def large(base: KnowledgeBase, turning: list[str]) -> KnowledgeBase:
    turning.append(LOST)
    ingest_texts(base, stor="\n".join(LINES))
    return base


def nearest(base: KnowledgeBase, **narrowed: Any) -> list[str]:
    return [found for found, _ in base.current().nearest(LINES[7], 5, SearchQuery("x", **narrowed))]


def test_what_the_collection_does_not_lead_to_is_found_all_the_same(large: KnowledgeBase) -> None:
    found = large.current().nearest(LINES[7], 5, SearchQuery("x"))
    assert found[0][0] == LOST
    assert len(found) == len(dict(found)) == 5
    assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)
    assert large.check() == []


def test_what_a_question_leaves_out_stays_out(large: KnowledgeBase) -> None:
    assert nearest(large, kind=SourceKind.COURSE) == []
    assert LOST in nearest(large, learner=Learner.EMPLOYEE)


def test_it_stays_found_after_the_next_ingests_and_goes_with_its_source(large: KnowledgeBase) -> None:
    ingest_texts(large, ny="Noget helt andet")
    assert nearest(large)[0] == LOST
    with large.writer() as draft:
        draft.remove("stor")
        put_text(draft, "andet", "\n".join(LINES[:5]))
        draft.publish()
    assert LOST not in nearest(large)
    assert large.check() == []


@pytest.mark.parametrize("alike", [40, 400])
def test_passages_that_are_nearly_the_same_do_not_hold_up_the_others(base: KnowledgeBase, alike: int) -> None:
    ingest_texts(base, stor="\n".join(LINES))
    pages = [f"Side {number} af skemaet om samtaler i jobcentret" for number in range(alike)]
    assert ingest_texts(base, skema="\n".join(pages), ny="Noget helt andet om mentorer") == 2
    assert nearest(base)[0] == LOST
    assert base.check() == []
    assert ingest_texts(base, nyere="Og noget tredje") == 3


def test_more_than_a_few_are_added_anew_and_found_if_that_does_not_help(
    base: KnowledgeBase, turning: list[str]
) -> None:
    turning += [f"stor#{number}" for number in range(30)]
    ingest_texts(base, stor="\n".join(LINES))
    assert nearest(base)[0] == LOST
    assert base.check() == []


def test_when_most_are_lost_nothing_is_published(tmp_path: Path, turning: list[str]) -> None:
    turning += [f"lille#{number}" for number in range(12)]
    with make_knowledge_base(tmp_path / "lille") as base, pytest.raises(DamagedError, match="12 passages"):
        ingest_texts(base, lille="\n".join(LINES[:20]))
    assert base.generations() == []


def test_some_of_the_living_are_chosen_the_same_for_the_same_seed(large: KnowledgeBase, tmp_path: Path) -> None:
    with large.writer() as draft:
        put_text(draft, "stor", "\n".join(LINES[:1_100]))
        draft.publish()
    with closing(
        Database.open_published(tmp_path / "data" / "generations" / "000002" / "knowledge.sqlite")
    ) as database:
        records = vector_records(database)
        chosen = records.some_live(500, seed=1)
        assert len(chosen) == len(set(chosen)) == 500
        assert set(chosen) <= set(records.live())
        assert (chosen == records.some_live(500, seed=1), chosen == records.some_live(500, seed=2)) == (True, False)
        assert set(records.some_live(5_000, seed=1)) == set(records.live())
        assert records.counts() == (len(records.live()), len(records.dead())) == (1_100, 100)

import datetime
from pathlib import Path

import pytest

from evals.assembling import Assembled, SamplesError, asked_on, assembled
from evals.cases import Case
from evals.observing import DEPTH, Grounds
from knowledge.types import Learner
from tests.evals.questions import make_case

QUESTION = "Hvor mange ledere svarede på rundspørgen?"
SNIPPET = "svarede 42 ledere fra 39 kommuner"


def test_the_grounds_are_what_is_stored(tiny: Assembled) -> None:
    snapshot = tiny.current()
    grounds = Grounds.of(snapshot)
    texts = {source.path: grounds.text_of(source.text_id) for source in snapshot.sources()}
    assert SNIPPET in texts["rundspoerge.md"]
    assert grounds.learner_of("facilitering") is Learner.EMPLOYEE
    assert grounds.learner_of("absent") is None
    stored = [p for source in snapshot.sources() for p in snapshot.passages(source.source_id)]
    assert grounds.passages == {passage.passage_id: passage.text for passage in stored}


def test_a_ranking_is_what_search_finds_beside_what_answers(tiny: Assembled) -> None:
    grounds = Grounds.of(tiny.current())
    ranking = grounds.ranking(make_case(question=QUESTION, passages=(SNIPPET, "stands nowhere")))
    assert ranking is not None
    assert [SNIPPET in grounds.passages[passage_id] for passage_id in ranking.answering] == [True]
    assert ranking.found[0] in ranking.answering
    assert len(ranking.found) == len(set(ranking.found)) <= DEPTH


def test_a_stretch_answers_as_it_stands_and_no_other_way(tiny: Assembled) -> None:
    ranking = Grounds.of(tiny.current()).ranking(make_case(question=QUESTION, passages=(SNIPPET.upper(),)))
    assert ranking is not None
    assert ranking.answering == frozenset()


@pytest.mark.parametrize(
    "case",
    [
        make_case(question=QUESTION),
        make_case(question="Og hvor mange kommuner?", passages=(SNIPPET,), conversation=(QUESTION,)),
    ],
    ids=["names no passage", "does not stand alone"],
)
def test_some_cases_have_no_ranking(tiny: Assembled, case: Case) -> None:
    assert Grounds.of(tiny.current()).ranking(case) is None


def test_cases_that_name_no_day_are_asked_on_a_fixed_one() -> None:
    assert asked_on() == datetime.date(2026, 11, 22)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(SamplesError, match="absent is not there; install fagkompas with its samples"),
        assembled([tmp_path / "absent"], tmp_path / "data"),
    ):
        pass
    assert not (tmp_path / "data").exists()


def test_a_document_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "broken.pdf").write_bytes(b"not a document")
    with (
        pytest.raises(SamplesError, match=r"broken\.pdf: "),
        assembled([tmp_path / "documents"], tmp_path / "data"),
    ):
        pass

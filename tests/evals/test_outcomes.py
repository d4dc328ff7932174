import datetime
from pathlib import Path
from typing import Any

from evals.cases import CaseKind
from evals.outcomes import UnfinishedRun, case_to_json
from knowledge.types import Learner
from tests.evals.questions import make_case, make_outcome

KEY = "abc"


def record(case_id: str) -> dict[str, Any]:
    return {"id": case_id, "scores": {"fact_in_answer": 1.0}, "answer": {"text": "Ét\u2028svar\x85på æøå"}}


def kept(path: Path, *case_ids: str, key: str = KEY) -> UnfinishedRun:
    """An unfinished run in which these cases are finished."""
    run = UnfinishedRun(path, key)
    for case_id in case_ids:
        run.keep(record(case_id))
    return run


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "unfinished.jsonl"
    kept(path, "a", "b")
    assert UnfinishedRun(path, KEY).finished() == {"a": record("a"), "b": record("b")}


def test_before_the_first_case_nothing_is_kept(tmp_path: Path) -> None:
    assert UnfinishedRun(tmp_path / "unfinished.jsonl", KEY).finished() == {}
    assert list(tmp_path.iterdir()) == []


def test_what_was_kept_of_another_run_is_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "unfinished.jsonl"
    kept(path, "a", "b")
    other = UnfinishedRun(path, "other")
    assert other.finished() == {}
    assert not path.exists()
    other.keep(record("c"))
    assert list(UnfinishedRun(path, "other").finished()) == ["c"]


def test_a_last_line_cut_anywhere_costs_that_case_alone(tmp_path: Path) -> None:
    path = tmp_path / "unfinished.jsonl"
    kept(path, "a", "b")
    whole = path.read_bytes()
    ends = [place for place, byte in enumerate(whole) if byte == ord("\n")]
    for length in range(len(whole) + 1):
        path.write_bytes(whole[:length])
        lines = sum(length > end for end in ends)
        assert list(UnfinishedRun(path, KEY).finished()) == ["a", "b"][: max(lines - 1, 0)], length


def test_after_a_cut_line_cases_are_kept_as_before(tmp_path: Path) -> None:
    path = tmp_path / "unfinished.jsonl"
    kept(path, "a", "b")
    path.write_bytes(path.read_bytes()[:-9])
    run = UnfinishedRun(path, KEY)
    assert list(run.finished()) == ["a"]
    run.keep(record("b"))
    run.keep(record("c"))
    assert list(UnfinishedRun(path, KEY).finished()) == ["a", "b", "c"]


def test_a_line_that_is_none_of_ours_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "unfinished.jsonl"
    kept(path, "a")
    with path.open("ab") as file:
        file.write(b'\xff\n[1]\n{"scores": {}}\n')
    assert list(UnfinishedRun(path, KEY).finished()) == ["a"]


def test_a_run_that_is_done_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "unfinished.jsonl"
    run = kept(path, "a")
    run.done()
    assert not path.exists()
    run.done()


def test_an_outcome_passes_when_nothing_that_matters_is_wrong() -> None:
    assert make_outcome(fact_in_answer=1.0, ndcg_at_10=0.1).passed
    assert not make_outcome(fact_in_answer=0.0).passed
    assert not make_outcome(fact_in_answer=1.0, stale_fact=1.0).passed


def test_small_talk_does_not_count() -> None:
    assert make_outcome().counts
    assert not make_outcome(case=make_case(kind=CaseKind.SMALLTALK, answerable=False)).counts


def test_a_case_is_told_by_what_is_expected_of_it() -> None:
    case = make_case(
        facts=(("42",),), sources=("cok",), as_of=datetime.date(2026, 1, 1), learner=Learner.MANAGER, tags=("tie",)
    )
    assert case_to_json(case) == {"facts": (("42",),), "sources": ("cok",), "answerable": True}
    assert case_to_json(make_case(answerable=False)) == {"answerable": False}

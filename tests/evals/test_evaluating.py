"""An evaluation from its cases to its figures, over the documents it is given."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.core.assistant import Assistant
from assistant.core.types import Answer, AskRequest
from evals.ablation import COLUMNS, WHOLE, ablate, ablation_table
from evals.assembling import Assembled
from evals.case_files import read_cases
from evals.cases import Case
from evals.evaluating import FOLDER, Setting, evaluate, evaluate_suites, fault_figures
from evals.stages import stages
from knowledge.settings import DEFAULT_EMBEDDING
from tests.evals.questions import ASKED, UNKNOWN, WRONG, write_cases, write_documents


class KilledError(Exception):
    """The process ended."""


@pytest.fixture
def cases(tmp_path: Path) -> list[Case]:
    return read_cases(write_cases(tmp_path / "own.jsonl", ASKED, WRONG, UNKNOWN))


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Few documents in the place of the samples."""
    folder = write_documents(tmp_path / "documents")
    monkeypatch.setattr("evals.evaluating.SAMPLES", folder)
    (tmp_path / "further").mkdir()
    monkeypatch.setattr("evals.evaluating.DOCUMENTS", tmp_path / "further")
    return folder


def setting_of(data: Path, progress: Any = None) -> Setting:
    return Setting(data, DEFAULT_EMBEDDING, progress)


def killing_after(count: int) -> Any:
    def progress(done: int, _: int) -> None:
        if done == count:
            raise KilledError

    return progress


def files_of(data: Path) -> list[str]:
    return [path.name for path in (data / FOLDER).iterdir()]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that reach any assistant."""
    questions: list[str] = []
    original = Assistant.ask

    def ask(self: Assistant, request: AskRequest) -> Answer:
        questions.append(request.question)
        return original(self, request)

    monkeypatch.setattr(Assistant, "ask", ask)
    return questions


def test_a_run_says_what_it_was_a_run_of(tiny: Assembled, cases: list[Case], tmp_path: Path) -> None:
    run = evaluate(cases, tiny.current(), tiny.assistant, setting_of(tmp_path))
    assert run.configuration.keys() == {"embedding", "code", "cases", "sources"}
    assert (run.configuration["embedding"], run.configuration["sources"]) == (DEFAULT_EMBEDDING, "3")
    assert run.generation == tiny.current().number
    assert [outcome.case.id for outcome in run.outcomes if not outcome.passed] == ["own-2"]
    assert run.judge is None


def test_a_run_that_was_killed_is_taken_up(
    tiny: Assembled, cases: list[Case], tmp_path: Path, asked: list[str]
) -> None:
    with pytest.raises(KilledError):
        evaluate(cases, tiny.current(), tiny.assistant, setting_of(tmp_path, killing_after(2)))
    assert files_of(tmp_path) == ["unfinished.jsonl"]
    run = evaluate(cases, tiny.current(), tiny.assistant, setting_of(tmp_path))
    assert asked == [case.question for case in cases]
    assert len(run.outcomes) == len(cases)
    assert files_of(tmp_path) == []


def test_other_cases_start_anew(tiny: Assembled, cases: list[Case], tmp_path: Path, asked: list[str]) -> None:
    with pytest.raises(KilledError):
        evaluate(cases, tiny.current(), tiny.assistant, setting_of(tmp_path, killing_after(2)))
    evaluate(cases[:2], tiny.current(), tiny.assistant, setting_of(tmp_path))
    assert len(asked) == 4


def test_suites_are_asked_of_documents_in_a_folder_of_their_own(
    documents: Path, cases: list[Case], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run = evaluate_suites(cases, setting_of(data))
    assert [outcome.passed for outcome in run.outcomes] == [True, False, True]
    assert [path.name for path in data.iterdir()] == [FOLDER]
    (own,) = (path for path in (data / FOLDER).iterdir() if path.is_dir())
    assert {"CURRENT", "generations"} <= {path.name for path in own.iterdir()}
    (documents / "regler.md").unlink()
    assert evaluate_suites(cases, setting_of(data)).configuration["sources"] == "2"


def test_planted_faults_are_told_by_set() -> None:
    figures = fault_figures()
    assert list(figures) == ["planted", "by_hand"]
    for one in figures.values():
        assert 0 <= one["catch_rate"] <= 1
        assert min(one["n_faulty"], one["n_honest"]) > 0
    json.dumps(figures)


def test_another_checker_can_stand_in_the_verifier_s_place() -> None:
    blind = fault_figures(lambda item: False)
    assert (blind["planted"]["catch_rate"], blind["planted"]["false_alarm_rate"]) == (0.0, 0.0)


def test_an_ablation_has_a_row_for_the_whole_and_one_a_stage(
    documents: Path, cases: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [stage for stage in stages() if stage.name in {"stemming", "threshold"}]
    monkeypatch.setattr("evals.ablation.stages", lambda: chosen)
    monkeypatch.setattr("evals.evaluating.fault_figures", dict)
    rows = ablate(cases, setting_of(tmp_path / "data"))
    assert [row["stage"] for row in rows] == [WHOLE, "stemming", "threshold"]
    rightly = [row["metrics"]["abstained_rightly"]["value"] for row in rows]
    assert (rightly[0], rightly[2]) == (1.0, 0.0)
    assert (rows[0]["failed"], rows[2]["failed"]) == (1, 2)
    table = ablation_table(rows).splitlines()
    assert table[0] == f"| without | {' | '.join(COLUMNS.values())} |"
    assert table[2].startswith("| – (everything) | 1.000 | 0.500 | 1.000 | – | 1.000 | 0.000 | – |")
    assert [line.count("|") for line in table] == [len(COLUMNS) + 2] * 5


def test_the_same_data_folder_serves_samples_that_have_moved(
    cases: list[Case], documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = evaluate_suites(cases, setting_of(tmp_path / "data"))
    monkeypatch.setattr("evals.evaluating.SAMPLES", documents.rename(tmp_path / "moved"))
    moved = evaluate_suites(cases, setting_of(tmp_path / "data"))
    assert [outcome.scores for outcome in moved.outcomes] == [outcome.scores for outcome in first.outcomes]

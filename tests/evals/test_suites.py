"""Which suites there are, and that each is balanced."""

from collections import Counter
from pathlib import Path

import pytest

from assistant.channels.explaining import explain_error
from evals.case_files import CaseError
from evals.cases import CaseKind, Split
from evals.suites import SUITES_FOLDER, UnknownSuiteError, read_suites, suite_names
from prompts.wording import Wording
from tests.evals.questions import ASKED, UNKNOWN, write_cases

WANTED = {
    "facts", "numbers", "lists", "everyday-words", "spelling", "english", "several-sources", "conflicting-sources",
    "out-of-date", "wrong-learner", "follow-ups", "unanswerable", "courses", "injection", "privacy",
}  # fmt: skip
LEAST_CASES = 400
CASES = read_suites()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two suites of our own."""
    write_cases(tmp_path / "two.jsonl", ASKED | {"suite": "two"}, UNKNOWN | {"suite": "two"})
    write_cases(tmp_path / "one.jsonl", ASKED | {"id": "own-9", "suite": "one"})
    (tmp_path / "notes.txt").write_text("no suite", encoding="utf-8")
    return tmp_path


def test_suites_are_the_files_of_a_folder(folder: Path) -> None:
    assert suite_names(folder) == ["one", "two"]
    assert [case.id for case in read_suites(folder=folder)] == ["own-9", "own-1", "own-3"]


def test_named_suites_are_read_in_the_order_given_each_once(folder: Path) -> None:
    assert [case.id for case in read_suites(["two", "one", "two"], folder)] == ["own-1", "own-3", "own-9"]


def test_an_unknown_suite_is_refused_with_those_there_are(folder: Path) -> None:
    with pytest.raises(UnknownSuiteError, match=r"no suite 'three'; the suites are one, two\.") as caught:
        read_suites(["one", "three"], folder)
    assert explain_error(caught.value, Wording.load()) == "Der er ingen samling three. Samlingerne er one, two."


@pytest.mark.parametrize("name", ["../seeds", "facts.jsonl", ""])
def test_a_suite_is_named_by_its_name_alone(name: str) -> None:
    with pytest.raises(UnknownSuiteError):
        read_suites([name])


def test_a_broken_suite_is_refused_with_its_line(folder: Path) -> None:
    (folder / "one.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(CaseError, match=r"one\.jsonl, line 1"):
        read_suites(["one"], folder)


def test_every_suite_that_was_asked_for_is_bundled() -> None:
    assert set(suite_names()) >= WANTED
    assert len(CASES) >= LEAST_CASES


@pytest.mark.parametrize("name", suite_names())
def test_the_cases_of_a_file_name_its_suite(name: str) -> None:
    assert {case.suite for case in read_suites([name])} == {name}


def test_no_id_is_given_twice_over_all_files() -> None:
    assert Counter(case.id for case in CASES).most_common(1)[0][1] == 1


def test_no_question_is_asked_twice_in_the_same_situation() -> None:
    asked = Counter((case.conversation, case.question.casefold(), case.learner, case.as_of) for case in CASES)
    assert [key for key, count in asked.items() if count > 1] == []


@pytest.mark.parametrize("name", suite_names())
def test_the_halves_of_a_suite_are_equal(name: str) -> None:
    halves = Counter(case.split for case in read_suites([name]))
    assert abs(halves[Split.TUNE] - halves[Split.REPORT]) <= 1


def test_what_cannot_be_answered_is_asked_often_enough_to_measure() -> None:
    unanswerable = [case for case in CASES if not case.answerable and case.kind is not CaseKind.SMALLTALK]
    assert len(unanswerable) >= 60


def test_every_bundled_file_of_cases_is_data_of_the_package() -> None:
    files = {path.relative_to(SUITES_FOLDER).as_posix() for path in SUITES_FOLDER.rglob("*") if path.is_file()}
    assert files == {f"{name}.jsonl" for name in suite_names()}

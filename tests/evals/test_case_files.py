import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from assistant.channels.explaining import explain_error, find_sentence
from evals.case_files import CaseError, read_cases, write_cases
from evals.cases import OWN_SUITE, CaseKind, Split, select
from knowledge.types import Learner
from prompts.wording import LANGUAGES, Wording
from tests.evals.questions import write_cases as write_file

WORDING = Wording.load()
LEAST: dict[str, Any] = {"id": "demo-1", "question": "Hvor mange svarede?", "facts": [["42"]], "sources": ["cok"]}
WHOLE: dict[str, Any] = LEAST | {
    "suite": "demo",
    "kind": "yes-no",
    "split": "tune",
    "conversation": ["Hvem spurgte COK?", "Hvornår?"],
    "learner": "manager",
    "as_of": "2026-02-01",
    "facts": [["42", "toogfyrre"], ["39"]],
    "stale_facts": [["43"]],
    "passages": ["I alt svarede 42 ledere"],
    "expected_courses": ["k1"],
    "filters": ["place=Aarhus"],
    "notices": ["old_source"],
    "must_not_contain": ["44"],
    "tags": ["tie"],
}
NOTHING = {"facts": [], "sources": []}

# What is wrong with a line, the field it is of, and the fault's name.
FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"answer": "42"}, "answer", "choices"),
    ({"suite": 7}, "suite", "not_text"),
    ({"suite": " "}, "suite", "not_text"),
    ({"question": " "}, "question", "not_text"),
    ({"question": None}, "question", "not_text"),
    ({"kind": "riddle"}, "kind", "one_of"),
    ({"split": "half"}, "split", "one_of"),
    ({"learner": "pupil"}, "learner", "one_of"),
    ({"learner": ["manager"]}, "learner", "one_of"),
    ({"conversation": "Hvem?"}, "conversation", "not_texts"),
    ({"conversation": [""]}, "conversation", "not_texts"),
    ({"as_of": "22.11.2026"}, "as_of", "not_date"),
    ({"as_of": "2026-02-31"}, "as_of", "not_date"),
    ({"as_of": 2026}, "as_of", "not_text"),
    ({"facts": "42"}, "facts", "not_facts"),
    ({"facts": [[]]}, "facts", "not_facts"),
    ({"facts": ["42"]}, "facts", "not_texts"),
    ({"facts": [["42", " "]]}, "facts", "not_texts"),
    ({"stale_facts": {"43": 1}}, "stale_facts", "not_facts"),
    ({"stale_facts": [[43]]}, "stale_facts", "not_texts"),
    ({"sources": [7]}, "sources", "not_texts"),
    ({"passages": [" "]}, "passages", "not_texts"),
    ({"expected_courses": "k1"}, "expected_courses", "not_texts"),
    ({"filters": [5]}, "filters", "not_texts"),
    ({"notices": "old_source"}, "notices", "not_texts"),
    ({"must_not_contain": [None]}, "must_not_contain", "not_texts"),
    ({"tags": "tie"}, "tags", "not_texts"),
    ({"answerable": "no"}, "answerable", "not_truth"),
    ({"facts": []}, "facts", "nothing_expected"),
    ({"answerable": None, **NOTHING, "must_not_contain": []}, "facts", "nothing_expected"),
    ({"sources": []}, "sources", "no_source"),
    ({"answerable": False}, "answerable", "expected"),
    ({"answerable": False, "facts": []}, "answerable", "expected"),
    ({"answerable": False, **NOTHING, "passages": ["42 ledere"]}, "answerable", "expected"),
    ({"answerable": False, **NOTHING, "expected_courses": ["k1"]}, "answerable", "expected"),
    ({"answerable": False, **NOTHING, "filters": ["place=Aarhus"]}, "answerable", "expected"),
    ({"kind": "smalltalk"}, "answerable", "never"),
]


def refused(path: Path) -> CaseError:
    with pytest.raises(CaseError) as caught:
        read_cases(path)
    return caught.value


def assert_told_in_both_languages(error: CaseError) -> None:
    """The fault has a sentence of its own, beside the one that all case errors share."""
    for language in LANGUAGES:
        found = find_sentence(WORDING, language, "error.case", error.values)
        assert found is not None, error.message
        assert found != "error.case", f"{error.message} has no sentence of its own in {language}"
    assert explain_error(error, WORDING) != error.message


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    lines = [
        LEAST,
        WHOLE | {"id": "demo-2"},
        {"id": "demo-3", "question": "Æ?", "answerable": False},
        {"id": "demo-4", "question": "Noget?", "answerable": True},
        {"id": "demo-5", "question": "Noget andet?", "answerable": None, "must_not_contain": ["44"]},
    ]
    cases = read_cases(write_file(tmp_path / "own.jsonl", *lines))
    write_cases(tmp_path / "again.jsonl", cases)
    assert read_cases(tmp_path / "again.jsonl") == cases
    assert [json.loads(line) for line in (tmp_path / "again.jsonl").read_text("utf-8").splitlines()] == lines


def test_a_case_may_ask_for_any_answer_or_leave_open_whether_there_is_one(tmp_path: Path) -> None:
    any_answer = {"id": "a", "question": "Noget?", "answerable": True}
    nobody_knows = {"id": "b", "question": "Noget?", "answerable": None, "must_not_contain": ["44"]}
    cases = read_cases(write_file(tmp_path / "own.jsonl", any_answer, nobody_knows))
    assert [case.answerable for case in cases] == [True, None]


def test_an_own_case_needs_a_question_and_what_to_expect(tmp_path: Path) -> None:
    (case,) = read_cases(write_file(tmp_path / "own.jsonl", LEAST))
    assert (case.id, case.question, case.facts, case.sources) == (
        "demo-1",
        "Hvor mange svarede?",
        (("42",),),
        ("cok",),
    )
    assert (case.suite, case.kind, case.split) == (OWN_SUITE, CaseKind.DESCRIPTION, Split.REPORT)
    assert (case.learner, case.as_of, case.answerable) == (None, None, True)
    rest = (case.conversation, case.stale_facts, case.passages, case.expected_courses, case.notices, case.tags)
    assert rest == ((),) * 6


def test_a_case_is_read_with_all_its_fields(tmp_path: Path) -> None:
    (case,) = read_cases(write_file(tmp_path / "demo.jsonl", WHOLE, ""))
    assert (case.suite, case.kind, case.split, case.learner) == ("demo", CaseKind.YES_NO, Split.TUNE, Learner.MANAGER)
    assert case.conversation == ("Hvem spurgte COK?", "Hvornår?")
    assert case.as_of == datetime.date(2026, 2, 1)
    assert (case.facts, case.stale_facts) == ((("42", "toogfyrre"), ("39",)), (("43",),))
    assert (case.passages, case.expected_courses) == (("I alt svarede 42 ledere",), ("k1",))
    assert (case.notices, case.must_not_contain, case.tags) == (("old_source",), ("44",), ("tie",))


@pytest.mark.parametrize(
    "change",
    [
        {"facts": [], "sources": [], "expected_courses": ["k1"]},
        {"facts": [], "sources": [], "answerable": False, "must_not_contain": ["ja"]},
        {"facts": [], "sources": [], "answerable": False, "kind": "smalltalk"},
    ],
    ids=["a course is expected", "nothing is to be answered", "small talk"],
)
def test_facts_are_not_the_only_expectation(tmp_path: Path, change: dict[str, Any]) -> None:
    assert len(read_cases(write_file(tmp_path / "own.jsonl", LEAST | change))) == 1


@pytest.mark.parametrize(("change", "field", "fault"), FAULTS)
def test_a_fault_is_named_with_file_line_and_field(
    tmp_path: Path, change: dict[str, Any], field: str, fault: str
) -> None:
    error = refused(write_file(tmp_path / "demo.jsonl", LEAST, "", WHOLE | {"id": "demo-2", **_less(change)}))
    assert error.message.startswith(f"demo.jsonl, line 3, field {field}: ")
    assert error.message.endswith(".")
    assert (error.values["path"], error.values["line"], error.values["field"]) == ("demo.jsonl", 3, field)
    assert fault in error.values
    assert_told_in_both_languages(error)
    danish = explain_error(error, WORDING)
    assert "demo.jsonl, linje 3" in danish
    assert field in danish


def _less(change: dict[str, Any]) -> dict[str, Any]:
    """The change, with what else is expected of the whole case left out where the change is about expecting nothing."""
    if change == {"facts": []} or "answerable" in change:
        return {"expected_courses": [], "passages": [], "filters": []} | change
    return change


@pytest.mark.parametrize("field", ["id", "question"])
def test_a_missing_field_is_named(tmp_path: Path, field: str) -> None:
    record = {name: value for name, value in LEAST.items() if name != field}
    error = refused(write_file(tmp_path / "demo.jsonl", record))
    assert error.message.startswith(f"demo.jsonl, line 1, field {field}: missing")
    assert_told_in_both_languages(error)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "not_json"),
        ("hest", "not_json"),
        ("[" * 100_000, "not_json"),
        ('["a"]', "not_object"),
        ("42", "not_object"),
    ],
    ids=["cut", "a word", "nested too deep", "a list", "a number"],
)
def test_a_line_that_is_no_object_is_refused(tmp_path: Path, line: str, fault: str) -> None:
    error = refused(write_file(tmp_path / "demo.jsonl", line))
    assert error.message.startswith("demo.jsonl, line 1")
    assert fault in error.values
    assert_told_in_both_languages(error)


def test_an_id_used_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    error = refused(write_file(tmp_path / "demo.jsonl", LEAST, LEAST))
    assert "line 2, field id: 'demo-1' stands on line 1 too" in error.message
    assert_told_in_both_languages(error)


def test_a_file_without_cases_is_refused(tmp_path: Path) -> None:
    error = refused(write_file(tmp_path / "demo.jsonl", ""))
    assert "holds no cases" in error.message
    assert_told_in_both_languages(error)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b"\xe6\xf8\xe5")
    for name, said in {"absent.jsonl": "cannot be read", "latin.jsonl": "not UTF-8"}.items():
        error = refused(tmp_path / name)
        assert said in error.message
        assert name in explain_error(error, WORDING)
        assert_told_in_both_languages(error)


def test_a_byte_order_mark_and_line_ends_of_windows_are_no_fault(tmp_path: Path) -> None:
    path = write_file(tmp_path / "demo.jsonl", LEAST)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(read_cases(path)) == 1


def test_a_line_separator_within_a_text_ends_no_line(tmp_path: Path) -> None:
    question = "Hvor mange\u2028svarede\x85i alt?"
    (case,) = read_cases(write_file(tmp_path / "demo.jsonl", LEAST | {"question": question}))
    assert case.question == question


def test_a_split_selects_its_half(tmp_path: Path) -> None:
    cases = read_cases(write_file(tmp_path / "demo.jsonl", WHOLE, LEAST | {"id": "demo-2"}))
    assert [case.id for case in select(cases, Split.REPORT)] == ["demo-2"]
    assert [case.id for case in select(cases, Split.TUNE)] == ["demo-1"]
    assert select(cases, None) == cases

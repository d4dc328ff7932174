import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from evals.cases import CASES_FOLDER, CaseError, CaseKind, Split, read_cases, select
from evals.matching import shows
from knowledge.types import Learner

SUITES = sorted(CASES_FOLDER.glob("*.jsonl"))
VALID: dict[str, Any] = {
    "id": "demo-1",
    "suite": "demo",
    "kind": "numbers",
    "question": "Hvor mange ledere svarede?",
    "split": "tune",
    "facts": [["42", "toogfyrre"]],
    "sources": ["rundspørge"],
}


def write(tmp_path: Path, *records: object) -> Path:
    path = tmp_path / "demo.jsonl"
    lines = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_case_is_read_with_all_its_fields(tmp_path: Path) -> None:
    path = write(tmp_path, VALID | {"learner": "manager", "tags": ["tie"], "must_not_contain": ["43"]}, "")
    (case,) = read_cases(path)
    assert (case.kind, case.split, case.learner) == (CaseKind.NUMBERS, Split.TUNE, Learner.MANAGER)
    assert case.facts == (("42", "toogfyrre"),)
    assert (case.tags, case.must_not_contain, case.answerable) == (("tie",), ("43",), True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"answer": "42"}, "answer"),
        ({"kind": "riddles"}, "kind"),
        ({"split": "half"}, "split"),
        ({"learner": "pupil"}, "learner"),
        ({"question": " "}, "question"),
        ({"facts": [[]]}, "facts"),
        ({"facts": "42"}, "facts"),
        ({"facts": []}, "facts"),
        ({"sources": []}, "sources"),
        ({"sources": [7]}, "sources"),
        ({"answerable": "no"}, "answerable"),
        ({"answerable": False}, "answerable"),
        ({"kind": "unanswerable"}, "answerable"),
        ({"kind": "smalltalk"}, "answerable"),
    ],
)
def test_a_fault_is_named_with_file_line_and_field(tmp_path: Path, change: dict[str, Any], field: str) -> None:
    path = write(tmp_path, VALID, VALID | {"id": "demo-2"} | change)
    with pytest.raises(CaseError, match=rf"^demo\.jsonl, line 2, field {field}: .*\.$") as caught:
        read_cases(path)
    assert (caught.value.values["line"], caught.value.values["field"]) == (2, field)


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    record = {name: value for name, value in VALID.items() if name != "split"}
    with pytest.raises(CaseError, match="line 1, field split: missing"):
        read_cases(write(tmp_path, record))


@pytest.mark.parametrize("line", ["{", '["a"]', "42"])
def test_a_line_that_is_no_object_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(CaseError, match=r"demo\.jsonl, line 1"):
        read_cases(write(tmp_path, line))


def test_an_id_used_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="line 2, field id: 'demo-1' stands on line 1 too"):
        read_cases(write(tmp_path, VALID, VALID))


def test_a_file_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="holds no cases"):
        read_cases(write(tmp_path, ""))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="cannot be read"):
        read_cases(tmp_path / "absent.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b"\xe6\xf8\xe5")
    with pytest.raises(CaseError, match="not UTF-8"):
        read_cases(tmp_path / "latin.jsonl")


def test_a_split_selects_its_half(tmp_path: Path) -> None:
    cases = read_cases(write(tmp_path, VALID, VALID | {"id": "demo-2", "split": "report"}))
    assert [case.id for case in select(cases, Split.REPORT)] == ["demo-2"]
    assert select(cases, None) == cases


@pytest.mark.parametrize("path", SUITES, ids=lambda path: path.stem)
def test_a_bundled_suite_is_large_enough_and_evenly_split(path: Path) -> None:
    cases = read_cases(path)
    assert {case.suite for case in cases} == {path.stem}
    assert sum(case.answerable for case in cases) >= 70
    assert sum(case.kind is CaseKind.UNANSWERABLE for case in cases) >= 20
    halves = Counter((case.kind, case.split) for case in cases)
    for kind in {case.kind for case in cases}:
        assert abs(halves[kind, Split.TUNE] - halves[kind, Split.REPORT]) <= 1, kind


@pytest.mark.parametrize("path", SUITES, ids=lambda path: path.stem)
def test_no_question_is_asked_twice(path: Path) -> None:
    questions = Counter(case.question.casefold() for case in read_cases(path))
    assert questions.most_common(1)[0][1] == 1


@pytest.mark.shared
def test_every_fact_of_the_seed_cases_stands_in_a_named_source(shared_data: Path) -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (shared_data / "seeds").glob("*.txt")}
    missing = [
        f"{case.id}: {' | '.join(fact)}"
        for case in read_cases(CASES_FOLDER / "seeds.jsonl")
        for fact in case.facts
        if not any(shows(texts[source], fact) for source in case.sources)
    ]
    assert not missing

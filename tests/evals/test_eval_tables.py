import datetime
from typing import Any

from evals.baseline import compare
from evals.cases import CaseKind, Split
from evals.outcomes import Outcome
from evals.runs import Run, run_to_json
from evals.tables import HEADINGS, comparison_lines, failure, faults_lines, figures_table
from tests.evals.questions import make_case, make_outcome
from tests.evals.test_baseline import baseline_of, make_run

CITATION = {"number": 1, "path": "cok.md", "source_id": "src_1", "quote": "42\nledere"}
COURSE = {"course_id": "amu", "title": "Et kursus"}


def make_record(created: datetime.datetime, *outcomes: Outcome) -> dict[str, Any]:
    return run_to_json(Run({}, "1", 1, outcomes), None, created)


def rows(table: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split()[1:] for line in table.splitlines()[1:]}


def make_failing(**changes: Any) -> Outcome:
    case = make_case("demo-1", facts=(("39", "niogtredive"), ("to",)), sources=("cok",), **changes)
    answer = {"kind": "answer", "text": "42\nledere [1]", "citations": [CITATION], "courses": [COURSE]}
    return Outcome(
        case, {"fact_in_answer": 0.0, "right_source": 1.0, "ndcg_at_10": 0.5, "stale_fact": 1.0}, answer, 3.0
    )


def test_a_table_has_a_line_a_suite_one_a_half_and_one_over_all(created: datetime.datetime) -> None:
    asked = make_outcome(case=make_case("a", suite="facts", split=Split.TUNE), latency=12.4, right_source=1.0)
    other = make_outcome(case=make_case("b", suite="numbers"), latency=8.123, right_source=0.5)
    table = figures_table(make_record(created, asked, other), ["right_source", "latency_p50", "right_course"])
    assert table.splitlines()[0].split() == ["source", "ms", "course"]
    assert rows(table) == {
        "facts": ["1.000", "12", "-"],
        "numbers": ["0.500", "8.123", "-"],
        "tune": ["1.000", "12", "-"],
        "report": ["0.500", "8.123", "-"],
        "all": ["0.750", "10", "-"],
    }


def test_without_names_the_table_shows_what_matters_most(created: datetime.datetime) -> None:
    table = figures_table(make_record(created, make_outcome("a", right_source=1.0)))
    assert table.splitlines()[0].split() == list(HEADINGS.values())


def test_columns_keep_apart_whatever_their_names(created: datetime.datetime) -> None:
    table = figures_table(
        make_record(created, make_outcome("a", quotation_exactness=1.0)), ["citation_recall", "too_long"]
    )
    assert table.splitlines()[0].split() == ["cit-r", "too_long"]
    assert len({len(line) for line in table.splitlines()}) == 1


def test_planted_faults_have_a_line_a_set() -> None:
    figures = {"catch_rate": 0.985, "false_alarm_rate": 0.0125, "n_faulty": 200, "n_honest": 80}
    assert faults_lines({"planted": figures}) == [
        "planted: caught 0.985 of 200 faults, false alarms 0.013 of 80 honest answers"
    ]
    assert faults_lines({}) == []


def test_what_changed_is_told_and_what_did_not_is_left_out() -> None:
    same = [make_outcome("same", right_source=1.0)]
    before, after = [*make_run(0, count=40), *same], [*make_run(10, count=40), *same]
    lines = comparison_lines(compare(after, baseline_of(before)).to_json())
    assert lines[0] == "against baseline.json:"
    assert lines[1].startswith("  fact_in_answer: 1.000 -> 0.750 (-0.250, -")
    assert lines[2].startswith("  facts, fact_in_answer: 1.000 -> 0.750 ")
    assert lines[1].endswith("; beyond)")
    assert lines[3] == f"  broken: {', '.join(f'facts-{number}' for number in range(10))}"
    assert len(lines) == 4


def test_nothing_changed_is_told_in_one_line() -> None:
    outcomes = make_run(1, count=4)
    assert comparison_lines(compare(outcomes, baseline_of(outcomes)).to_json()) == [
        "against baseline.json: nothing changed"
    ]
    assert comparison_lines(None) == []


def test_a_failing_case_is_shown_with_its_answer() -> None:
    shown = failure(make_failing(conversation=("Hvem spurgte?",), expected_courses=("staff",), split=Split.TUNE))
    assert shown.splitlines() == [
        "demo-1 (tune): Hvem spurgte? / Hvor mange ledere svarede?",
        "  expected: 39|niogtredive + to ['cok']",
        "  expected courses: staff",
        "  wrong: fact_in_answer 0.00, stale_fact 1.00",
        "  answer (answer): 42 ledere [1]",
        "  [1] cok.md: 42 ledere",
        "  course amu: Et kursus",
    ]


def test_a_citation_without_a_file_is_named_by_its_source() -> None:
    answer = {"kind": "answer", "text": "42", "citations": [CITATION | {"path": None}], "courses": []}
    assert "  [1] src_1: 42 ledere" in failure(Outcome(make_case(), {}, answer, 1.0))


def test_nothing_is_what_is_expected_of_a_case_without_an_answer() -> None:
    case = make_case(kind=CaseKind.SMALLTALK, answerable=False)
    assert "expected: nothing" in failure(make_outcome(case=case, abstained_rightly=0.0))

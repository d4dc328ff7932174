import dataclasses
import datetime

import pytest

from assistant.core.types import Answer, AnswerKind, Citation, Claim, CourseSuggestion, Mode
from evals.cases import Case, CaseKind, Split
from evals.gate import AIMS, missed
from evals.matching import normalise, shown_text, shows
from evals.metrics.abstention import abstention
from evals.metrics.answer_length import answer_length
from evals.metrics.fact_coverage import fact_coverage
from evals.metrics.first_source import first_source
from evals.metrics.latency import latency
from evals.metrics.quotation_exactness import quotation_exactness
from evals.metrics.right_course import right_course
from evals.metrics.right_source import right_source
from evals.metrics.wrong_learner import wrong_learner
from evals.scoring import ALL_KINDS, Figure, Row
from knowledge.types import CourseStatus, Learner, SourceKind

TEXT = "42 ledere svarede. Virksomhedssamarbejdet (54%)"


def make_case(**changes: object) -> Case:
    case = Case(id="c1", suite="demo", kind=CaseKind.NUMBERS, question="Hvor mange?", split=Split.REPORT)
    return dataclasses.replace(case, **changes)  # type: ignore[arg-type]


def make_citation(quote: str = "42 ledere svarede.", start: int = 0, **changes: object) -> Citation:
    citation = Citation(
        number=1, source_id="src_1", source_kind=SourceKind.REPORT, title="Rundspørge", quote=quote, text_id="t1",
        start=start, end=start + len(quote), passage_id="p1", path="rapporter/cok.md",
    )  # fmt: skip
    return dataclasses.replace(citation, **changes)  # type: ignore[arg-type]


def make_answer(*citations: Citation, text: str | None = None, **changes: object) -> Answer:
    quoted = "\n".join(f"{c.quote} [{c.number}]" for c in citations)
    answer = Answer(
        id="ans_1", conversation_id="con_1", generation=1, mode=Mode.EXTRACTIVE, question="?", language="da",
        kind=AnswerKind.ANSWER if citations else AnswerKind.ABSTAIN, text=quoted if text is None else text,
        claims=tuple(Claim(c.quote, (c.number,)) for c in citations), citations=citations,
    )  # fmt: skip
    return dataclasses.replace(answer, **changes)  # type: ignore[arg-type]


def make_suggestion(course_id: str) -> CourseSuggestion:
    return CourseSuggestion(course_id, "Et kursus", "COK", "Dækker metode", (), (1,), CourseStatus.OPEN, False)


@pytest.mark.parametrize(
    ("text", "alternative"),
    [
        ("Det er 54 procent", "54 PROCENT"),
        ("Det er 54 %.", "54%"),
        ("Det er 54%.", "54 %"),
        ("a–kasser og\nstyrelsen", "a-kasser og styrelsen"),
        ("jobkonsulenterne", "jobkonsulent*"),
        ("på grund af ”transfer”", "'transfer'"),
        ("14 projekter", "14"),
        ("kl. 16.", "16"),
    ],
)
def test_a_fact_is_found_however_it_is_written(text: str, alternative: str) -> None:
    assert shows(text, [alternative])


@pytest.mark.parametrize(
    ("text", "alternative"),
    [
        ("i 2016", "16"),
        ("16/05/2018", "16"),
        ("2018-11-27", "27"),
        ("10.000 kroner", "10"),
        ("2,5 år", "5"),
        ("de er strenge", "tre"),
        ("jobkonsulenterne", "jobkonsulent"),
        ("54", "54 %"),
    ],
)
def test_a_fact_is_not_found_inside_something_else(text: str, alternative: str) -> None:
    assert not shows(text, [alternative])


def test_normalising_twice_changes_nothing() -> None:
    once = normalise("  “Å”  –  54 %\u00ad ")
    assert once == "'å' - 54%"
    assert normalise(once) == once


def test_citation_marks_and_item_numbers_are_not_what_is_said() -> None:
    shown = shown_text(make_answer(text="1. Ledere svarede [3]\n2. Flere [4]"))
    assert not any(shows(shown, [number]) for number in "1234")


def test_what_is_shown_has_dates_and_courses_but_no_titles() -> None:
    citation = make_citation(date=datetime.date(2016, 8, 17))
    shown = shown_text(make_answer(citation, courses=(make_suggestion("k1"),)))
    assert shows(shown, ["2016-08-17"])
    assert shows(shown, ["Et kursus"])
    assert not shows(shown, ["Rundspørge"])


def test_fact_coverage_is_the_share_of_facts_shown() -> None:
    case = make_case(facts=(("42",), ("54 %", "54 procent")), sources=("cok",))
    assert fact_coverage(case, make_answer(make_citation())) == 0.5
    assert fact_coverage(case, make_answer(make_citation(TEXT))) == 1.0
    assert fact_coverage(case, make_answer(text="42 ledere, 54 %: ved ikke")) == 0.0
    assert fact_coverage(make_case(), make_answer(make_citation())) is None


def test_an_answer_with_what_it_must_not_show_covers_nothing() -> None:
    case = make_case(facts=(("42",),), must_not_contain=("54%",))
    assert fact_coverage(case, make_answer(make_citation(TEXT))) == 0.0


@pytest.mark.parametrize(("name", "expected"), [("src_1", 1.0), ("cok", 1.0), ("cok.md", 0.0), ("star", 0.0)])
def test_a_source_is_right_by_id_or_file_name(name: str, expected: float) -> None:
    assert right_source(make_case(sources=(name,)), make_answer(make_citation())) == expected


def test_right_source_without_citations_or_expectation() -> None:
    assert right_source(make_case(sources=("cok",)), make_answer()) == 0.0
    assert right_source(make_case(), make_answer(make_citation())) is None


def test_the_first_source_is_the_first_citation_alone() -> None:
    case = make_case(sources=("src_2",))
    answer = make_answer(make_citation(), make_citation(number=2, source_id="src_2", path=None))
    assert (right_source(case, answer), first_source(case, answer)) == (1.0, 0.0)


def test_any_expected_course_will_do() -> None:
    answer = make_answer(make_citation(), courses=(make_suggestion("k1"),))
    assert right_course(make_case(expected_courses=("k0", "k1")), answer) == 1.0
    assert right_course(make_case(expected_courses=("k2",)), answer) == 0.0
    assert right_course(make_case(), answer) is None


def test_abstaining_is_asserting_nothing() -> None:
    assert abstention(make_answer(text="Det står ikke i kilderne.")) == 1.0
    assert abstention(make_answer(kind=AnswerKind.SMALLTALK)) == 1.0
    assert abstention(make_answer(make_citation())) == 0.0
    assert abstention(make_answer(courses=(make_suggestion("k1"),))) == 0.0


def test_exactness_compares_each_quotation_with_its_place() -> None:
    right, shifted = make_citation("ledere", 3), make_citation("ledere", 4)
    assert quotation_exactness(make_answer(right, shifted), {"t1": TEXT}.__getitem__) == 0.5
    assert quotation_exactness(make_answer(make_citation("")), {"t1": TEXT}.__getitem__) == 0.0
    assert quotation_exactness(make_answer(), {"t1": TEXT}.__getitem__) is None


def test_length_counts_citations_and_quoted_words() -> None:
    many = [make_citation(number=number, start=number) for number in range(6)]
    assert answer_length(make_case(), make_answer(*many)) == 1.0
    assert answer_length(make_case(), make_answer(*many[:5])) == 0.0
    assert answer_length(make_case(), make_answer(make_citation("ord " * 121))) == 1.0
    assert answer_length(make_case(kind=CaseKind.LISTS), make_answer(*many)) is None
    assert answer_length(make_case(), make_answer()) is None


def test_a_quotation_cited_twice_is_counted_once() -> None:
    twice = [make_citation("ord " * 61, number=number) for number in (1, 2)]
    assert answer_length(make_case(), make_answer(*twice)) == 0.0


@pytest.mark.parametrize(
    ("asked_for", "expected"),
    [(None, 0.25), (Learner.EMPLOYEE, 0.5), (Learner.MANAGER, 0.5), (Learner.CITIZEN, 0.5)],
)
def test_a_course_for_somebody_else_is_wrong(asked_for: Learner | None, expected: float) -> None:
    learners = {"e": Learner.EMPLOYEE, "m": Learner.MANAGER, "c": Learner.CITIZEN, "?": None}
    answer = make_answer(courses=tuple(make_suggestion(name) for name in learners))
    assert wrong_learner(make_case(learner=asked_for), answer, learners.get) == expected
    assert wrong_learner(make_case(), make_answer(), learners.get) is None


def test_latency_is_the_median() -> None:
    assert latency([make_answer(latency_ms=ms) for ms in (5, 900, 7)]) == 7.0
    assert latency([]) is None


def make_row(split: Split, kind: str, **values: float) -> Row:
    return Row("demo", split, kind, 4, {name: Figure(value, 4) for name, value in values.items()})


def test_the_gate_holds_the_report_split_to_its_aims() -> None:
    reached = {aim.metric: aim.bound for aim in AIMS}
    assert missed([make_row(Split.REPORT, ALL_KINDS, **reached)]) == []
    assert missed([make_row(Split.TUNE, ALL_KINDS, fact_in_answer=0.0)]) == []
    assert missed([make_row(Split.REPORT, "facts", fact_in_answer=0.0)]) == []
    assert missed([make_row(Split.REPORT, ALL_KINDS, fact_in_answer=0.7, abstained_wrongly=0.2)]) == [
        "demo: fact_in_answer is 0.700, below the aim 0.80.",
        "demo: abstained_wrongly is 0.200, above the aim 0.08.",
    ]

import dataclasses
import datetime

import pytest

from assistant.core.types import Answer, AnswerKind, Citation, Claim, CourseSuggestion, Mode
from evals.cases import Case, CaseKind, Split
from evals.scoring import ALL_KINDS, Grounds, score, summarise
from evals.tables import failure, figures_table
from knowledge.types import CourseStatus, Learner, SourceKind

TEXT = "42 ledere fra 39 kommuner svarede."
CITATION = Citation(
    number=1, source_id="src_1", source_kind=SourceKind.REPORT, title="Rundspørge", quote="42 ledere", text_id="t1",
    start=0, end=9, passage_id="p1", path="cok.md", date=datetime.date(2016, 8, 17),
)  # fmt: skip


GROUNDS = Grounds({"t1": TEXT}.__getitem__, {"staff": Learner.EMPLOYEE, "amu": Learner.CITIZEN}.get)


def make_case(number: int = 1, **changes: object) -> Case:
    case = Case(
        id=f"demo-{number}", suite="demo", kind=CaseKind.NUMBERS, question="Hvor mange svarede?", split=Split.REPORT,
        facts=(("42",),), sources=("cok",),
    )  # fmt: skip
    return dataclasses.replace(case, **changes)  # type: ignore[arg-type]


def make_answer(*citations: Citation, courses: tuple[str, ...] = (), latency_ms: int = 10) -> Answer:
    suggestions = tuple(
        CourseSuggestion(name, name.title(), None, "", (), (), CourseStatus.OPEN, False) for name in courses
    )
    return Answer(
        id="ans_1", conversation_id="con_1", generation=1, mode=Mode.EXTRACTIVE, kind=AnswerKind.ANSWER, question="?",
        language="da", text="\n".join(c.quote for c in citations) or "Det ved jeg ikke.", citations=citations,
        claims=tuple(Claim(c.quote, (c.number,)) for c in citations), courses=suggestions, latency_ms=latency_ms,
    )  # fmt: skip


UNANSWERABLE = make_case(2, kind=CaseKind.UNANSWERABLE, facts=(), sources=(), answerable=False)
SMALLTALK = make_case(3, kind=CaseKind.SMALLTALK, facts=(), sources=(), answerable=False)


def test_a_right_answer_passes_and_shows_every_score_that_applies() -> None:
    one = score(make_case(), make_answer(CITATION), GROUNDS)
    assert one.passed
    assert one.scores == {
        "fact_in_answer": 1.0,
        "fact_coverage": 1.0,
        "right_source": 1.0,
        "first_source": 1.0,
        "abstained_wrongly": 0.0,
        "quotation_exactness": 1.0,
        "too_long": 0.0,
    }


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        (make_case(), make_answer()),
        (make_case(facts=(("42",), ("39",))), make_answer(CITATION)),
        (make_case(sources=("star",)), make_answer(CITATION)),
        (make_case(), make_answer(dataclasses.replace(CITATION, start=1, end=10))),
        (make_case(), make_answer(CITATION, courses=("staff", "amu"))),
        (UNANSWERABLE, make_answer(CITATION)),
        (SMALLTALK, make_answer(CITATION)),
    ],
    ids=["abstains", "half the facts", "wrong source", "shifted", "wrong learner", "answers", "answers a greeting"],
)
def test_one_thing_wrong_is_enough_to_fail(case: Case, answer: Answer) -> None:
    assert not score(case, answer, GROUNDS).passed


def test_half_of_the_facts_is_no_fact_in_answer_but_half_the_coverage() -> None:
    one = score(make_case(facts=(("42",), ("39",))), make_answer(CITATION), GROUNDS)
    assert (one.scores["fact_in_answer"], one.scores["fact_coverage"]) == (0.0, 0.5)


def test_abstaining_is_counted_apart_for_what_can_be_answered_and_what_cannot() -> None:
    results = [score(case, make_answer(), GROUNDS) for case in (make_case(), UNANSWERABLE)]
    total = summarise(results)[-1]
    assert total.figures["abstained_wrongly"].value == 1.0
    assert total.figures["abstained_rightly"].value == 1.0
    assert total.figures["abstained_rightly"].count == 1


def test_small_talk_has_a_row_but_no_part_in_the_total() -> None:
    results = [score(case, make_answer(), GROUNDS) for case in (UNANSWERABLE, SMALLTALK)]
    rows = [(row.kind, row.cases) for row in summarise(results)]
    assert rows == [
        ("unanswerable", 1),
        ("smalltalk", 1),
        (ALL_KINDS, 1),
    ]


def test_rows_keep_suites_and_splits_apart() -> None:
    cases = [make_case(1), make_case(2, split=Split.TUNE), make_case(3, suite="other")]
    rows = summarise([score(case, make_answer(CITATION), GROUNDS) for case in cases])
    totals = [(row.suite, row.split, row.cases) for row in rows if row.kind == ALL_KINDS]
    assert totals == [("demo", "report", 1), ("demo", "tune", 1), ("other", "report", 1)]


def test_latency_is_the_median_over_the_row() -> None:
    answers = [make_answer(CITATION, latency_ms=ms) for ms in (3, 1000, 5)]
    rows = summarise([score(make_case(), answer, GROUNDS) for answer in answers])
    assert rows[-1].figures["latency"].value == 5


def test_the_table_shows_a_dash_where_nothing_applies() -> None:
    results = [score(UNANSWERABLE, make_answer(), GROUNDS)]
    lines = figures_table(summarise(results)).splitlines()
    assert " ".join(lines[1].split()) == "demo report unanswerable 1 - - - - - 1.000 - - - - 10"


def test_a_failing_case_is_shown_with_its_answer() -> None:
    case = make_case(facts=(("39", "niogtredive"),), expected_courses=("staff",))
    shown = failure(score(case, make_answer(CITATION, courses=("amu",)), GROUNDS))
    for part in ("demo-1 (report): Hvor mange", "39|niogtredive", "[1] cok.md: 42 ledere", "staff", "course amu: Amu"):
        assert part in shown


def test_nothing_is_what_is_expected_of_a_case_without_an_answer() -> None:
    assert "expected: nothing" in failure(score(UNANSWERABLE, make_answer(CITATION), GROUNDS))

"""What people thought of answers becomes cases that like answers pass and disliked ones fail."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.core.rendering import answer_to_json
from assistant.core.types import Answer, AnswerKind, Claim
from evals.assembling import Assembled, assembled
from evals.case_files import read_cases, write_cases
from evals.cases import Case, CaseKind
from evals.feedback import Judged, feedback_cases
from evals.observing import Grounds
from evals.running import Bench, ask, run_cases
from tests.evals.questions import make_answer, make_case, make_citation, make_suggestion, write_documents

DAY = datetime.date(2026, 11, 22)
ASKED = "Hvor mange ledere svarede?"
QUOTE = make_citation()
OTHER = make_citation("Virksomhedssamarbejdet (54%) er sværest.", 19, number=2, source_id="src_2")


def judge(answer: Answer, liked: bool, **changes: Any) -> Judged:
    return replace(Judged(ASKED, answer_to_json(answer), liked, DAY), **changes)


def only(*judged: Judged) -> Case:
    (case,) = feedback_cases(judged)
    return case


def test_a_liked_answer_asks_for_one_of_its_quotations_from_its_sources() -> None:
    case = only(judge(make_answer(QUOTE, OTHER), liked=True))
    assert (case.question, case.suite, case.as_of, case.answerable) == (ASKED, "feedback", DAY, True)
    assert case.facts == ((QUOTE.quote, OTHER.quote),)
    assert case.passages == (QUOTE.quote, OTHER.quote)
    assert case.sources == ("src_1", "src_2")
    assert case.tags == ("feedback", "up")


def test_a_disliked_answer_forbids_its_claims_and_leaves_open_whether_there_is_a_better_one() -> None:
    answer = make_answer(QUOTE, claims=(Claim("Der svarede 42 ledere.", (1,)),))
    case = only(judge(answer, liked=False))
    assert case.must_not_contain == ("Der svarede 42 ledere.",)
    assert (case.answerable, case.facts, case.sources, case.passages) == (None, (), (), ())
    assert case.tags == ("feedback", "down")


def test_a_liked_abstention_was_right_and_a_disliked_one_wrong() -> None:
    liked, disliked = (only(judge(make_answer(), liked)) for liked in (True, False))
    assert (liked.answerable, liked.facts) == (False, ())
    assert (disliked.answerable, disliked.facts, disliked.must_not_contain) == (True, (), ())


def test_liked_small_talk_stays_small_talk() -> None:
    case = only(judge(make_answer(kind=AnswerKind.SMALLTALK, text="Hej!"), liked=True))
    assert (case.kind, case.answerable) == (CaseKind.SMALLTALK, False)


def test_liked_courses_are_expected_and_disliked_ones_forbidden() -> None:
    answer = make_answer(QUOTE, kind=AnswerKind.COURSES, courses=(make_suggestion("k1"), make_suggestion("k2")))
    liked, disliked = (only(judge(answer, liked)) for liked in (True, False))
    assert (liked.kind, liked.expected_courses, liked.sources, liked.facts) == (
        CaseKind.COURSE, ("k1", "k2"), ("src_1",), (),
    )  # fmt: skip
    assert (disliked.must_not_contain, disliked.answerable) == (("Et kursus",), None)


def test_a_course_suggested_beside_an_answer_is_no_part_of_it() -> None:
    course = replace(make_suggestion("k1"), citations=(2,))
    answer = make_answer(QUOTE, OTHER, courses=(course,))
    assert only(judge(answer, liked=True)).facts == ((QUOTE.quote,),)
    assert only(judge(answer, liked=False)).must_not_contain == (QUOTE.quote,)


def test_what_leads_a_list_in_is_neither_expected_nor_forbidden() -> None:
    lead, item = make_citation("Kompetencer:"), make_citation("2. Facilitering af\n møder", 20, number=2)
    answer = make_answer(lead, item)
    assert only(judge(answer, liked=True)).facts == (("Facilitering af møder",),)
    assert only(judge(answer, liked=True)).passages == (item.quote,)
    assert only(judge(answer, liked=False)).must_not_contain == ("Facilitering af møder",)
    assert only(judge(make_answer(lead), liked=False)).must_not_contain == ("Kompetencer:",)


def test_a_liked_long_list_may_be_long_again() -> None:
    many = [make_citation(f"Punkt {number}", number=number) for number in range(1, 8)]
    assert only(judge(make_answer(*many), liked=True)).kind is CaseKind.LIST


def test_an_english_answer_that_was_liked_is_to_be_english() -> None:
    assert "english" in only(judge(make_answer(QUOTE, language="en"), liked=True)).tags


def test_the_same_answer_is_one_case_by_what_most_thought() -> None:
    answer = make_answer(QUOTE)
    again = replace(answer, id="ans_2", conversation_id="con_2", latency_ms=7)
    up, down = judge(answer, True), judge(again, False)
    assert only(up, down, up).tags == ("feedback", "up")
    assert only(down, up, down).tags == ("feedback", "down")
    assert feedback_cases([up, down]) == []
    assert only(up, up) == only(up)
    assert only(up).id != only(down).id


def test_what_was_liked_of_one_answer_is_not_forbidden_by_another() -> None:
    short, long = make_answer(QUOTE), make_answer(QUOTE, OTHER)
    liked, disliked = feedback_cases([judge(short, True), judge(long, False)])
    assert liked.facts == ((QUOTE.quote,),)
    assert disliked.must_not_contain == (OTHER.quote,)
    assert len(feedback_cases([judge(long, True), judge(short, False)])) == 1


def test_a_follow_up_is_asked_after_what_was_asked_before() -> None:
    case = only(judge(make_answer(QUOTE), True, earlier=("Hvem svarede?",)))
    assert case.conversation == ("Hvem svarede?",)


def test_no_cpr_number_gets_into_a_case() -> None:
    case = only(judge(make_answer(QUOTE), True, question="Er 010203-1234 med?", earlier=("Og 010203-1234?",)))
    assert "010203" not in repr(case)
    assert case.question == "Er XXXXXX-XXXX med?"


def test_no_feedback_makes_no_cases() -> None:
    assert feedback_cases([]) == []


QUESTIONS = {
    "answer": "Hvor mange ledere svarede på rundspørgen?",
    "courses": "Hvilke kurser er der i facilitering?",
    "abstain": "Hvad er hovedstaden i Australien?",
    "smalltalk": "hej",
}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assembled]:
    folder = tmp_path_factory.mktemp("feedback")
    with assembled([write_documents(folder / "documents")], folder / "data") as made:
        yield made


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_answer_that_was_liked_passes_and_the_one_disliked_fails(
    parts: Assembled, tmp_path: Path, kind: str
) -> None:
    answer = answer_to_json(ask(make_case(question=QUESTIONS[kind]), parts.assistant))
    assert answer["kind"] == kind
    bench = Bench(parts.assistant, Grounds.of(parts.current()))
    for liked in (True, False):
        write_cases(tmp_path / "cases.jsonl", feedback_cases([Judged(QUESTIONS[kind], answer, liked, DAY)]))
        (outcome,) = run_cases(read_cases(tmp_path / "cases.jsonl"), bench)
        assert outcome.passed is liked

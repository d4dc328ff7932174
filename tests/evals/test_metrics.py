"""What each metric of an answer is, and what it is where it does not apply."""

from dataclasses import replace

import pytest

from assistant.core.types import AnswerKind, AppliedFilter, Notice, Usage
from evals.cases import CaseKind
from evals.metrics.abstention import abstention, abstention_precision
from evals.metrics.answer_length import answer_length
from evals.metrics.expected_notice import expected_notice
from evals.metrics.expired_unsaid import expired_unsaid
from evals.metrics.fact_coverage import fact_coverage, fact_in_answer
from evals.metrics.first_source import first_source
from evals.metrics.forbidden_words import forbidden_words
from evals.metrics.language_match import ENGLISH, language_match
from evals.metrics.latency import MEDIAN, SLOWEST, latency
from evals.metrics.quotation_exactness import quotation_exactness
from evals.metrics.right_course import right_course
from evals.metrics.right_filters import right_filters
from evals.metrics.right_source import right_source
from evals.metrics.stale_fact import stale_fact
from evals.metrics.tokens import input_tokens, output_tokens
from evals.metrics.wrong_course import wrong_course
from evals.metrics.wrong_learner import wrong_learner
from knowledge.types import CourseStatus, Learner
from tests.evals.questions import STORED, make_answer, make_case, make_citation, make_suggestion

CPR = "120364-1001"


def test_fact_coverage_is_the_share_of_facts_shown() -> None:
    case = make_case(facts=(("42",), ("54 %", "54 procent")), sources=("cok",))
    assert fact_coverage(case, make_answer(make_citation())) == 0.5
    assert fact_coverage(case, make_answer(make_citation(STORED))) == 1.0
    assert fact_coverage(make_case(), make_answer(make_citation())) is None


def test_an_abstention_covers_nothing_whatever_it_says() -> None:
    case = make_case(facts=(("42",),), sources=("cok",))
    assert fact_coverage(case, make_answer(text="42 ledere: ved ikke")) == 0.0


def test_an_answer_with_what_it_must_not_show_covers_nothing() -> None:
    case = make_case(facts=(("42",),), must_not_contain=("54%",))
    assert fact_coverage(case, make_answer(make_citation(STORED))) == 0.0


def test_half_of_the_facts_is_no_fact_in_answer() -> None:
    case = make_case(facts=(("42",), ("54 %",)))
    assert fact_in_answer(case, make_answer(make_citation())) == 0.0
    assert fact_in_answer(case, make_answer(make_citation(STORED))) == 1.0
    assert fact_in_answer(make_case(), make_answer(make_citation())) is None


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
    assert first_source(make_case(), answer) is None
    assert first_source(case, make_answer()) == 0.0


def test_any_expected_course_will_do() -> None:
    answer = make_answer(make_citation(), courses=(make_suggestion("k1"),))
    assert right_course(make_case(expected_courses=("k0", "k1")), answer) == 1.0
    assert right_course(make_case(expected_courses=("k2",)), answer) == 0.0
    assert right_course(make_case(expected_courses=("k2",)), make_answer()) == 0.0
    assert right_course(make_case(), answer) is None


def test_courses_of_which_none_fits_are_wrong_and_none_at_all_is_not() -> None:
    suggesting = make_answer(courses=(make_suggestion("k1"), make_suggestion("k2")))
    assert wrong_course(make_case(expected_courses=("k2",)), suggesting) == 0.0
    assert wrong_course(make_case(expected_courses=("k3",)), suggesting) == 1.0
    assert wrong_course(make_case(expected_courses=("k3",)), make_answer()) == 0.0


def test_courses_are_wrong_where_nothing_is_to_be_answered() -> None:
    suggesting = make_answer(courses=(make_suggestion("k1"),))
    assert wrong_course(make_case(answerable=False), suggesting) == 1.0
    assert wrong_course(make_case(answerable=False), make_answer()) == 0.0
    assert wrong_course(make_case(facts=(("42",),)), suggesting) is None


def test_abstaining_is_asserting_nothing() -> None:
    assert abstention(make_answer(text="Det står ikke i kilderne.")) == 1.0
    assert abstention(make_answer(kind=AnswerKind.SMALLTALK)) == 1.0
    assert abstention(make_answer(make_citation())) == 0.0
    assert abstention(make_answer(courses=(make_suggestion("k1"),))) == 0.0


def test_abstention_precision_is_the_share_of_abstentions_that_were_right() -> None:
    assert abstention_precision(make_case(answerable=False), make_answer()) == 1.0
    assert abstention_precision(make_case(), make_answer()) == 0.0
    assert abstention_precision(make_case(answerable=False), make_answer(make_citation())) is None


def test_exactness_compares_each_quotation_with_its_place() -> None:
    right, shifted = make_citation("ledere", 3), make_citation("ledere", 4)
    assert quotation_exactness(make_answer(right, shifted), {"t1": STORED}.__getitem__) == 0.5
    assert quotation_exactness(make_answer(make_citation("")), {"t1": STORED}.__getitem__) == 0.0
    assert quotation_exactness(make_answer(), {"t1": STORED}.__getitem__) is None


def test_length_counts_citations_and_quoted_words() -> None:
    many = [make_citation(number=number, start=number) for number in range(6)]
    assert answer_length(make_case(), make_answer(*many)) == 1.0
    assert answer_length(make_case(), make_answer(*many[:5])) == 0.0
    assert answer_length(make_case(), make_answer(make_citation("ord " * 121))) == 1.0
    assert answer_length(make_case(), make_answer(make_citation("ord " * 120))) == 0.0
    assert answer_length(make_case(), make_answer()) is None


@pytest.mark.parametrize("kind", [CaseKind.LIST, CaseKind.COURSE])
def test_lists_and_courses_may_be_long(kind: CaseKind) -> None:
    many = [make_citation(number=number, start=number) for number in range(6)]
    assert answer_length(make_case(kind=kind), make_answer(*many)) is None


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


def test_an_outdated_fact_is_stale_unless_what_replaced_it_stands_beside_it() -> None:
    case = make_case(facts=(("42",),), stale_facts=(("38",), ("40",)))
    assert stale_fact(case, make_answer(make_citation("40 ledere svarede."))) == 1.0
    assert stale_fact(case, make_answer(make_citation("Før 40, nu 42 ledere."))) == 0.0
    assert stale_fact(case, make_answer(make_citation())) == 0.0


def test_stale_without_a_present_fact_or_without_an_outdated_one() -> None:
    lapsed = make_case(stale_facts=(("40",),), answerable=False)
    assert stale_fact(lapsed, make_answer(make_citation("40 ledere svarede."))) == 1.0
    assert stale_fact(lapsed, make_answer()) == 0.0
    assert stale_fact(make_case(facts=(("42",),)), make_answer(make_citation())) is None


def test_forbidden_words_are_found_as_facts_are() -> None:
    case = make_case(must_not_contain=("54 %", "gratis*"))
    assert forbidden_words(case, make_answer(make_citation(STORED))) == 1.0
    assert forbidden_words(case, make_answer(text="Det er gratiskurser.")) == 1.0
    assert forbidden_words(case, make_answer(make_citation())) == 0.0
    assert forbidden_words(make_case(), make_answer(make_citation(STORED))) is None


def test_a_cpr_number_is_forbidden_in_the_answer_and_in_the_question_as_it_is_kept() -> None:
    case = make_case(must_not_contain=("Hansen",))
    assert forbidden_words(case, make_answer(text=f"Borgeren har {CPR}.")) == 1.0
    assert forbidden_words(case, make_answer(question=f"Hvad gør jeg for {CPR}?")) == 1.0
    assert forbidden_words(case, make_answer(question="Hvad gør jeg for [CPR]?")) == 0.0


def test_every_expected_notice_must_be_there() -> None:
    case = make_case(notices=("old_source", "expired_course"))
    old, expired = Notice("old_source", "Kilden er fra 2016."), Notice("expired_course", "Udløbet.")
    assert expected_notice(case, make_answer(notices=(old, expired))) == 1.0
    assert expected_notice(case, make_answer(notices=(old,))) == 0.0
    assert expected_notice(make_case(), make_answer(notices=(old,))) is None


def test_the_language_is_the_one_the_case_says_or_the_question_is_in() -> None:
    danish, english = make_answer(), make_answer(language="en")
    for case in (
        make_case(suite=ENGLISH),
        make_case(tags=(ENGLISH,)),
        make_case(question="How many managers answered?"),
    ):
        assert (language_match(case, english), language_match(case, danish)) == (1.0, 0.0)
    assert (language_match(make_case(), english), language_match(make_case(), danish)) == (0.0, 1.0)


def test_tokens_are_those_of_the_model_and_none_without_one() -> None:
    answer = make_answer(usage=Usage("model", 120, 45))
    assert (input_tokens(answer), output_tokens(answer)) == (120.0, 45.0)
    assert (input_tokens(make_answer()), output_tokens(make_answer())) == (0.0, 0.0)


def test_latency_is_a_percentile_and_none_of_nothing() -> None:
    times = [*range(1, 101)]
    assert latency(times, MEDIAN) == 50.5
    assert latency(times, SLOWEST) == pytest.approx(95.05)
    assert latency([], MEDIAN) is None


def test_filters_are_right_when_they_are_all_there_and_no_other() -> None:
    case = make_case(filters=("max_price=3000", "place=Aarhus"), expected_courses=("k1",))
    place, price = AppliedFilter("place", "Aarhus", "Aarhus"), AppliedFilter("max_price", "3000", "højst 3.000 kr.")
    assert right_filters(case, make_answer(filters=(place, price))) == 1.0
    assert right_filters(case, make_answer(filters=(place,))) == 0.0
    form = AppliedFilter("form", "online", "online")
    assert right_filters(case, make_answer(filters=(place, price, form))) == 0.0
    assert right_filters(make_case(), make_answer(filters=(place,))) is None


def test_the_right_course_stands_for_its_filters_only_when_it_comes_first() -> None:
    case = make_case(filters=("place=Aarhus",), expected_courses=("k1",))
    assert right_filters(case, make_answer(courses=(make_suggestion("k1"), make_suggestion("k2")))) == 1.0
    assert right_filters(case, make_answer(courses=(make_suggestion("k2"), make_suggestion("k1")))) == 0.0
    assert right_filters(case, make_answer()) == 0.0


def test_an_expired_course_must_be_said_to_be_one() -> None:
    expired = (replace(make_suggestion("k1"), status=CourseStatus.EXPIRED),)
    assert expired_unsaid(make_answer(courses=expired)) == 1.0
    assert expired_unsaid(make_answer(courses=expired, notices=(Notice("expired_course", "Udløbet."),))) == 0.0
    assert expired_unsaid(make_answer(courses=(make_suggestion("k1"),))) == 0.0
    assert expired_unsaid(make_answer()) is None

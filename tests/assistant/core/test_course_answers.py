"""Courses in answers: who they are for, whether they can be taken, and the quotation that shows why they fit."""

from collections.abc import Sequence

import pytest

from assistant.core.composing import readable
from assistant.core.types import Answer, AnswerKind, AppliedFilter, NamedFilter, Turn
from knowledge.types import CourseStatus, Learner, Snapshot, Visibility
from tests.assistant.core.conftest import Ask
from tests.assistant.core.promises import assert_promises

WISH = "Hvilke kurser er der i konflikthåndtering"
WISHES = [
    f"{WISH}?",
    "Find et kursus om konflikter",
    "Kan du foreslå efteruddannelse i konflikthåndtering?",
    "Vi mangler et kursus i konflikthåndtering",
    "Which courses are there in konflikthåndtering?",
    "Hvilke kurser er der i konflikthaandtering?",
]


def course_ids(answer: Answer) -> set[str]:
    return {course.course_id for course in answer.courses}


def codes(answer: Answer) -> set[str]:
    return {notice.code for notice in answer.notices}


@pytest.mark.parametrize("question", WISHES)
def test_a_wish_for_courses_is_answered_with_courses(question: str, ask: Ask, snapshot: Snapshot) -> None:
    answer = ask(question)
    assert answer.kind is AnswerKind.COURSES
    assert "konflikt-aarhus" in course_ids(answer)
    assert_promises(answer, snapshot)


def test_the_reason_for_a_course_is_a_quotation_from_its_own_source(ask: Ask, snapshot: Snapshot) -> None:
    answer = ask(f"{WISH}?")
    by_number = {citation.number: citation for citation in answer.citations}
    sources = {course.course_id: course.source_id for course in snapshot.courses()}
    for course in answer.courses:
        assert course.citations
        for number in course.citations:
            assert by_number[number].source_id == sources[course.course_id]
            assert readable(by_number[number].quote) == course.reason
        assert f"**{course.title}** ({course.provider})" in answer.text


@pytest.mark.parametrize("question", WISHES)
def test_a_course_for_citizens_is_never_suggested_to_staff(question: str, ask: Ask) -> None:
    assert "konflikt-borger" not in course_ids(ask(question))
    assert "konflikt-borger" not in course_ids(ask(question, learner=Learner.EMPLOYEE))
    assert "konflikt-borger" not in course_ids(ask(question, learner=Learner.MANAGER))


@pytest.mark.parametrize("question", [f"{WISH} for ledige?", f"{WISH} til jobsøgende?"])
def test_a_course_for_citizens_is_given_when_it_is_asked_for(question: str, ask: Ask) -> None:
    assert course_ids(ask(question)) == {"konflikt-borger"}


def test_a_course_for_those_who_work_with_citizens_is_for_staff(ask: Ask) -> None:
    found = course_ids(ask("Find et kursus i konflikthåndtering til medarbejdere, der arbejder med ledige"))
    assert "konflikt-borger" not in found
    assert "konflikt-aarhus" in found


def test_a_manager_gets_courses_for_managers(ask: Ask) -> None:
    assert course_ids(ask(f"{WISH} for ledere?")) == {"konflikt-leder"}
    assert "konflikt-aarhus" not in course_ids(ask(f"{WISH}?", learner=Learner.MANAGER))


@pytest.mark.parametrize("question", WISHES)
def test_a_course_that_is_over_is_not_suggested_beside_open_ones(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert "konflikt-holdt" not in course_ids(answer)
    assert all(course.status is not CourseStatus.EXPIRED for course in answer.courses)


def test_where_only_a_course_that_is_over_fits_it_is_marked_or_not_given(ask: Ask) -> None:
    answer = ask("Hvilke kurser er der i tegnsprog?")
    assert answer.kind in {AnswerKind.ABSTAIN, AnswerKind.COURSES}
    if answer.courses:
        assert "udløbet" in answer.text
        assert "expired_course" in codes(answer)


def test_an_invented_course_is_marked_in_the_line_and_in_a_notice(ask: Ask) -> None:
    answer = ask("Find et kursus i konflikthåndtering med rollespil")
    line = next(line for line in answer.text.splitlines() if "med rollespil" in line)
    assert "fiktivt eksempel" in line
    assert [course.fictional for course in answer.courses if course.course_id == "konflikt-fiktiv"] == [True]
    assert "fictional_course" in codes(answer)


def test_documented_courses_alone_need_no_notice(ask: Ask) -> None:
    assert codes(ask(f"{WISH} i Aarhus?")) == set()


@pytest.mark.parametrize(
    ("filtered", "found"),
    [
        ("under 3.000 kr.", {"konflikt-aarhus", "konflikt-online"}),
        ("for højst 2000 kroner", {"konflikt-online"}),
        ("i Aarhus", {"konflikt-aarhus"}),
        ("i Odense", {"konflikt-diplom"}),
        ("online", {"konflikt-online"}),
        ("på diplomniveau", {"konflikt-diplom"}),
        ("på 10 ECTS", {"konflikt-diplom"}),
        ("i marts", {"konflikt-aarhus"}),
        ("i februar 2027", {"konflikt-online"}),
        ("hos Kursushuset Lyng", {"konflikt-aarhus", "konflikt-online"}),
    ],
)
def test_what_is_said_in_words_narrows_the_courses(
    filtered: str, found: set[str], ask: Ask, snapshot: Snapshot
) -> None:
    answer = ask(f"Hvilke kurser i konflikthåndtering er der {filtered}?")
    assert course_ids(answer) == found
    assert_promises(answer, snapshot)


@pytest.mark.parametrize(
    ("filtered", "unmet"),
    [
        ("under 1.000 kr.", {"max_price"}),
        ("i december", {"start_from", "start_to"}),
        ("i 2028", {"start_from", "start_to"}),
        ("i Aarhus under 1.000 kr.", {"max_price"}),
        ("der er gratis", {"max_price"}),
        ("i Skagen", set()),
    ],
)
def test_where_nothing_fits_all_filters_what_fits_without_one_is_shown_and_said(
    filtered: str, unmet: set[str], ask: Ask, snapshot: Snapshot
) -> None:
    answer = ask(f"Hvilke kurser i konflikthåndtering er der {filtered}?")
    told = [one for one in answer.filters if not one.met]
    assert {one.name for one in told} == unmet
    assert all(f"{one.text}" in answer.text for one in told)
    assert bool(answer.courses) is bool(unmet)
    assert ("Ingen kurser passer til det hele" in answer.text) is bool(unmet)
    assert_promises(answer, snapshot)


def test_the_filters_that_were_understood_are_shown(ask: Ask) -> None:
    answer = ask("Hvilke kurser i konflikthåndtering er der i Aarhus for højst 3.000 kr.?")
    assert "Jeg har søgt på: højst 3.000 kr., Aarhus." in answer.text
    assert [(one.name, one.value, one.met) for one in answer.filters] == [
        ("max_price", "3000", True),
        ("place", "Aarhus", True),
    ]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("er der noget i Aarhus for under 3.000 kr.", {"konflikt-aarhus"}),
        ("noget med konflikthåndtering online i foråret", {"konflikt-online"}),
        ("kan vi få noget online om konflikthåndtering?", {"konflikt-online"}),
    ],
)
def test_a_wish_need_not_say_that_it_is_courses(question: str, found: set[str], ask: Ask, snapshot: Snapshot) -> None:
    answer = ask(question)
    assert answer.kind is AnswerKind.COURSES
    assert found <= set(course_ids(answer))
    assert_promises(answer, snapshot)


@pytest.mark.parametrize(
    "question",
    [
        "Find kurser i undervandsfotografering",
        "Hvilke kurser er der i madlavning?",
        f"{WISH} i Nuuk under 10 kr.?",
    ],
)
def test_where_no_course_fits_the_answer_is_an_honest_no(question: str, ask: Ask, snapshot: Snapshot) -> None:
    answer = ask(question)
    assert (answer.kind, answer.courses, answer.citations) == (AnswerKind.ABSTAIN, (), ())
    assert_promises(answer, snapshot)


def test_a_course_that_is_not_for_all_is_suggested_only_with_the_right_to_it(ask: Ask) -> None:
    question = f"{WISH} i Aarhus?"
    assert "konflikt-intern" not in course_ids(ask(question))
    assert "konflikt-intern" in course_ids(ask(question, visibilities=frozenset(Visibility)))


def test_a_fact_about_a_course_is_answered_with_a_quotation(ask: Ask) -> None:
    answer = ask("Hvad koster kurset Regneark for sagsbehandlere?")
    assert answer.kind is AnswerKind.ANSWER
    assert any("1200" in citation.quote for citation in answer.citations)


def test_courses_beside_each_other_are_each_given_once(ask: Ask) -> None:
    courses = ask(f"{WISH}?").courses
    assert len({course.course_id for course in courses}) == len(courses)


def test_a_fact_of_a_course_that_is_over_is_told_with_a_notice(ask: Ask) -> None:
    answer = ask("Hvad koster kurset Tegnsprog i borgerservice?")
    assert any("1900" in citation.quote for citation in answer.citations)
    assert "expired_course" in codes(answer)


def test_a_fact_of_an_open_course_needs_no_notice(ask: Ask) -> None:
    answer = ask("Hvad koster kurset Regneark for sagsbehandlere?")
    assert {citation.title for citation in answer.citations} == {"Regneark for sagsbehandlere"}
    assert codes(answer) == set()


TAKEN = "Hvilke kurser i konflikthåndtering er der i Aarhus for højst 3.000 kr.?"
PLACE, PRICE = NamedFilter("place", "Aarhus"), NamedFilter("max_price", "3000")


def named(filters: Sequence[AppliedFilter]) -> list[tuple[str, str]]:
    return [(one.name, one.value) for one in filters]


def test_a_filter_is_taken_away_and_that_is_said(ask: Ask, snapshot: Snapshot) -> None:
    answer = ask(TAKEN, without=[PLACE])
    assert named(answer.filters) == [("max_price", "3000")]
    assert [(one.value, one.text) for one in answer.without] == [("Aarhus", "Aarhus")]
    assert answer.text.startswith("Jeg har søgt på: højst 3.000 kr. Valgt fra: Aarhus.")
    assert course_ids(answer) > course_ids(ask(TAKEN))
    assert_promises(answer, snapshot)


def test_all_filters_are_taken_away_and_the_subject_stays(ask: Ask) -> None:
    answer = ask(TAKEN, without=[PLACE, PRICE, NamedFilter("form", "online")])
    assert answer.filters == ()
    assert named(answer.without) == [("max_price", "3000"), ("place", "Aarhus")]
    assert course_ids(answer) == course_ids(ask(f"{WISH}?"))


def test_of_two_places_the_other_stays(ask: Ask) -> None:
    answer = ask(f"{WISH} i Aarhus eller Odense?", without=[PLACE])
    assert named(answer.filters) == [("place", "Odense")]


def test_the_same_question_without_a_filter_leans_on_what_came_before_it(ask: Ask) -> None:
    before = Turn(f"{WISH} for højst 3.000 kr.?", ask(f"{WISH} for højst 3.000 kr.?").text)
    follow_up = "Og i Aarhus?"
    first = ask(follow_up, history=[before])
    assert named(first.filters) == [("max_price", "3000"), ("place", "Aarhus")]
    again = ask(follow_up, history=[before, Turn(follow_up, first.text)], without=[PRICE])
    assert named(again.filters) == [("place", "Aarhus")]
    assert named(again.without) == [("max_price", "3000")]


def test_what_was_taken_away_stays_so_when_a_follow_up_narrows_until_it_is_said_again(ask: Ask) -> None:
    before = Turn(TAKEN, "", [PLACE])
    narrowed = ask("og online?", history=[before])
    assert ("place", "Aarhus") in named(narrowed.without)
    assert ("place", "Aarhus") not in named(narrowed.filters)
    said_anew = ask("hvad med Aarhus?", history=[before])
    assert ("place", "Aarhus") in named(said_anew.filters)
    put_back = ask("og online?", history=[before, Turn("og online?", narrowed.text, [PLACE])])
    assert ("place", "Aarhus") in named(put_back.filters)
    another = ask("Hvilke kurser i facilitering er der i Aarhus?", history=[before])
    assert ("place", "Aarhus") in named(another.filters)


def test_who_a_course_is_for_is_said_not_to_be_met_where_none_is(ask: Ask) -> None:
    answer = ask("Jeg er leder og søger et kursus i konflikthåndtering")
    unmet = {one.name for one in answer.filters if not one.met}
    assert unmet <= {"learner"}
    assert ("Uden »for ledere«" in answer.text) is bool(unmet)


def test_where_nothing_is_found_the_filters_are_told_too(ask: Ask) -> None:
    answer = ask(f"{WISH} i Skagen?")
    assert answer.kind is AnswerKind.ABSTAIN
    assert answer.filters == () or answer.text.startswith("Jeg har søgt på")

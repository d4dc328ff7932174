"""The same course at several providers is recognised and told apart from what is only like it."""

import time
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from knowledge.duplicates import Agreed, agreed_on, folded, same_courses
from knowledge.types import Course, CourseCompetence, Learner, Price

TALK = Course(
    "lyng-samtale", "Den jobrettede samtale", "lyng-samtale", provider="Lyng", level="diplom", ects=5.0,
    learner=Learner.EMPLOYEE, price=Price(9500.0), provides=(CourseCompetence("Jobrettet samtale"),),
    description="Du lærer at føre samtaler, der handler om job fra begyndelsen.",
)  # fmt: skip
AT_BRO = replace(TALK, course_id="bro-samtale", title="Jobrettet samtale (fiktiv)", provider="Bro", price=Price(7200.0))


def test_the_same_course_at_another_provider_is_known_by_what_agrees() -> None:
    assert agreed_on(TALK, AT_BRO) == (
        Agreed.TITLE, Agreed.COMPETENCES, Agreed.DESCRIPTION, Agreed.LEVEL, Agreed.ECTS
    )  # fmt: skip
    same = same_courses((TALK, AT_BRO))
    assert [(one.course, one.course.price) for one in same["lyng-samtale"]] == [(AT_BRO, Price(7200.0))]
    assert [one.course for one in same["bro-samtale"]] == [TALK]


def test_other_level_points_learners_or_competences_make_it_another_course() -> None:
    for other in (
        replace(AT_BRO, level="akademi"),
        replace(AT_BRO, ects=10.0),
        replace(AT_BRO, learner=Learner.CITIZEN),
        replace(AT_BRO, provides=(CourseCompetence("Ledelse"), CourseCompetence("Jura"))),
        replace(AT_BRO, title="Den jobrettede samtale for ledere af teams"),
    ):
        assert agreed_on(TALK, other) == ()


def test_the_numbers_of_two_parts_of_a_series_tell_them_apart() -> None:
    first, second = replace(TALK, title="Jobrettet samtale 1"), replace(AT_BRO, title="Jobrettet samtale 2")
    assert agreed_on(first, second) == ()


def test_an_equal_title_alone_is_not_enough() -> None:
    bare = Course("a", "Konflikthåndtering", "a", provider="Lyng")
    other = replace(bare, course_id="b", provider="Bro")
    assert agreed_on(bare, other) == ()
    assert agreed_on(replace(bare, description="Om vrede borgere."), replace(other, description="Om møder.")) == ()
    facts = {"level": "kursus", "duration": "2 dage"}
    assert agreed_on(replace(bare, **facts), replace(other, **facts)) == (
        Agreed.TITLE, Agreed.LEVEL, Agreed.DURATION
    )  # fmt: skip


def test_what_one_of_them_does_not_say_speaks_neither_for_nor_against() -> None:
    assert agreed_on(TALK, replace(AT_BRO, level=None, ects=None, description=None)) == (
        Agreed.TITLE, Agreed.COMPETENCES
    )  # fmt: skip


def test_one_in_between_does_not_join_two_that_differ() -> None:
    between = replace(TALK, course_id="midt", level=None)
    other_level = replace(AT_BRO, level="akademi")
    same = same_courses((TALK, between, other_level))
    assert same.keys() == {"lyng-samtale", "midt"}


def test_a_list_shows_the_first_listing_of_each() -> None:
    other = Course("x", "Noget andet", "x")
    same = same_courses((TALK, AT_BRO, other))
    assert folded((AT_BRO, other, TALK), same) == ("bro-samtale", "x")
    assert folded((), same) == ()


@given(st.permutations([TALK, AT_BRO, replace(TALK, course_id="z", provider=None), Course("x", "Noget andet", "x")]))
def test_the_order_of_the_courses_does_not_matter(courses: list[Course]) -> None:
    same = same_courses(tuple(courses))
    assert {one: {also.course.course_id for also in found} for one, found in same.items()} == {
        "lyng-samtale": {"bro-samtale", "z"},
        "bro-samtale": {"lyng-samtale", "z"},
        "z": {"lyng-samtale", "bro-samtale"},
    }


def test_two_thousand_courses_are_compared_in_seconds() -> None:
    subjects = [
        "samtale",
        "ledelse",
        "jura",
        "vejledning",
        "mentor",
        "praksis",
        "rekruttering",
        "unge",
        "dokumentation",
    ]
    courses = tuple(
        Course(f"k{number}", f"Kursus i {subjects[number % 9]} {number // 2}", f"k{number}", provider=f"P{number % 7}",
               provides=(CourseCompetence(subjects[number % 9]),))
        for number in range(2_000)
    )  # fmt: skip
    begun = time.perf_counter()
    same_courses(courses)
    # A tenth of a second on the machine it was written on; the bound holds on a busy one.
    assert time.perf_counter() - begun < 5

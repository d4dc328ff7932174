"""What changed about courses, as people plan by it."""

import datetime

import pytest

from ingest.changes.types import ChangeCode
from knowledge.types import Course, CourseCompetence, CourseRun, CourseStatus, Price
from tests.ingest.changes.snapshots import a_course, of_course

SPRING = CourseRun(datetime.date(2027, 3, 1), datetime.date(2027, 3, 3), "Aarhus", datetime.date(2027, 2, 1))
OCTOBER = CourseRun(datetime.date(2026, 10, 5), place="Aarhus")
LAST_YEAR = CourseRun(datetime.date(2025, 10, 5), place="Aarhus")


def test_the_same_course_has_not_changed() -> None:
    assert of_course(a_course(runs=(SPRING,)), a_course(runs=(SPRING,))) == []


def test_a_course_that_is_no_longer_there_is_closed() -> None:
    (change,) = of_course(a_course(runs=(SPRING,)), None)
    assert (change.code, change.title, change.of) == (ChangeCode.COURSE_CLOSED, "Facilitering af møder", "Nordlys")


def test_a_course_that_had_run_out_before_does_not_close() -> None:
    assert of_course(a_course(runs=(LAST_YEAR,)), None) == []


def test_a_course_whose_last_run_passed_between_the_two_has_expired() -> None:
    (change,) = of_course(a_course(runs=(OCTOBER,)), a_course(runs=(OCTOBER,), price=Price(4000)))
    assert (change.code, change.status) == (ChangeCode.COURSE_EXPIRED, CourseStatus.EXPIRED)


def test_a_run_that_was_held_meanwhile_is_not_cancelled() -> None:
    assert of_course(a_course(runs=(OCTOBER, SPRING)), a_course(runs=(SPRING,))) == []


def test_a_new_course_names_the_run_that_can_be_joined_first() -> None:
    (change,) = of_course(None, a_course(runs=(LAST_YEAR, SPRING)))
    assert (change.code, change.after, change.status) == (ChangeCode.COURSE_NEW, SPRING, CourseStatus.OPEN)


def test_a_new_course_that_has_run_out_says_so() -> None:
    (change,) = of_course(None, a_course(runs=(LAST_YEAR,)))
    assert (change.code, change.after, change.status) == (ChangeCode.COURSE_NEW, None, CourseStatus.EXPIRED)


@pytest.mark.parametrize(
    ("moved", "part"),
    [
        (CourseRun(SPRING.start, SPRING.end, "Odense", SPRING.deadline), "place"),
        (CourseRun(datetime.date(2027, 4, 1), datetime.date(2027, 4, 3), "Aarhus", SPRING.deadline), "date"),
        (CourseRun(SPRING.start, SPRING.end, "Aarhus", datetime.date(2027, 1, 15)), "deadline"),
        (CourseRun(datetime.date(2027, 4, 1), SPRING.end, "Odense", SPRING.deadline), "date place"),
    ],
)
def test_a_run_held_elsewhere_or_another_day_has_moved(moved: CourseRun, part: str) -> None:
    (change,) = of_course(a_course(runs=(SPRING,)), a_course(runs=(moved,)))
    assert (change.code, change.part) == (ChangeCode.COURSE_MOVED, part)
    assert (change.before, change.after) == (SPRING, moved)


def test_runs_are_paired_by_day_before_they_are_paired_by_place() -> None:
    other = CourseRun(datetime.date(2027, 5, 1), place="Odense")
    swapped = CourseRun(SPRING.start, SPRING.end, "Vejle", SPRING.deadline)
    changes = of_course(a_course(runs=(SPRING, other)), a_course(runs=(swapped, other)))
    assert [(change.code, change.before, change.after) for change in changes] == [
        (ChangeCode.COURSE_MOVED, SPRING, swapped)
    ]


def test_runs_that_have_nothing_in_common_are_cancelled_and_new() -> None:
    gone = (SPRING, CourseRun(datetime.date(2027, 5, 1), place="Odense"))
    come = CourseRun(datetime.date(2027, 8, 1), place="Ribe")
    changes = of_course(a_course(runs=gone), a_course(runs=(come,)))
    assert [change.code for change in changes] == [
        ChangeCode.RUN_CANCELLED,
        ChangeCode.RUN_CANCELLED,
        ChangeCode.RUN_NEW,
    ]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (Price(4200), Price(4600), ChangeCode.COURSE_DEARER),
        (Price(4200), Price(4000), ChangeCode.COURSE_CHEAPER),
        (Price(4200), Price(5000, vat_included=True), ChangeCode.COURSE_PRICE),
        (Price(4200), Price(600, "EUR"), ChangeCode.COURSE_PRICE),
        (None, Price(4200), ChangeCode.COURSE_PRICE),
        (Price(4200), None, ChangeCode.COURSE_PRICE),
    ],
)
def test_both_prices_are_told_and_compared_where_they_can_be(
    before: Price | None, after: Price | None, code: ChangeCode
) -> None:
    (change,) = of_course(a_course(price=before), a_course(price=after))
    assert (change.code, change.before, change.after) == (code, before, after)


def test_a_course_that_another_provider_holds_says_who_held_it() -> None:
    (change,) = of_course(a_course(), a_course(provider="Sydvest"))
    assert (change.code, change.before, change.after) == (ChangeCode.COURSE_PROVIDER, "Nordlys", "Sydvest")


def test_what_a_course_gives_and_requires_is_compared_by_competence() -> None:
    def with_provided(*given: CourseCompetence) -> Course:
        return a_course(provides=given, requires=(CourseCompetence("Jura"),))

    old = with_provided(CourseCompetence("Facilitering"), CourseCompetence("Samtaler", level=2))
    new = with_provided(CourseCompetence("samtaler", level=3), CourseCompetence("Konflikter"))
    changes = [(change.code, change.item, change.part, change.before, change.after) for change in of_course(old, new)]
    assert changes == [
        (ChangeCode.COMPETENCE_DROPPED, "Facilitering", "provides", None, None),
        (ChangeCode.COMPETENCE_ADDED, "Konflikter", "provides", None, None),
        (ChangeCode.COMPETENCE_LEVEL, "samtaler", "provides", 2, 3),
    ]


def test_what_upsets_a_plan_comes_first() -> None:
    old = a_course(runs=(SPRING,), price=Price(1), provider="A")
    new = a_course(runs=(CourseRun(SPRING.start, place="Ribe"),), price=Price(2), provider="B")
    assert [change.code for change in of_course(old, new)] == [
        ChangeCode.COURSE_MOVED,
        ChangeCode.COURSE_DEARER,
        ChangeCode.COURSE_PROVIDER,
    ]

"""Plans as people meet them: who may take what, limits and what stands in the way, funding, alternatives."""

import datetime

import pytest

from knowledge.durations import days_away
from knowledge.gaps.errors import LimitsError
from knowledge.gaps.types import Goal, Limits, TeamRow
from knowledge.types import Course, Learner, Price
from tests.knowledge.gaps.municipality import (
    make_course,
    make_profile,
    needs,
    open_gaps,
    planned,
    report_of,
    run_on,
)

PROFILE = make_profile("konsulent", ("A", 3), ("B", None))
BO = [TeamRow("Bo", ("konsulent",))]


def test_the_cheapest_courses_that_fill_all_gaps_are_taken() -> None:
    both = make_course("begge", "A", "B", price=Price(2500), runs=run_on("2027-02-01"))
    courses = [make_course("a", "A"), make_course("b", "B", runs=run_on("2027-01-12")), both]
    assert planned(report_of(BO, [PROFILE], courses)) == [("Bo", "a"), ("Bo", "b")]
    assert planned(report_of(BO, [PROFILE], courses, Limits(Goal.FEWEST))) == [("Bo", "begge")]


def test_a_course_at_a_lower_level_fills_nothing() -> None:
    report = report_of(BO, [PROFILE], [make_course("a", "A:2"), make_course("b", "B:1", runs=run_on("2027-01-12"))])
    assert planned(report) == [("Bo", "b")]
    assert open_gaps(report) == {"A": "level_too_low"}
    assert report.plan.unfilled[0].values == {"highest": 2, "wanted": 3}


def test_courses_for_citizens_and_expired_ones_are_never_planned() -> None:
    courses = [make_course("a", "A", learner=Learner.CITIZEN), make_course("b", "B", runs=run_on("2026-01-12"))]
    report = report_of(BO, [PROFILE], courses)
    assert planned(report) == []
    assert open_gaps(report) == {"A": "no_course", "B": "only_expired"}


def test_a_run_past_its_deadline_is_not_planned() -> None:
    past = run_on("2027-01-12", deadline=datetime.date(2026, 11, 1))
    assert planned(report_of(BO, [PROFILE], [make_course("a", "A", runs=past)])) == []


def test_a_course_for_managers_is_for_whom_a_profile_asks_it() -> None:
    courses = [make_course("a", "A", learner=Learner.MANAGER)]
    assert planned(report_of(BO, [PROFILE], courses)) == [("Bo", "a")]
    report = report_of([TeamRow("Eva", (), "A", 1, 3)], [PROFILE], courses)
    assert planned(report) == []
    assert open_gaps(report) == {"A": "only_managers"}


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (Limits(budget=500), "budget"),
        (Limits(max_days=0.5), "max_days"),
        (Limits(start_to=datetime.date(2026, 12, 31)), "dates"),
        (Limits(places=("Odense",)), "places"),
        (Limits(forms=("online",)), "forms"),
    ],
)
def test_the_limit_that_stands_in_the_way_is_named(limits: Limits, why: str) -> None:
    assert open_gaps(report_of(BO, [PROFILE], [make_course("a", "A")], limits)) == {"A": why, "B": "no_course"}


def test_undated_courses_may_be_left_out_and_that_is_said() -> None:
    courses = [make_course("a", "A", runs=())]
    report = report_of(BO, [PROFILE], courses)
    assert planned(report) == [("Bo", "a")]
    assert "undated" in {notice.code for notice in report.notices}
    assert open_gaps(report_of(BO, [PROFILE], courses, Limits(undated=False)))["A"] == "undated"


def test_an_unknown_price_is_ranked_after_every_known_one_and_never_within_a_budget() -> None:
    courses = [make_course("dyrt", "A", price=Price(90_000)), make_course("ukendt", "A", price=None)]
    assert planned(report_of(BO, [PROFILE], courses)) == [("Bo", "dyrt")]
    only = report_of(BO, [PROFILE], courses[1:])
    assert only.plan.totals.unknown_prices == 1
    assert only.plan.planned[0].not_funded == "price_unknown"
    assert planned(report_of(BO, [PROFILE], courses[1:], Limits(budget=100_000))) == []


def test_entry_courses_come_first_and_say_what_they_lead_to() -> None:
    entry = make_course("grund", "B")
    advanced = make_course("videre", "A", requires=needs("B"), runs=run_on("2027-02-01"))
    report = report_of(BO, [PROFILE], [entry, advanced])
    assert planned(report) == [("Bo", "grund"), ("Bo", "videre")]
    assert report.plan.planned[0].opens == ("Kurset videre",)
    too_early = make_course("videre", "A", requires=needs("B"), runs=run_on("2027-01-04"))
    assert open_gaps(report_of(BO, [PROFILE], [entry, too_early])) == {"A": "prerequisite"}


def test_dates_that_collide_are_named() -> None:
    courses = [make_course("a", "A"), make_course("b", "B")]
    assert list(open_gaps(report_of(BO, [PROFILE], courses)).values()) == ["overlap"]


def test_seats_run_out() -> None:
    rows = [TeamRow(name, ("konsulent",), "B", 1) for name in ("Bo", "Eva")]
    report = report_of(rows, [PROFILE], [make_course("a", "A", runs=run_on("2027-01-12", seats=1))])
    assert len(planned(report)) == 1
    assert open_gaps(report) == {"A": "seats"}


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(start_from=datetime.date(2027, 2, 1), start_to=datetime.date(2027, 1, 1)), "dates_turned"),
        (Limits(start_to=datetime.date(2026, 1, 1)), "dates_past"),
        (Limits(budget=-1), "negative"),
        (Limits(max_days=float("nan")), "negative"),
    ],
)
def test_limits_that_contradict_themselves_are_refused(limits: Limits, reason: str) -> None:
    with pytest.raises(LimitsError) as raised:
        report_of(BO, [PROFILE], [], limits)
    assert raised.value.reason == reason


def test_the_fund_pays_its_share_up_to_the_ceiling_for_each_person() -> None:
    def module(name: str, gives: str, day: str) -> Course:
        return make_course(name, gives, level="diplom", price=Price(20_000), runs=run_on(day))

    courses = [module("a", "A", "2027-01-11"), module("b", "B", "2027-03-01")]
    first, second = report_of(BO, [PROFILE], courses).plan.planned
    assert first.funding is not None
    assert second.funding is not None
    assert (first.funding.amount, first.price_after) == (16_000, 4_000)
    assert (second.funding.amount, second.price_after) == (14_000, 6_000)
    assert first.funding.rule == "kompetencefond-ok21"
    assert "apply_before_start" in first.funding.reservations
    later = report_of(BO, [PROFILE], [courses[0], module("b", "B", "2028-03-01")]).plan
    assert [one.price_after for one in later.planned] == [4_000, 4_000]


def test_a_course_without_formal_competence_is_not_funded() -> None:
    (one,) = report_of(BO, [PROFILE], [make_course("a", "A")]).plan.planned
    assert (one.funding, one.not_funded, one.price_after) == (None, "not_formal", 1000)


def test_two_other_plans_choose_otherwise() -> None:
    courses = [
        make_course("billig", "A", "B", price=Price(500), runs=run_on("2027-06-01"), duration="5 dage"),
        make_course("snart", "A", "B", price=Price(3000), runs=run_on("2026-12-01"), duration="3 dage"),
        make_course("kort", "A", "B", price=Price(5000), runs=run_on("2027-03-01"), duration="1 dag"),
    ]
    report = report_of(BO, [PROFILE], courses)
    chosen = [plan.planned[0].offer.course.course_id for plan in (report.plan, *report.alternatives)]
    assert chosen == ["billig", "snart", "kort"]
    assert [plan.goal for plan in report.alternatives] == [Goal.SOONEST, Goal.DAYS]


@pytest.mark.parametrize(
    ("duration", "days"),
    [
        ("1 dag, kl. 9-16", 1.0), ("en halv dag", 0.5), ("3 dage over seks uger", 3.0), ("1,5 dage", 1.5),
        ("6 timer", 1.0), ("2 dage om ugen i 3 måneder", None), ("6 moduler på deltid", None), ("", None),
    ],
)  # fmt: skip
def test_days_away_are_what_the_source_says_and_never_guessed(duration: str, days: float | None) -> None:
    assert days_away(duration, None, None) == days


def test_dates_within_a_week_tell_the_days_and_dates_apart_do_not() -> None:
    monday = datetime.date(2027, 1, 11)
    assert days_away(None, monday, monday + datetime.timedelta(days=2)) == 3
    assert days_away(None, monday, monday + datetime.timedelta(days=60)) is None

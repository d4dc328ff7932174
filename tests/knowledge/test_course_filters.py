"""What courses are let through by place, form, level, days, price and order."""

import datetime

import pytest

from knowledge.course_filter import CourseFilter, passes
from knowledge.types import Course, CourseRun, Price

MARCH = datetime.date(2027, 3, 1)
COURSE = Course(
    "k",
    "Samtaler",
    "k",
    level="diplom",
    form="physical",
    duration="2 dage",
    price=Price(2000.0, vat_included=False),
    runs=(CourseRun(place="Aarhus", start=MARCH), CourseRun(place="Odense", start=datetime.date(2027, 9, 1))),
)
BARE = Course("b", "Samtaler", "b")


@pytest.mark.parametrize(
    ("wanted", "whole", "bare"),
    [
        (CourseFilter(places=("Vejle", "Odense")), True, False),
        (CourseFilter(places=("Vejle",)), False, False),
        (CourseFilter(place="Vejle", places=("Aarhus",)), True, False),
        (CourseFilter(regions=("fyn",)), True, False),
        (CourseFilter(regions=("sjaelland",)), False, False),
        (CourseFilter(regions=("fyn",), start_to=MARCH), False, False),
        (CourseFilter(regions=("jylland",), start_to=MARCH), True, False),
        (CourseFilter(not_places=("Aarhus",)), True, True),
        (CourseFilter(not_places=("Aarhus", "Odense")), False, True),
        (CourseFilter(not_forms=("online",)), True, True),
        (CourseFilter(not_forms=("fremmøde",)), False, True),
        (CourseFilter(not_levels=("diplom",)), False, True),
        (CourseFilter(max_days=2), True, False),
        (CourseFilter(max_days=1), False, False),
        (CourseFilter(max_price=2000.0), True, False),
        (CourseFilter(max_price=2000.0, with_vat=True), False, False),
        (CourseFilter(max_price=2500.0, with_vat=True), True, False),
        (CourseFilter(min_price=2000.0), True, False),
        (CourseFilter(min_price=2001.0), False, False),
    ],
)
def test_a_filter_lets_through_what_is_known_to_satisfy_it(wanted: CourseFilter, whole: bool, bare: bool) -> None:
    assert (passes(COURSE, wanted, (), None), passes(BARE, wanted, (), None)) == (whole, bare)


def test_what_is_asked_for_is_told_by_name_and_free_of_charge_is_asked_for() -> None:
    assert CourseFilter().asked() == {}
    assert CourseFilter(max_price=0.0, places=("Aarhus",)).asked() == {"max_price": 0.0, "places": ("Aarhus",)}

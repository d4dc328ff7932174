"""Prices, ECTS points and durations, read out of everyday words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.courses.amounts import read_days, read_ects, read_price
from assistant.core.courses.reading import Reading
from assistant.core.courses.words import number, number_pattern


def found(words: str) -> dict[str, object]:
    reading = Reading(words)
    for read in (read_ects, read_days, read_price):
        reading = read(reading)
    return {name: value for name, value in reading.found.items() if value is not None}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("højst fem tusind kroner", {"max_price": 5000.0}),
        ("højst totusinde kroner", {"max_price": 2000.0}),
        ("maks. 2 500 kr.", {"max_price": 2500.0}),
        ("max 2.500,-", {"max_price": 2500.0}),
        ("under 2,000 kroner", {"max_price": 2000.0}),
        ("maksimalt 5.500", {"max_price": 5500.0}),
        ("mellem 2.000 og 3.000 kr", {"min_price": 2000.0, "max_price": 3000.0}),
        ("under 3.000 kr inkl. moms", {"max_price": 3000.0, "with_vat": True}),
        ("under 3.000 kr ekskl. moms", {"max_price": 3000.0}),
        ("vi har 6.000 kr.", {"max_price": 6000.0}),
        ("gratis", {"max_price": 0.0}),
        ("højst 20 deltagere", {}),
        ("billigt", {}),
    ],
)
def test_a_price_is_read_with_what_bounds_it(words: str, expected: dict[str, object]) -> None:
    assert found(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mindst 5 ECTS", {"min_ects": 5.0}),
        ("højst 10 ECTS-point", {"max_ects": 10.0}),
        ("5-10 ects", {"min_ects": 5.0, "max_ects": 10.0}),
        ("7,5 ECTS", {"min_ects": 7.5, "max_ects": 7.5}),
    ],
)
def test_points_are_read_with_what_bounds_them(words: str, expected: dict[str, object]) -> None:
    assert found(words) == expected


@pytest.mark.parametrize(
    ("words", "most"),
    [
        ("højst to dage", 2.0),
        ("på en dag", 1.0),
        ("et endagskursus", 1.0),
        ("one-day courses", 1.0),
        ("en halv dag", 0.5),
        ("de næste 14 dage", None),
        ("en dagsorden", None),
        ("i dag", None),
    ],
)
def test_a_course_may_take_so_many_days(words: str, most: float | None) -> None:
    assert found(words).get("max_days") == most


@given(st.integers(min_value=0, max_value=10**9))
def test_a_number_in_danish_digits_is_read_as_it_was_written(amount: int) -> None:
    assert number(f"{amount:,}".replace(",", ".")) == amount
    assert number(str(amount)) == amount


def test_a_number_stands_alone() -> None:
    assert [match.group() for match in re.finditer(number_pattern(), "A4 og 2. og to eller tolerance")] == ["2", "to"]

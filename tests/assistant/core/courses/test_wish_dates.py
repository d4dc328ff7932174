"""When a course may start, read out of everyday words."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.courses.dates import read_dates
from assistant.core.courses.reading import Reading
from assistant.core.courses.spans import easter

TODAY = datetime.date(2026, 11, 22)


def days(words: str) -> tuple[str | None, str | None]:
    found = read_dates(Reading(words), TODAY).found
    first, last = found.get("start_from"), found.get("start_to")
    return (str(first) if first else None, str(last) if last else None)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("efter nytår", "2027-01-01", None),
        ("inden jul", None, "2026-12-24"),
        ("inden sommerferien", None, "2027-06-30"),
        ("efter sommerferien", "2027-08-01", None),
        ("efter påske", "2027-03-30", None),
        ("inden 1. april", None, "2027-03-31"),
        ("senest den 15. marts", None, "2027-03-15"),
        ("fra 1. marts", "2027-03-01", None),
        ("after New Year", "2027-01-01", None),
        ("before the summer holidays", None, "2027-06-30"),
    ],
)
def test_a_bound_opens_one_end(words: str, first: str | None, last: str | None) -> None:
    assert days(words) == (first, last)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("i uge 7", "2027-02-15", "2027-02-21"),
        ("uge 5 og 6", "2027-02-01", "2027-02-14"),
        ("i første kvartal", "2027-01-01", "2027-03-31"),
        ("i Q2", "2027-04-01", "2027-06-30"),
        ("i andet halvår af 2027", "2027-07-01", "2027-12-31"),
        ("næste måned", "2026-12-01", "2026-12-31"),
        ("næste uge", "2026-11-23", "2026-11-29"),
        ("til næste år", "2027-01-01", "2027-12-31"),
        ("i år", "2026-01-01", "2026-12-31"),
        ("de næste tre måneder", "2026-11-22", "2027-02-22"),
        ("inden for 14 dage", "2026-11-22", "2026-12-06"),
        ("mellem januar og marts", "2027-01-01", "2027-03-31"),
        ("fra 1/2 til 28/2", "2027-02-01", "2027-02-28"),
        ("fra oktober til januar", "2027-10-01", "2028-01-31"),
        ("den 10. marts", "2027-03-10", "2027-03-10"),
        ("2027-03-10", "2027-03-10", "2027-03-10"),
        ("i slutningen af april", "2027-04-21", "2027-04-30"),
        ("midt i maj", "2027-05-11", "2027-05-20"),
        ("in May 2028", "2028-05-01", "2028-05-31"),
    ],
)
def test_a_time_is_a_span_of_days(words: str, first: str, last: str) -> None:
    assert days(words) == (first, last)


def test_a_season_that_is_nearly_over_means_the_next() -> None:
    assert days("i efteråret") == ("2027-08-01", "2027-12-31")
    reading = read_dates(Reading("i efteråret"), datetime.date(2026, 9, 1))
    assert reading.found["start_from"] == datetime.date(2026, 8, 1)


@pytest.mark.parametrize("words", ["31. februar i dag", "uge 60", "mandag", "i 1.000.000 år", "kurser i samtale"])
def test_what_no_calendar_has_is_no_time(words: str) -> None:
    assert days(words) in {(None, None), ("2027-02-01", "2027-02-28")}


def test_what_was_read_is_not_read_again() -> None:
    reading = read_dates(Reading("Kurser i samtale efter nytår i Aarhus"), TODAY)
    assert reading.rest.split() == ["Kurser", "i", "samtale", "i", "Aarhus"]


@pytest.mark.parametrize(
    ("year", "sunday"), [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2038, "2038-04-25")]
)
def test_easter_is_when_the_almanac_has_it(year: int, sunday: str) -> None:
    assert str(easter(year)) == sunday


WORDS = [
    "de næste",
    "inden for",
    "99999999",
    "år",
    "uge",
    "7",
    "-",
    "5",
    "marts",
    "29.",
    "februar",
    "fra",
    "til",
    "1/13",
    "og",
    "første",
    "kvartal",
]


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_any_words_of_time_can_be_read(words: list[str]) -> None:
    found = read_dates(Reading(" ".join(words)), TODAY).found
    first, last = found.get("start_from"), found.get("start_to")
    if isinstance(first, datetime.date) and isinstance(last, datetime.date):
        assert first <= last

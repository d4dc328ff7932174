import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.types import Language
from assistant.core.verification.dates import Date, find_dates, of, without_dates

MONTHS = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"]  # fmt: skip # noqa: E501


def parts(date: Date) -> tuple[int | None, int | None, int | None]:
    return date.year, date.month, date.day


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("27-11-2018", "da"),
        ("27/11/2018", "da"),
        ("27.11.2018", "da"),
        ("27.11.18", "da"),
        ("2018-11-27", "da"),
        ("d. 27. november 2018", "da"),
        ("27 November 2018", "en"),
        ("November 27, 2018", "en"),
        ("the 27th of November 2018", "en"),
    ],
)
def test_a_day_is_one_value_however_it_is_written(text: str, language: Language) -> None:
    assert [parts(date) for date in find_dates(text, language)] == [(2018, 11, 27)]


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2039, 12, 31)))
def test_every_day_is_read_in_all_danish_forms(day: datetime.date) -> None:
    forms = [day.isoformat(), f"{day:%d-%m-%Y}", f"{day.day}/{day.month}/{day.year}", f"{day.day}. {MONTHS[day.month - 1]} {day.year}"]  # fmt: skip # noqa: E501
    for form in forms:
        assert [parts(date) for date in find_dates(f"Den {form} begynder det.", "da")] == [parts(of(day))]


def test_spans_of_years_give_both() -> None:
    assert [date.year for date in find_dates("i 2016-2018 og 2019/20", "da")] == [2016, 2018, 2019, 2020]


def test_seasons_and_weekdays_are_dates() -> None:
    autumn, monday = find_dates("Fra efteråret 2018, hver mandag", "da")
    assert (autumn.named, autumn.year, monday.named) == ("autumn", 2018, "monday")
    assert autumn.is_borne_out_by(find_dates("in the autumn of 2018", "en")[0])
    assert find_dates("efter sommerferien", "da")[0].named == "summer"
    assert not autumn.is_borne_out_by(find_dates("foråret 2018", "da")[0])


def test_amounts_and_impossible_dates_are_no_dates() -> None:
    assert [date.year for date in find_dates("2000 kr. i 2016", "da")] == [2016]
    assert find_dates("2.016 ledere og 1850 borgere", "da") == []


def test_may_is_a_month_only_with_a_capital() -> None:
    assert find_dates("they may march", "en") == []
    assert find_dates("in May", "en")[0].month == 5


def test_less_is_borne_out_by_more_and_not_the_other_way() -> None:
    day = of(datetime.date(2016, 8, 17))
    assert Date(2016).is_borne_out_by(day)
    assert Date(2016, 8).is_borne_out_by(day)
    assert not Date(2016, 9).is_borne_out_by(day)
    assert not day.is_borne_out_by(Date(2016))


def test_dates_are_blanked_so_that_their_digits_are_no_amounts() -> None:
    text = "Den 27. november 2018 kom 16."
    rest = without_dates(text, find_dates(text, "da"))
    assert len(rest) == len(text)
    assert "27" not in rest
    assert "16" in rest

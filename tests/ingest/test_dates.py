"""Danish dates in the forms they are written in."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import ImpossibleDateError, ImpreciseDateError, find_dates, is_period, parse_date

DAYS = st.dates(min_value=datetime.date(1971, 1, 1), max_value=datetime.date(2069, 12, 31))
DANISH_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
FORMS = (
    "{d:02}-{m:02}-{y}", "{d}/{m}/{y}", "{d:02}.{m:02}.{y}", "{d}. {m}. {y}", "{y}-{m:02}-{d:02}", "{d}. {name} {y}",
    "den {d}. {name} {y}", "{d} {name} {y}", "{d}.{name} {y}", "{d}. {short}. {y}", "{y}-{m:02}-{d:02}T16:38:00",
    "{d:02}/{m:02}/{y} 16:38", "tirsdag den {d}. {name} {y} kl. 9.30", "{d:02}-{m:02}-{yy:02}",
    "{d}/{m}-{y}", "{d}/{m} {y}",
)  # fmt: skip


@given(DAYS, st.sampled_from(FORMS))
def test_every_form_gives_the_day_it_names(day: datetime.date, form: str) -> None:
    name = DANISH_MONTHS[day.month - 1]
    written = form.format(d=day.day, m=day.month, y=day.year, yy=day.year % 100, name=name, short=name[:3])
    assert parse_date(written) == day


@given(DAYS)
def test_a_date_glued_to_a_name_is_found(day: datetime.date) -> None:
    found = find_dates(f"Af Anne Lund{day:%d/%m/%Y}")
    assert [one.date for one in found] == [day]


@given(st.text(max_size=200))
def test_found_dates_are_ordered_and_lie_in_the_text(text: str) -> None:
    end = 0
    for one in find_dates(text):
        assert one.start >= end
        assert text[one.start : one.end] == one.written
        end = one.end


@pytest.mark.parametrize("written", ["31-02-2019", "2019-02-31", "30. februar 2016", "16/13/2018", "0-1-2019"])
def test_a_day_the_calendar_has_not_is_told(written: str) -> None:
    with pytest.raises(ImpossibleDateError):
        parse_date(written)


@pytest.mark.parametrize("written", ["juni 2016", "juni 2016?", "2018", "efteråret 2018", "1. kvartal 2019"])
def test_a_month_or_a_year_is_no_date(written: str) -> None:
    assert is_period(written)
    with pytest.raises(ImpreciseDateError):
        parse_date(written)


@pytest.mark.parametrize(
    "written", ["", "snart", "i 2018", "mellem 1. maj 2018 og 3. maj 2018", "12-34-56-78", "kl. 16:38"]
)
def test_what_is_no_single_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_date(written)


def test_dates_and_moments_of_a_program_are_taken_as_they_are() -> None:
    assert parse_date(datetime.datetime(2018, 11, 27, 10, 30)) == datetime.date(2018, 11, 27)
    assert parse_date(datetime.date(2018, 11, 27)) == datetime.date(2018, 11, 27)


def test_english_dates_are_read_too() -> None:
    assert parse_date("June 30, 2016") == parse_date("30 June 2016") == parse_date("30th of June 2016")


def test_numbers_that_look_like_dates_are_left_alone() -> None:
    assert find_dates("Ring på 12-34-56-78, se afsnit 3.4.12.1 og lov nr. 1750") == []

"""Reads days, months, seasons and the like as spans of days."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from assistant.core.courses.words import any_of, number, number_pattern, words
from prompts.dates import MONTHS

_LAST_MONTH = 12
_YEAR = r"(?:\s+(?:(?:af|i|of)\s+)?(?P<year>20\d\d))?"
# Parts of a month, as first and last day; the last one goes on to its end.
_PARTS = {"early": (1, 10), "middle": (11, 20), "late": (21, 31)}
_DAYS_A_WEEK = 7
_QUARTER = 3
_HALF = 6


@dataclass(frozen=True, slots=True)
class Span:
    """Where a time stands in a text, and its first and last day; a feast between two days ends before it begins."""

    start: int
    end: int
    first: datetime.date
    last: datetime.date


def spans_in(text: str, today: datetime.date) -> list[Span]:
    """List the times a text names, in its order; of two that overlap the one that says more."""
    found: list[Span] = []
    for pattern, read in _readers():
        for match in pattern.finditer(text):
            span = _span(match, read, today)
            if span and all(span.end <= other.start or span.start >= other.end for other in found):
                found.append(span)
    return sorted(found, key=lambda span: span.start)


def _span(match: re.Match[str], read: "Reader", today: datetime.date) -> Span | None:
    try:
        days = read(match.groupdict(), today)
    except (ValueError, OverflowError):
        # A day that no calendar has: the 31st of February, or in a million years.
        return None
    return Span(match.start(), match.end(), *days) if days else None


Days = tuple[datetime.date, datetime.date]
Groups = Mapping[str, str | None]
Reader = Callable[[Groups, datetime.date], Days | None]


@cache
def _readers() -> list[tuple[re.Pattern[str], Reader]]:
    """The patterns of times, those that say more before those that are part of them."""
    table = words()["times"]
    months = any_of(_months())
    ordinals = "|".join(sorted(map(re.escape, table["ordinals"]), key=len, reverse=True))
    part = "|".join(f"(?P<{name}>{any_of(table[name])})" for name in _PARTS)
    amount = rf"(?P<amount>{number_pattern()})?\s*"
    unit = "|".join(
        f"(?P<{name}>{any_of(table[key])})"
        for name, key in (("month", "months"), ("week", "week_units"), ("days", "days"), ("year_unit", "years"))
    )
    nth = r"(?:\.|st|nd|rd|th)"
    joins = rf"\s*(?:{'|'.join(sorted(map(re.escape, table['joins']), key=len, reverse=True))})\s*"
    patterns: list[tuple[str, Reader]] = [
        (r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)", _day),
        (rf"(?:(?<!\w)(?:den|the)\s+)?(?<![\w.])(?P<day>\d{{1,2}}){nth}?\s*(?P<month>{months}){_YEAR}", _day),
        (r"(?<![\w/])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:[-/](?P<year>20\d\d))?(?![\w/])", _day),
        (rf"(?:{part})\s+(?P<of_month>{months}){_YEAR}", _part_of_month),
        (rf"{any_of(table['spans'])}\s+{amount}(?:{unit})", _coming),
        (rf"{any_of(table['next'])}\s+(?:{unit})", _next),
        (any_of(table["this_year"]), _this_year),
        (rf"(?:(?P<ordinal>{ordinals})\s*{any_of(table['quarters'])}|\bQ(?P<digit>[1-4])\b){_YEAR}", _quarter),
        (rf"(?P<ordinal>{ordinals})\s*{any_of(table['halves'])}{_YEAR}", _half),
        (rf"{any_of(table['weeks'])}\s+(?P<week>\d{{1,2}})(?:{joins}(?P<last>\d{{1,2}})\b)?{_YEAR}", _week),
        (rf"(?P<feast>{any_of((*table['feasts'], *table['easter']['words']))}){_YEAR}", _feast),
        (rf"(?P<season>{any_of(table['seasons'])}){_YEAR}", _season),
        (rf"(?P<month>{months}){_YEAR}", _month),
        (r"(?<![\w.,/-])(?P<year>20\d\d)(?![\w.,/-]\d)", _year),
    ]  # fmt: skip
    return [(re.compile(pattern, re.IGNORECASE), read) for pattern, read in patterns]


@cache
def _months() -> Mapping[str, int]:
    return {name.lower(): place for names in MONTHS.values() for place, name in enumerate(names, 1)}


def _day(said: Groups, today: datetime.date) -> Days:
    month = said["month"] or ""
    day = _coming_one(
        lambda year: datetime.date(year, _months().get(month.lower()) or int(month), int(said["day"] or "")),
        said,
        today,
    )
    return day, day


def _coming_one(make: Callable[[int], datetime.date], said: Groups, today: datetime.date) -> datetime.date:
    """The day in the year said; without one the next that is not past."""
    if said.get("year"):
        return make(int(said["year"] or ""))
    return make(today.year) if make(today.year) >= today else make(today.year + 1)


def _part_of_month(said: Groups, today: datetime.date) -> Days:
    first, last = _month({"month": said["of_month"], "year": said["year"]}, today)
    begin, end = next(days for name, days in _PARTS.items() if said[name])
    return first.replace(day=begin), last if end > 30 else first.replace(day=end)


def _coming(said: Groups, today: datetime.date) -> Days:
    count = int(number(said["amount"])) if said["amount"] else 1
    return today, _later(today, count, said)


def _later(today: datetime.date, count: int, said: Groups) -> datetime.date:
    if said["days"] or said["week"]:
        return today + datetime.timedelta(days=count * (_DAYS_A_WEEK if said["week"] else 1))
    months = today.year * _LAST_MONTH + today.month - 1 + count * (_LAST_MONTH if said["year_unit"] else 1)
    first, last = _months_of(months // _LAST_MONTH, months % _LAST_MONTH + 1)
    return min(first + datetime.timedelta(days=today.day - 1), last)


def _next(said: Groups, today: datetime.date) -> Days | None:
    if said["year_unit"]:
        return _months_of(today.year + 1, 1, _LAST_MONTH)
    if said["month"]:
        return _months_of(today.year + today.month // _LAST_MONTH, today.month % _LAST_MONTH + 1)
    if said["week"]:
        monday = today + datetime.timedelta(days=_DAYS_A_WEEK - today.weekday())
        return monday, monday + datetime.timedelta(days=_DAYS_A_WEEK - 1)
    return None


def _this_year(said: Groups, today: datetime.date) -> Days:
    return _months_of(today.year, 1, _LAST_MONTH)


def _quarter(said: Groups, today: datetime.date) -> Days:
    place = int(said["digit"]) if said["digit"] else _ordinal(said)
    return _next_months(_QUARTER * (place - 1) + 1, _QUARTER * place, said, today)


def _half(said: Groups, today: datetime.date) -> Days | None:
    place = _ordinal(said)
    return _next_months(_HALF * (place - 1) + 1, _HALF * place, said, today) if place in (1, 2) else None


def _ordinal(said: Groups) -> int:
    return int(words()["times"]["ordinals"][(said["ordinal"] or "").lower()])


def _week(said: Groups, today: datetime.date) -> Days:
    first, last = int(said["week"] or ""), int(said["last"] or said["week"] or "")
    sunday = _coming_one(lambda year: datetime.date.fromisocalendar(year, last, _DAYS_A_WEEK), said, today)
    return sunday - datetime.timedelta(days=_DAYS_A_WEEK * (last - first + 1) - 1), sunday


def _feast(said: Groups, today: datetime.date) -> Days:
    name = (said["feast"] or "").lower()
    if name in words()["times"]["easter"]["words"]:
        monday = _coming_one(lambda year: easter(year) + datetime.timedelta(days=1), said, today)
        # Maundy Thursday to Easter Monday.
        return monday - datetime.timedelta(days=4), monday
    month, day, last_month, last_day = words()["times"]["feasts"][name]
    first = _coming_one(lambda year: datetime.date(year, month, day), said, today)
    last = datetime.date(first.year, last_month, last_day)
    between_years = (month, day, last_month, last_day) == (1, 1, _LAST_MONTH, 31)
    return first, first - datetime.timedelta(days=1) if between_years else last


def easter(year: int) -> datetime.date:
    """Tell when Easter Sunday is, by the Gregorian computus (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return datetime.date(year, month, day + 1)


def _season(said: Groups, today: datetime.date) -> Days:
    """A season that is more than half over means the next one."""
    first, last = words()["times"]["seasons"][(said["season"] or "").lower()]
    begin, end = _next_months(first, last, said, today)
    is_late = not said["year"] and today - begin > end - today
    return _months_of(begin.year + is_late, first, last)


def _month(said: Groups, today: datetime.date) -> Days:
    place = _months()[(said["month"] or "").lower()]
    return _next_months(place, place, said, today)


def _year(said: Groups, today: datetime.date) -> Days:
    return _months_of(int(said["year"] or ""), 1, _LAST_MONTH)


def _next_months(first: int, last: int, said: Groups, today: datetime.date) -> Days:
    year = int(said["year"]) if said["year"] else today.year + (last < today.month)
    return _months_of(year, first, last)


def _months_of(year: int, first: int, last: int | None = None) -> Days:
    """The days from the first of one month to the end of another, of the same where only one is given."""
    last = last or first
    after = datetime.date(year + last // _LAST_MONTH, last % _LAST_MONTH + 1, 1)
    return datetime.date(year, first, 1), after - datetime.timedelta(days=1)

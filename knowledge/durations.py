"""How many days a course takes one away from work.

Days come from what the source says ("2 dage", "en halv dag", "6 timer"), else from dates that lie within one week.
Neither is guessed: a module of six months with two dates has a number of days that nobody stated.
"""

import datetime
import re

# A working day in hours: a course from 9 to 16.
HOURS_A_DAY = 7
# Dates further apart than a working week are those of a course with pauses.
A_WEEK = 5
_WORDS = {"en": 1.0, "et": 1.0, "to": 2.0, "tre": 3.0, "fire": 4.0, "fem": 5.0, "seks": 6.0, "one": 1.0, "two": 2.0}
_DAYS = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?|\b(?:en|et|to|tre|fire|fem|seks|one|two)\b)(?:\s*-?\s*(?:hele|kursus|undervisnings))?"
    r"[\s-]*(?P<unit>dage?|days?|kursusdage?|undervisningsdage?)\b",
    re.IGNORECASE,
)
_HALF = re.compile(r"\b(?:en\s+)?halv(?:dags|\s+dag)\b|\bhalf(?:-|\s+a\s+|\s+)day\b", re.IGNORECASE)
_HOURS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:timer?|hours?|lektioner)\b", re.IGNORECASE)
# "2 dage om ugen", "3 dage pr. modul": not the days of the whole.
_A_RATE = re.compile(r"\s*(?:om|pr\.?|per|hver|a)\s+(?:uge|måned|modul|semester|week|month)", re.IGNORECASE)


def days_away(duration: str | None, start: datetime.date | None, end: datetime.date | None) -> float | None:
    """Tell how many working days a course takes; None when the source does not say."""
    stated = _stated_days(duration or "")
    if stated is not None:
        return stated
    if start is None or end is None or end < start:
        return None
    days = weekdays(start, end)
    return float(days) if days <= A_WEEK and (end - start).days < 7 else None


def weekdays(start: datetime.date, end: datetime.date) -> int:
    """Count the days from Monday to Friday, both ends included; a course at a weekend takes its own days."""
    span = [start + datetime.timedelta(days=step) for step in range((end - start).days + 1)]
    return sum(day.weekday() < A_WEEK for day in span) or len(span)


def _stated_days(duration: str) -> float | None:
    for match in _DAYS.finditer(duration):
        if not _A_RATE.match(duration, match.end()):
            written = match["number"].lower()
            return _WORDS.get(written) or float(written.replace(",", "."))
    if _HALF.search(duration):
        return 0.5
    hours = _HOURS.search(duration)
    # A course of a few hours: of a programme in hundreds of hours most are reading at home.
    if (
        hours
        and not _A_RATE.match(duration, hours.end())
        and (count := float(hours[1].replace(",", "."))) <= HOURS_A_DAY
    ):
        return 0.5 if count <= HOURS_A_DAY / 2 else 1.0
    return None

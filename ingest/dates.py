"""Dates as Danish texts write them; a date that does not exist is told, never mended.

`16/05/2018` is the 16th of May: day first, as in Danish. A month or year alone is no date.
"""

import datetime
import re
from dataclasses import dataclass

MONTHS = {
    **{name: number for number, name in enumerate(
        ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
         "december"), start=1)},
    **{name: number for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"), start=1)},
    "sept": 9, "january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "october": 10, "oct": 10,
}  # fmt: skip

# Two-digit years below this belong to this century; the field's documents are all younger than 1970.
_CENTURY_PIVOT = 70

_MONTH = "(?P<{0}>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![a-zæøå])\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"

_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 2018-11-27, 2018/11/27, 2018-11-27T10:00:00Z
        r"(?<![\d/-])(?P<year>(?:19|20)\d\d)([-/.])(?P<month>\d\d?)\2(?P<day>\d\d?)(?!\d|[-/]\d)",
        # 27-11-2018, 16/05/2018, 27.11.2018, 27. 11. 2018, and with a space for the separator's sake
        rf"(?<![\d/-])(?P<day>\d\d?)(?:([-/])(?P<month>\d\d?)\2|\. ?(?P<month_dotted>\d\d?)\. ?){_YEAR}(?![-/]\d)",
        # 1/2-2019, 16/5 2018
        rf"(?<![\d/-])(?P<day>\d\d?)/(?P<month>\d\d?)(?:-| - | ){_YEAR}(?![-/]\d)",
        # 27-11-18, 27.11.18
        r"(?<![\d/.,-])(?P<day>\d\d?)([-/.])(?P<month>\d\d?)\2(?P<short_year>\d\d)(?![\d/-]|[.,:]\d)",
        # 30. juni 2016, 30 jun. 2016, 30.juni, 2016
        rf"(?<!\d)(?P<day>\d\d?)(?:\.|st|nd|rd|th)? ?(?:of )?{_MONTH.format('name')},? ?{_YEAR}",
        # June 30, 2016
        rf"(?<![a-zæøå]){_MONTH.format('name')} (?P<day>\d\d?)(?:st|nd|rd|th)?,? {_YEAR}",
    )
)

# What every form holds: a year in four digits, or a year in two behind the month.
_HAS_YEAR = re.compile(r"(?:19|20)\d\d|\d[-./]\d\d")

_PERIOD = re.compile(
    rf"(?:(?P<half>(?:forår|sommer|efterår|vinter|primo|medio|ultimo|[1-4]\. kvartal)\w*) )?"
    rf"(?:{_MONTH.format('name')} )?{_YEAR}",
    re.IGNORECASE,
)


class ImpossibleDateError(ValueError):
    """A date is written that the calendar does not have, such as 31-02-2019."""


class ImpreciseDateError(ValueError):
    """A month, a season or a year is written where a day is needed, such as `juni 2016`."""


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date found at `text[start:end]`; `date` is None when the calendar has no such day."""

    start: int
    end: int
    written: str
    date: datetime.date | None


def find_dates(text: str) -> list[WrittenDate]:
    """Find every whole date (day, month and year) in a text, in its order and without overlaps."""
    found: list[WrittenDate] = []
    if _HAS_YEAR.search(text) is None:
        return found
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found.append(WrittenDate(match.start(), match.end(), match.group(), _calendar_day(match)))
    return sorted(found, key=lambda one: one.start)


def parse_date(value: object) -> datetime.date:
    """Read a field that holds one date and nothing more than its weekday or time.

    Raises `ImpossibleDateError` for a day the calendar has not, `ImpreciseDateError` for a month or a year alone,
    and `ValueError` for what is no date.
    """
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    written = str(value).strip()
    dates = find_dates(written)
    if len(dates) == 1 and not _has_other_words(written, dates[0]):
        if dates[0].date is None:
            raise ImpossibleDateError(written)
        return dates[0].date
    if _PERIOD.fullmatch(written.rstrip("?")):
        raise ImpreciseDateError(written)
    raise ValueError(written)


def is_period(text: str) -> bool:
    """Tell whether the text is a month, a season or a year and nothing else (`juni 2016`, `2018`)."""
    return _PERIOD.fullmatch(text.strip().rstrip("?.")) is not None


def _calendar_day(match: re.Match[str]) -> datetime.date | None:
    parts = match.groupdict()
    if parts.get("short_year"):
        short = int(parts["short_year"])
        year = short + (2000 if short < _CENTURY_PIVOT else 1900)
    else:
        year = int(parts["year"])
    month = MONTHS[parts["name"].lower()] if parts.get("name") else int(parts["month"] or parts["month_dotted"])
    try:
        return datetime.date(year, month, int(parts["day"]))
    except ValueError:
        return None


_TIME_AND_WEEKDAY = re.compile(
    r"(?:man|tirs|ons|tors|fre|lør|søn)dag|\b(?:d|den|kl|t)\b\.?|t?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\.\d+)?"
    r"(?:z|[+-]\d\d:?\d\d)?|[\s,.()?]",
    re.IGNORECASE,
)


def _has_other_words(written: str, found: WrittenDate) -> bool:
    rest = written[: found.start] + " " + written[found.end :]
    return _TIME_AND_WEEKDAY.sub("", rest) != ""

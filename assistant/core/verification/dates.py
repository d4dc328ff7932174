"""Finds dates in all their Danish and English forms, as values."""

import datetime
import re
from dataclasses import dataclass
from functools import cache

from assistant.core.types import Language
from assistant.core.verification.vocabulary import Calendar, calendar

# Two-digit years are of this century in everything the field writes.
_CENTURY = 2000
_SHORT_YEAR = 2
_LONGEST_MONTH = 31
_MONTHS = 12
_YEAR = r"(?:19|20)\d\d"
# What may not follow a year: more digits, a decimal, or a unit that makes it an amount.
_NOT_AMOUNT = r"(?![\w%€]|[.,]\d|\s*(?:%|kr\b|kroner|procent|pct|per ?cent|mio|mia|million|dkk|euro|timer|hours))"


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is given; `named` is a season or a weekday."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    named: str | None = None
    start: int = 0
    end: int = 0

    def is_borne_out_by(self, other: "Date") -> bool:
        """Tell whether the other date says everything this one says."""
        mine = (self.year, self.month, self.day, self.named)
        theirs = (other.year, other.month, other.day, other.named)
        return all(one is None or one == another for one, another in zip(mine, theirs, strict=True))


def of(date: datetime.date) -> Date:
    """Write a calendar date as a `Date`."""
    return Date(date.year, date.month, date.day)


def find_dates(text: str, language: Language) -> list[Date]:
    """Find the dates of a normalised text, in order; no stretch is read twice."""
    found: list[Date] = []
    rest = text
    for pattern in _patterns(language):
        for match in pattern.finditer(rest):
            dates = _read(match, calendar(language))
            if dates:
                found += dates
                rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]
    return sorted(found, key=lambda date: date.start)


def without_dates(text: str, dates: list[Date]) -> str:
    """Blank out the dates, so that their digits are not taken for amounts."""
    for date in dates:
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    return text


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], ...]:
    """The forms of dates, the fullest first."""
    known = calendar(language)
    months = "|".join(known.months)
    month = f"(?P<month>{months})"
    day = r"(?P<day>\d{1,2})"
    # Danish writes "sommerferien" and "mandags" in one word.
    season = "(?P<named>" + "|".join(known.named) + ")" + (r"\w*" if language == "da" else "")
    sources = [
        rf"(?<![\d-])(?P<year>{_YEAR})-(?P<number>\d\d)-{day}(?!\d)",
        rf"(?<![\d./-]){day}\s?(?P<sign>[./-])\s?(?P<number>\d{{1,2}})\s?(?P=sign)\s?(?P<year>{_YEAR}|\d\d)(?![\d%])",
        rf"(?<![\d./-]){day}/(?P<number>\d{{1,2}})[ -](?P<year>{_YEAR})(?![\d%])",
        rf"(?<!\d)(?:d\. ?)?{day}(?:\.|st|nd|rd|th)? ?(?:of )?{month}(?:,? (?P<year>{_YEAR}))?\b",
        rf"\b{month} {day}(?:st|nd|rd|th)?(?:,? (?P<year>{_YEAR}))?(?![\w%])",
        rf"\b{month}(?: of)?,? (?P<year>{_YEAR})\b",
        rf"\b{season}(?: of| i)? (?P<year>{_YEAR})\b",
        rf"(?<![\w.,-])(?P<year>{_YEAR}) ?[-/] ?(?P<until>{_YEAR}|\d\d)(?![\d-])",
        rf"(?<![\w,])(?<!\d\.)(?P<year>{_YEAR}){_NOT_AMOUNT}",
        rf"\b{month}\b",
        rf"\b{season}\b",
    ]
    if language == "da":
        # "i juni 16 kommuner": in Danish a number after the month is no day.
        del sources[4]
    return tuple(
        re.compile(source if "month" in source and language == "en" else f"(?i:{source})") for source in sources
    )


def _read(match: re.Match[str], known: Calendar) -> list[Date]:
    """Turn a match into one date, or two where it gives a span of years; none where no calendar has it."""
    parts = match.groupdict()
    year = _year(parts.get("year"))
    month = int(parts["number"]) if parts.get("number") else None
    if parts.get("month"):
        month = known.month_number(parts["month"])
    day = int(parts["day"]) if parts.get("day") else None
    if (month is not None and not 1 <= month <= _MONTHS) or (day is not None and not 1 <= day <= _LONGEST_MONTH):
        return []
    named = known.named[parts["named"].lower()] if parts.get("named") else None
    dates = [Date(year, month, day, named, match.start(), match.end())]
    if parts.get("until") and year is not None:
        until = parts["until"]
        last = int(until) if len(until) > _SHORT_YEAR else year - year % 100 + int(until)
        dates.append(Date(last, start=match.start(), end=match.end()))
    return dates


def _year(written: str | None) -> int | None:
    """Read a year of two or four digits."""
    if written is None:
        return None
    number = int(written)
    return number if len(written) > _SHORT_YEAR else _CENTURY + number

"""Reads when a course may start: "efter nytår", "i uge 7", "fra 1. marts", "mellem januar og marts"."""

import datetime
import re
from collections.abc import Sequence
from functools import cache

from assistant.core.courses.reading import Reading
from assistant.core.courses.spans import Span, spans_in
from assistant.core.courses.words import any_of, words

_DAY = datetime.timedelta(days=1)
_DAYS_A_YEAR = 365
# In this order: "inden" is part of "inden for", "fra" of "fra og med".
_LEADS = ("until", "before", "after", "from")


def read_dates(reading: Reading, today: datetime.date) -> Reading:
    """Read the first time that is named, or the two that bound a time; others are left to be read."""
    spans = spans_in(reading.rest, today)
    if not spans:
        return reading
    span = _joined(spans, reading.rest)
    lead = _lead().search(reading.rest[: span.start])
    kind = next((name for name in _LEADS if lead and lead[name]), None)
    start_from, start_to = _bounded(span, kind if spans[0].end == span.end else None)
    begin = lead.start() if lead else span.start
    return reading.take_span(begin, span.end, start_from=start_from, start_to=start_to)


def _joined(spans: Sequence[Span], text: str) -> Span:
    """The first time, with the second where a word joins them: "mellem januar og marts"."""
    first = spans[0]
    if len(spans) == 1:
        return first
    second = spans[1]
    between = text[first.end : second.start].strip().lower()
    if between not in words()["times"]["joins"]:
        return first
    last = second.last
    if last < first.first:
        # "Fra oktober til januar": the January after.
        last += datetime.timedelta(days=_DAYS_A_YEAR)
    return Span(first.start, second.end, first.first, last)


def _bounded(span: Span, kind: str | None) -> tuple[datetime.date | None, datetime.date | None]:
    if kind == "before":
        return None, span.first - _DAY
    if kind == "until":
        return None, span.last
    if kind == "after":
        return span.last + _DAY, None
    if kind == "from":
        return span.first, None
    return span.first, max(span.first, span.last)


@cache
def _lead() -> re.Pattern[str]:
    """Match what stands before a time."""
    table = words()["times"]
    bounds = "|".join(f"(?P<{name}>{any_of(table[name])})" for name in _LEADS)
    between = any_of(words()["bounds"]["between"])
    small = any_of(("i", "til", "in", "to", "på", "den", "om", "on", "the", "this", "during", "af"))
    return re.compile(rf"(?:(?:{bounds})|{between}|{small})(?:\s+{small})?\s+$", re.IGNORECASE)

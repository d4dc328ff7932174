"""The runs of courses that a plan may choose among: what each costs, how long one is away, and when.

Days away come from what the source says ("2 dage", "en halv dag", "6 timer"), else from dates that lie within one
week. Neither is guessed: a module of six months with two dates has a number of days that nobody stated.
"""

import datetime
import re
from collections.abc import Iterator, Sequence

from knowledge.course_filter import CourseFilter, passes
from knowledge.courses import course_status
from knowledge.gaps.types import Limits, Offer
from knowledge.types import Course, CourseRun, CourseStatus, Learner

# A working day in hours: a course from 9 to 16.
HOURS_A_DAY = 7
# Dates further apart than a working week are those of a course with pauses.
_A_WEEK = 5
_OWN_CURRENCY = "DKK"
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


def offers_of(courses: Sequence[Course], limits: Limits, as_of: datetime.date) -> list[Offer]:
    """List what can be taken within the limits: never for citizens, never expired, in the order of the courses."""
    return [
        offer
        for course in courses
        if course.learner is not Learner.CITIZEN
        for offer in _runs(course, as_of)
        if within(offer, limits)
    ]


def open_courses(courses: Sequence[Course], as_of: datetime.date) -> Iterator[Course]:
    """Give the courses for staff and managers that can still be taken."""
    for course in courses:
        if course.learner is not Learner.CITIZEN and course_status(course, as_of) is not CourseStatus.EXPIRED:
            yield course


def within(offer: Offer, limits: Limits) -> bool:
    """Tell whether an offer keeps the limits on dates, places, forms and dates at all.

    A price or a number of days that nobody states cannot be shown to keep a budget or a number of days.
    """
    return (
        (limits.undated or offer.start is not None)
        and (limits.budget is None or (offer.price is not None and offer.price <= limits.budget))
        and (limits.max_days is None or (offer.days is not None and offer.days <= limits.max_days))
        and _in_time(offer, limits)
        and _at_place(offer, limits)
        and _in_form(offer, limits)
    )


def days_away(duration: str | None, start: datetime.date | None, end: datetime.date | None) -> float | None:
    """Tell how many working days a course takes; None when the source does not say."""
    stated = _stated_days(duration or "")
    if stated is not None:
        return stated
    if start is None or end is None or end < start:
        return None
    days = weekdays(start, end)
    return float(days) if days <= _A_WEEK and (end - start).days < 7 else None


def weekdays(start: datetime.date, end: datetime.date) -> int:
    """Count the days from Monday to Friday, both ends included; a course at a weekend takes its own days."""
    span = [start + datetime.timedelta(days=step) for step in range((end - start).days + 1)]
    return sum(day.weekday() < _A_WEEK for day in span) or len(span)


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


def _runs(course: Course, as_of: datetime.date) -> Iterator[Offer]:
    status = course_status(course, as_of)
    if status is CourseStatus.EXPIRED:
        return
    known = course.price is not None and course.price.currency == _OWN_CURRENCY
    price = course.price.amount if known and course.price else None
    for run in course.runs or (None,):
        if run is None or run.start is None:
            if run is None or not _is_over(run, as_of):
                yield Offer(
                    course, run, CourseStatus.UNDATED, price, days_away(course.duration, None, None), None, None
                )
        elif not _is_over(run, as_of):
            days = days_away(course.duration, run.start, run.end)
            yield Offer(course, run, CourseStatus.OPEN, price, days, run.start, _last_day(run, days))


def _is_over(run: CourseRun, as_of: datetime.date) -> bool:
    last = run.deadline or run.start or run.end
    return (last is not None and last < as_of) or (run.start is not None and run.start < as_of)


def _last_day(run: CourseRun, days: float | None) -> datetime.date:
    """The run's end; where only its start is known, as many working days on as it takes."""
    assert run.start is not None
    if run.end is not None:
        return run.end
    last, left = run.start, (days or 1) - 1
    while left > 0:
        last += datetime.timedelta(days=1)
        left -= last.weekday() < _A_WEEK
    return last


def _in_time(offer: Offer, limits: Limits) -> bool:
    if offer.start is None or offer.end is None:
        return True
    return (limits.start_from is None or offer.start >= limits.start_from) and (
        limits.start_to is None or offer.end <= limits.start_to
    )


def _at_place(offer: Offer, limits: Limits) -> bool:
    if not limits.places or offer.course.form == "online":
        return True
    place = offer.run.place if offer.run else None
    only = (CourseRun(offer.start, offer.end, place),)
    return any(_passes(offer.course, only, CourseFilter(place=town)) for town in limits.places)


def _in_form(offer: Offer, limits: Limits) -> bool:
    return not limits.forms or any(_passes(offer.course, (), CourseFilter(form=form)) for form in limits.forms)


def _passes(course: Course, runs: tuple[CourseRun, ...], wanted: CourseFilter) -> bool:
    """Ask the course search, so that "blandet" and "Aarhus" mean here what they mean there."""
    bare = Course(course.course_id, course.title, course.source_id, form=course.form, runs=runs)
    return passes(bare, wanted, (), None)

"""The runs of courses that a plan may choose among: what each costs, how long one is away, and when.

Of what the source does not say (a price, a number of days) nothing is guessed.
"""

import datetime
from collections.abc import Iterator, Sequence

from knowledge.course_filter import CourseFilter, passes
from knowledge.courses import course_status
from knowledge.durations import A_WEEK, days_away
from knowledge.gaps.types import Limits, Offer
from knowledge.types import Course, CourseRun, CourseStatus, Learner

_OWN_CURRENCY = "DKK"


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
        left -= last.weekday() < A_WEEK
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

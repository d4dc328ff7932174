"""When a run of a course can no longer be joined."""

import datetime

from knowledge.types import CourseRun


def last_day_to_join(run: CourseRun) -> datetime.date | None:
    """Give the deadline, else the first day, else the last; None for a run without any date."""
    return run.deadline or run.start or run.end


def is_over(run: CourseRun, day: datetime.date) -> bool:
    """Say whether a run can no longer be joined on a day; one without any date still can."""
    last = last_day_to_join(run)
    return last is not None and last < day

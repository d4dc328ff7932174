"""Whether a course that can no longer be taken is suggested without a word of it."""

from assistant.core.types import Answer
from knowledge.types import CourseStatus

NOTICE = "expired_course"


def expired_unsaid(answer: Answer) -> float | None:
    """1.0 when an expired course is suggested and no notice says so, else 0.0; None without suggestions."""
    if not answer.courses:
        return None
    expired = any(course.status is CourseStatus.EXPIRED for course in answer.courses)
    return float(expired and NOTICE not in {notice.code for notice in answer.notices})

"""What a course states, in the words of people."""

from assistant.channels.reading import dated_price
from assistant.channels.slack.blocks.types import Show
from knowledge.types import Course, CourseStatus

_DANISH_MARKS = str.maketrans(",.", ".,")


def marks(status: CourseStatus, fictional: bool, show: Show) -> list[str]:
    """What must be known of a course before anything else."""
    made = [] if status is CourseStatus.OPEN else [show.wording.say(show.language, f"mark.{status.value}")]
    return [*made, *([show.wording.say(show.language, "mark.fictional")] if fictional else [])]


def written_number(value: float, language: str) -> str:
    """`5.000,5` in Danish, `5,000.5` in English."""
    written = f"{value:,.2f}".rstrip("0").rstrip(".")
    return written.translate(_DANISH_MARKS) if language == "da" else written


def ects(course: Course, show: Show) -> str:
    """`7,5 ECTS`; empty where nothing is stated."""
    return show.say("ects", points=written_number(course.ects, show.language)) if course.ects else ""


def price(course: Course, show: Show) -> str:
    """`2.395 kr. ekskl. moms (pr. 1. oktober 2026)`; empty where nothing is stated."""
    return dated_price(course, show.wording, show.language) or ""

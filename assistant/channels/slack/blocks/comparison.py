"""Courses side by side in a table."""

import datetime
from collections.abc import Callable, Sequence

from assistant.channels.slack.blocks import limits
from assistant.channels.slack.blocks.course_words import ects, marks, price
from assistant.channels.slack.blocks.elements import NOTHING, notified, section
from assistant.channels.slack.blocks.filters import in_words
from assistant.channels.slack.blocks.limits import cut, length, size
from assistant.channels.slack.blocks.mrkdwn import clean
from assistant.channels.slack.blocks.types import Block, Element, Message, Show
from knowledge.courses import course_status
from knowledge.runs import is_over
from knowledge.types import Course, CourseStatus
from prompts.dates import written_date

# A table's cells with their containers are to fit into one message, below the sentence that leads them in.
TABLE_ROOM = limits.TABLE_TEXT - 500
CELL_SIZE = len('{"type":"raw_text","text":},')


def comparison(courses: Sequence[Course], today: datetime.date, show: Show) -> Message:
    """Courses side by side in a table: a column each, a row for each thing that one of them states."""
    chosen = list(courses[: limits.TABLE_COLUMNS - 1])
    told = show.say("compared", count=len(chosen))
    rows = [[show.say("row.title"), *(_in_line(course.title) for course in chosen)]]
    for key, stated in _STATED.items():
        cells = [_in_line(stated(course, today, show)) for course in chosen]
        rows += [[show.say(f"row.{key}"), *(cell or show.say("not_stated") for cell in cells)]] if any(cells) else []
    most = _longest_cell(rows)
    table: Block = {
        "type": "table",
        "rows": [[_cell(cell, most) for cell in row] for row in rows],
        "column_settings": [{"is_wrapped": True} for _ in rows[0]],
    }
    return Message(notified(told), [section(told), table])


def _in_line(words: str) -> str:
    return " ".join(clean(words).split())


def _longest_cell(rows: Sequence[Sequence[str]]) -> int:
    """How long a cell may be so that all fit into one table of one message."""
    most = limits.TABLE_TEXT
    while sum(min(size([cell]), most) + CELL_SIZE for row in rows for cell in row) > TABLE_ROOM:
        most = most * 3 // 4
    return most


def _cell(words: str, most: int) -> Element:
    kept = words
    while size([kept]) > max(most, size([NOTHING])):
        kept = cut(kept, max(1, length(kept) * 3 // 4))
    return {"type": "raw_text", "text": kept or NOTHING}


def _runs(course: Course, today: datetime.date, show: Show) -> str:
    coming = [run for run in course.runs if not is_over(run, today)]
    days = ((written_date(run.start, show.language) if run.start else "", run.place or "") for run in coming)
    return "; ".join(told for day in days if (told := ", ".join(filter(None, day))))


def _competences(course: Course, today: datetime.date, show: Show) -> str:
    return ", ".join(one.label for one in course.provides)


def _status(course: Course, today: datetime.date, show: Show) -> str:
    status = course_status(course, today)
    open_to_all = [show.say("open")] if status is CourseStatus.OPEN else []
    return ", ".join([*open_to_all, *marks(status, course.fictional, show)])


_STATED: dict[str, Callable[[Course, datetime.date, Show], str]] = {
    "provider": lambda course, today, show: course.provider or "",
    "provides": _competences,
    "level": lambda course, today, show: course.level or "",
    "ects": lambda course, today, show: ects(course, show),
    "form": lambda course, today, show: in_words(course.form, "form", show) if course.form else "",
    "duration": lambda course, today, show: course.duration or "",
    "price": lambda course, today, show: price(course, show),
    "runs": _runs,
    "status": _status,
}

"""The same course at other providers, beside a course: as the public JSON and as lines to be read."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.channels.reading import wrapped, written_price
from assistant.core.rendering import to_json
from knowledge.courses import FoundCourse, course_status
from knowledge.duplicates import AlsoAt, folded, same_courses
from knowledge.types import Course, Snapshot
from prompts.dates import written_date
from prompts.wording import Wording

Json = dict[str, Any]


def with_also_at(listed: Iterable[Json], snapshot: Snapshot, day: datetime.date) -> list[Json]:
    """Courses as JSON, each with `also_at`: where else it is listed, with that one's own price, runs and source."""
    same = same_courses(tuple(snapshot.courses()))
    return [{**one, "also_at": [_to_json(also, day) for also in same.get(one["course_id"], ())]} for one in listed]


def without_repeats(found: Sequence[FoundCourse], snapshot: Snapshot) -> list[FoundCourse]:
    """The courses found with only the first listing of each; `also_at_lines` names the others."""
    shown = set(folded([one.course for one in found], same_courses(tuple(snapshot.courses()))))
    return [one for one in found if one.course.course_id in shown]


def also_at_lines(course_id: str, snapshot: Snapshot, wording: Wording, language: str = "da") -> list[str]:
    """A line for each other listing of a course: provider, price, runs, id, and what they agree on."""
    same: Mapping[str, Sequence[AlsoAt]] = same_courses(tuple(snapshot.courses()))
    return [_line(also, wording, language) for also in same.get(course_id, ())]


def _line(also: AlsoAt, wording: Wording, language: str) -> str:
    def say(key: str, **values: object) -> str:
        return wording.say(language, f"also_at.{key}", **values)

    course = also.course
    price = written_price(course.price, wording, language) if course.price else say("no_price")
    facts = ", ".join([price, *_runs(course, language)])
    agreed = ", ".join(say(one.value) for one in also.agreed)
    provider = course.provider or say("no_provider")
    return wrapped("   " + say("line", provider=provider, facts=facts, id=course.course_id, agreed=agreed), "   ")


def _runs(course: Course, language: str) -> list[str]:
    told = [(written_date(run.start, language) if run.start else run.said, run.place) for run in course.runs]
    return [" ".join(filter(None, parts)) for parts in told if any(parts)]


def _to_json(also: AlsoAt, day: datetime.date) -> Json:
    course = also.course
    return {
        "course_id": course.course_id,
        "title": course.title,
        "provider": course.provider,
        "price": to_json(course.price),
        "runs": to_json(course.runs),
        "status": course_status(course, day).value,
        "url": course.url,
        "source_id": course.source_id,
        "agreed": [one.value for one in also.agreed],
    }

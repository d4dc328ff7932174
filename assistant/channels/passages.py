"""Search results, sources, courses and profiles as the public JSON (see the contract in the README)."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.core.rendering import to_json
from knowledge.course_filter import CourseFilter
from knowledge.profiles.versions import standing_of
from knowledge.runs import is_over
from knowledge.types import Course, CourseStatus, Hit, Profile, SearchResult, Snapshot, Source


def result_to_json(result: SearchResult, snapshot: Snapshot) -> dict[str, Any]:
    """`{"passages": […], "searched_also": […], "by_words_alone": false}`."""
    return {
        "passages": [hit_to_json(hit, snapshot.source(hit.passage.source_id)) for hit in result.hits],
        "searched_also": list(result.searched_also),
        "by_words_alone": result.by_words_alone,
    }


def hit_to_json(hit: Hit, source: Source | None) -> dict[str, Any]:
    """A passage with its score and the parts the score came from."""
    passage = hit.passage
    return {
        "passage_id": passage.passage_id,
        "source_id": passage.source_id,
        "kind": passage.kind.value,
        "title": passage.title,
        "path": source.path if source else None,
        "section": passage.section,
        "page": passage.page,
        "text": passage.text,
        "text_id": passage.text_id,
        "start": passage.start,
        "end": passage.end,
        "score": round(hit.score, 6),
        "parts": {name: round(value, 6) for name, value in hit.parts.items()},
    }


def source_to_json(source: Source, passages: int) -> dict[str, Any]:
    """A source as `sources --json` and `GET /api/sources` give it."""
    return {
        "source_id": source.source_id,
        "kind": source.kind.value,
        "title": source.title,
        "publisher": source.publisher,
        "date": _date(source.date),
        "url": source.url,
        "path": source.path,
        "learner": source.learner.value if source.learner else None,
        "visibility": source.visibility.value,
        "valid_from": _date(source.valid_from),
        "valid_to": _date(source.valid_to),
        "retrieved": _date(source.retrieved),
        "fictional": source.fictional,
        "unread_since": _date(source.unread_since),
        "text_id": source.text_id,
        "passages": passages,
    }


def sources_to_json(sources: Sequence[Source], snapshot: Snapshot) -> dict[str, Any]:
    """`{"sources": […]}`."""
    return {"sources": [source_to_json(source, len(snapshot.passages(source.source_id))) for source in sources]}


def filters_to_json(wanted: CourseFilter) -> dict[str, Any]:
    """What a search for courses was narrowed by; what was not asked for is left out."""
    told: dict[str, Any] = {name: value for name, value in to_json(wanted).items() if value not in (None, [])}
    if not wanted.with_vat:
        del told["with_vat"]
    return told


def course_to_json(
    course: Course,
    status: CourseStatus,
    reason: str | None,
    links: Sequence[Mapping[str, Any]] = (),
    day: datetime.date | None = None,
) -> dict[str, Any]:
    """A course as `courses --json` and `GET /api/courses` give it; `links` are those that can be relied on.

    `day` is the one it is seen from, today where it is not given: runs that cannot be joined then are `over`.
    """
    seen_from = day or datetime.date.today()
    return {
        "course_id": course.course_id,
        "title": course.title,
        "provider": course.provider,
        "learner": course.learner.value if course.learner else None,
        "level": course.level,
        "ects": course.ects,
        "form": course.form,
        "duration": course.duration,
        "description": course.description,
        "price": to_json(course.price),
        "runs": [{**to_json(run), "over": is_over(run, seen_from)} for run in course.runs],
        "requires": to_json(course.requires),
        "provides": to_json(course.provides),
        "transfer": to_json(course.transfer),
        "status": status.value,
        "fictional": course.fictional,
        "url": course.url,
        "source_id": course.source_id,
        "date": _date(course.date),
        "retrieved": _date(course.retrieved),
        "valid_to": _date(course.valid_to),
        "as_of": seen_from.isoformat(),
        "reason": reason,
        "details": dict(course.details),
        "links": list(links),
    }


def profile_to_json(profile: Profile, day: datetime.date | None = None) -> dict[str, Any]:
    """A profile with its competences, and whether it is in force on a day: today, where none is given."""
    value = to_json(profile)
    assert isinstance(value, dict)
    standing = standing_of(profile, day or datetime.date.today())
    return {**value, "details": dict(profile.details), "standing": standing.value}


def _date(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None

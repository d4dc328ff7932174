"""`GET /api/courses` and `/api/courses/{id}`: courses by the filters of the command line."""

import datetime
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import Response

from assistant.channels.duplicates import with_also_at
from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.exports import FormatAsked, described_list, reply_export, wanted_format
from assistant.channels.http.problems import ProblemError
from assistant.channels.http.replies import Part, described, reply, reply_part
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.days import Day, SeenFrom
from assistant.channels.http.shapes.filters import CourseWish
from assistant.channels.http.shapes.knowledge import Course, Courses
from assistant.channels.passages import course_to_json, filters_to_json
from knowledge.course_filter import CourseFilter
from knowledge.courses import course_status, find_courses

# All there are: `find_courses` ranks them anyway, and the reply is cut to its part.
MOST_COURSES = 1_000_000


class Wanted(Part, CourseWish):
    """The query parameters of a course search; without any filter, a file holds every course."""

    format: FormatAsked | None = None
    as_of: Day | None = None


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""
    _register_search(api, service)
    _register_one(api, service)


def _register_search(api: FastAPI, service: Service) -> None:
    @api.get(
        "/api/courses",
        summary="Find courses",
        tags=["knowledge"],
        operation_id="search_courses",
        **described_list(Courses),
    )
    def courses(
        request: Request, asked: Annotated[Wanted, Query()], caller: Annotated[Caller, Depends(caller_of)]
    ) -> Response:
        wanted, snapshot = asked.as_filter(), service.snapshot(caller)
        day = asked.as_of or datetime.date.today()
        known = service.linked(caller)
        found = find_courses(snapshot, wanted, day, MOST_COURSES, links=known.links)
        if file_format := wanted_format(request, asked.format):
            records = snapshot.courses() if wanted == CourseFilter() else [one.course for one in found]
            return reply_export(request, records, snapshot, file_format)
        shown = known.by_course()
        listed = [
            course_to_json(one.course, one.status, one.reason, shown.get(one.course.course_id, ()), day)
            for one in found
        ]
        given = filters_to_json(wanted)
        return reply_part(request, "courses", with_also_at(listed, snapshot, day), asked, filters=given)


def _register_one(api: FastAPI, service: Service) -> None:
    @api.get(
        "/api/courses/{course_id}",
        summary="One course",
        tags=["knowledge"],
        operation_id="get_course",
        **described(Course, 404, 422),
    )
    def course(
        request: Request,
        course_id: str,
        seen: Annotated[SeenFrom, Query()],
        caller: Annotated[Caller, Depends(caller_of)],
    ) -> Response:
        snapshot = service.snapshot(caller)
        found = next((one for one in snapshot.courses() if one.course_id == course_id), None)
        if found is None:
            raise ProblemError("unknown_course", id=course_id)
        links = service.linked(caller).of_course(course_id)
        day = seen.as_of or datetime.date.today()
        listed = [course_to_json(found, course_status(found, day), None, links, day)]
        return reply(request, with_also_at(listed, snapshot, day)[0])

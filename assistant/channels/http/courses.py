"""`GET /api/courses` and `/api/courses/{id}`: courses by the filters of the command line."""

import datetime
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator, Field

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.problems import ProblemError
from assistant.channels.http.replies import Part, described, reply, reply_part
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.knowledge import Course, Courses
from assistant.channels.passages import course_to_json
from assistant.core.assistant import LONGEST_QUESTION
from assistant.core.rendering import to_json
from knowledge.courses import CourseFilter, course_status, find_courses
from knowledge.types import Learner

# All there are: `find_courses` ranks them anyway, and the reply is cut to its part.
MOST_COURSES = 1_000_000
DANISH_DAY = "%d-%m-%Y"


def read_day(written: object) -> object:
    """Read `01-03-2027` as the command line does; what has another form is left to pydantic."""
    try:
        return datetime.datetime.strptime(str(written), DANISH_DAY).date()
    except ValueError:
        return written


Day = Annotated[datetime.date, BeforeValidator(read_day)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Words = Annotated[str, Field(max_length=LONGEST_QUESTION)]


class Wanted(Part):
    """The query parameters of a course search."""

    query: Words | None = None
    profile: Words | None = None
    competence: Words | None = None
    provider: Words | None = None
    level: Words | None = None
    form: Words | None = None
    max_price: Amount | None = None
    min_ects: Amount | None = None
    max_ects: Amount | None = None
    place: Words | None = None
    start_from: Annotated[Day | None, Field(alias="from")] = None
    start_to: Annotated[Day | None, Field(alias="to")] = None
    include_expired: bool = False
    learner: Learner | None = None

    def as_filter(self) -> CourseFilter:
        """What is asked for, without the part of the list that is wanted."""
        parts = set(Part.model_fields)
        return CourseFilter(**{name: value for name, value in dict(self).items() if name not in parts})


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""

    @api.get(
        "/api/courses",
        summary="Find courses",
        tags=["knowledge"],
        operation_id="search_courses",
        **described(Courses, 422),
    )
    def courses(
        request: Request, asked: Annotated[Wanted, Query()], caller: Annotated[Caller, Depends(caller_of)]
    ) -> Response:
        wanted = asked.as_filter()
        found = find_courses(service.snapshot(caller), wanted, datetime.date.today(), MOST_COURSES)
        listed = [course_to_json(one.course, one.status, one.reason) for one in found]
        given = {name: value for name, value in to_json(wanted).items() if value is not None}
        return reply_part(request, "courses", listed, asked, filters=given)

    @api.get(
        "/api/courses/{course_id}",
        summary="One course",
        tags=["knowledge"],
        operation_id="get_course",
        **described(Course, 404),
    )
    def course(request: Request, course_id: str, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        courses = service.snapshot(caller).courses()
        found = next((one for one in courses if one.course_id == course_id), None)
        if found is None:
            raise ProblemError("unknown_course", id=course_id)
        return reply(request, course_to_json(found, course_status(found, datetime.date.today()), None))

"""`GET /api/courses` and `/api/courses/{id}`: courses by the filters of the command line."""

import datetime
from typing import Annotated, Any

from fastapi import FastAPI, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.channels.http.problems import ProblemError
from assistant.channels.http.service import Service
from assistant.channels.passages import course_to_json, plain
from assistant.core.assistant import LONGEST_QUESTION
from knowledge.courses import CourseFilter, course_status, find_courses
from knowledge.types import Learner

MOST_COURSES = 1_000
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


class Courses(BaseModel):
    """The query parameters of a course search; one that is not known is refused, so that none is silently ignored."""

    model_config = ConfigDict(extra="forbid")

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


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""

    @api.get("/api/courses", summary="Find courses")
    def courses(asked: Annotated[Courses, Query()]) -> dict[str, Any]:
        wanted = CourseFilter(**dict(asked))
        found = find_courses(service.snapshot(), wanted, datetime.date.today(), MOST_COURSES)
        listed = [course_to_json(one.course, one.status, one.reason) for one in found]
        given = {name: value for name, value in plain(wanted).items() if value is not None}
        return {"courses": listed, "filters": given}

    @api.get("/api/courses/{course_id}", summary="One course")
    def course(course_id: str) -> dict[str, Any]:
        found = next((one for one in service.snapshot().courses() if one.course_id == course_id), None)
        if found is None:
            raise ProblemError("unknown_course", id=course_id)
        return course_to_json(found, course_status(found, datetime.date.today()), None)

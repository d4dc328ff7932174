"""Links between courses and competences over HTTP, and what people say of them."""

import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.channels.http.shapes.answers import Text
from knowledge.linking.types import LinkStatus

# Ids and names of competences are a few words.
_LONGEST_NAME = 500

Name = Annotated[Text, Field(min_length=1, max_length=_LONGEST_NAME)]


class Link(BaseModel):
    """A course and a competence that it gives, with the words of the course that show it."""

    course_id: str
    course_title: str
    competence_id: str
    label: str
    status: LinkStatus
    confidence: Annotated[float, Field(description="0-1: how often links with such evidence are right; 1 when stated.")]
    quote: str
    text_id: str
    start: int
    end: int
    judged_by: Annotated[str | None, Field(description="The key, or the account on the machine, of who judged it.")]
    judged_at: datetime.datetime | None


class Links(BaseModel):
    """The links, by course, the surest first."""

    links: list[Link]
    may_judge: Annotated[bool, Field(description="Whether the caller may confirm and reject.")]
    total: int
    next: str | None


class Saying(StrEnum):
    """What is said of a link."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Judged(BaseModel):
    """The body of a judgement; the later one of a course and competence counts."""

    model_config = ConfigDict(extra="forbid")

    course_id: Annotated[Name, Field(examples=["nordlys-forhandling"])]
    competence: Annotated[Name, Field(description="Id or name.", examples=["demo-forhandling-og-aftaler"])]
    verdict: Saying


class JudgedLink(BaseModel):
    """The link as it is now; null where nothing speaks for it any more."""

    link: Link | None

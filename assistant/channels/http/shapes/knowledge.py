"""Passages, courses, profiles, sources and texts over HTTP."""

import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from assistant.channels.http.shapes.links import Link
from knowledge.duplicates import Agreed
from knowledge.profiles.types import Standing
from knowledge.types import CourseStatus, Learner, SourceKind, Visibility


class Passage(BaseModel):
    """A passage found, its score, and the parts that the score is the sum of."""

    passage_id: str
    source_id: str
    kind: SourceKind
    title: str
    path: str | None
    section: str
    page: int | None
    text: str
    text_id: str
    start: int
    end: int
    score: float
    parts: dict[str, float]


class Passages(BaseModel):
    """The passages found, the best first, and the terms that were searched for besides.

    `by_words_alone`: the vectors could not be asked, so something may be missing.
    """

    passages: list[Passage]
    searched_also: list[str]
    by_words_alone: bool


class Price(BaseModel):
    """An amount as the provider states it; `vat_included` is null where it is not said."""

    amount: float
    currency: str
    vat_included: bool | None


class Run(BaseModel):
    """One time a course is held; any part may be unknown."""

    start: datetime.date | None
    end: datetime.date | None
    place: str | None
    deadline: datetime.date | None
    seats: int | None
    said: Annotated[str | None, Field(description="The source's words for a time that is no day.")]


class CourseRun(Run):
    """A run as seen from a day."""

    over: Annotated[bool, Field(description="It can no longer be joined: its deadline or first day has passed.")]


class Competence(BaseModel):
    """Something a member of staff can do or know."""

    competence_id: str
    label: str
    description: str | None
    alt_labels: list[str]
    hidden_labels: Annotated[list[str], Field(description="Names to be found by, not to be shown.")]
    broader: Annotated[list[str], Field(description="Ids of the competences that it is a part of.")]
    related: list[str]
    same_as: Annotated[list[str], Field(description="Addresses of the same thing elsewhere, such as ESCO's.")]
    level: Annotated[int | None, Field(description="0-5: what the profile asks for.")]


class CourseCompetence(BaseModel):
    """A competence that a course requires or provides; `level` 0-5 where stated."""

    label: str
    competence_id: str | None
    level: int | None


class AlsoAt(BaseModel):
    """Another listing of the same course, with its own price, runs and source, and what the two agree on."""

    course_id: str
    title: str
    provider: str | None
    price: Price | None
    runs: list[Run]
    status: CourseStatus
    url: str | None
    source_id: str
    agreed: list[Agreed]


class Course(BaseModel):
    """A course; null always means that the source does not say."""

    course_id: str
    title: str
    provider: str | None
    learner: Learner | None
    level: str | None
    ects: float | None
    form: Annotated[str | None, Field(description="physical, online, blended, on_request, or other words")]
    duration: str | None
    description: str | None
    price: Price | None
    runs: list[CourseRun]
    requires: list[CourseCompetence]
    provides: list[CourseCompetence]
    transfer: dict[str, Any] | None
    status: CourseStatus
    fictional: Annotated[bool, Field(description="Made up for the samples.")]
    url: str | None
    source_id: str
    date: Annotated[datetime.date | None, Field(description="Of the source: the price is as of then.")]
    retrieved: datetime.date | None
    valid_to: datetime.date | None
    as_of: Annotated[datetime.date, Field(description="The day that status and runs are seen from.")]
    reason: Annotated[str | None, Field(description="Words of the course that fit what was searched for.")]
    details: Annotated[dict[str, str], Field(description="What the source says besides, by field.")]
    links: Annotated[list[Link], Field(description="Competences it gives: stated, confirmed by people, or suggested.")]
    also_at: Annotated[list[AlsoAt], Field(description="The same course at other providers, or listed again.")]


class Courses(BaseModel):
    """The courses found, the best first, and the filters that were understood."""

    courses: list[Course]
    filters: dict[str, Any]
    total: int
    next: str | None


class Profile(BaseModel):
    """A role described by tasks and competences, within a profile set and version; in force on a day or not."""

    profile_id: str
    profile_set: str
    version: str
    title: str
    source_id: str
    description: str | None
    tasks: list[str]
    competences: list[Competence]
    builds_on: list[str]
    aliases: list[str]
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    date: datetime.date | None
    url: str | None
    fictional: bool
    derived_from: Annotated[str | None, Field(description="Id of the published profile that it is made from.")]
    basis: Annotated[bool, Field(description="Holds what all have in common.")]
    details: Annotated[dict[str, str], Field(description="What the source says besides, by field.")]
    standing: Standing


class Profiles(BaseModel):
    """The profiles, ordered by set, version and id."""

    profiles: list[Profile]
    total: int
    next: str | None


class Source(BaseModel):
    """Where knowledge comes from; null always means that it is not known."""

    source_id: str
    kind: SourceKind
    title: str
    publisher: str | None
    date: datetime.date | None
    url: str | None
    path: str | None
    learner: Learner | None
    visibility: Visibility
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    retrieved: datetime.date | None
    fictional: bool
    unread_since: Annotated[
        datetime.date | None,
        Field(description="From this day on its newest version cannot be read; this is the last that could."),
    ]
    text_id: str
    passages: int


class Sources(BaseModel):
    """The sources, ordered by id."""

    sources: list[Source]
    total: int
    next: str | None


class SourceText(BaseModel):
    """A source's whole text; citations count its Unicode code points."""

    text_id: str
    text: str

"""Gaps and plans over HTTP and MCP: what a team is asked with, and what it is told."""

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.channels.http.shapes.answers import Text
from assistant.channels.http.shapes.days import Day
from assistant.channels.http.shapes.filters import Amount
from assistant.channels.http.shapes.knowledge import Price
from ingest.teams.rows import LONGEST_NAME
from knowledge.gaps.types import Goal, Limits
from knowledge.types import CourseStatus

MOST_PLACES = 50

Level = Annotated[int, Field(ge=0, le=5)]
Name = Annotated[Text, Field(max_length=LONGEST_NAME)]
Places = Annotated[list[Name], Field(max_length=MOST_PLACES)]


class TeamMember(BaseModel):
    """A row of a team: a person and a competence, or a person and a profile."""

    model_config = ConfigDict(extra="forbid")

    person: Annotated[Name, Field(min_length=1, examples=["AB"])]
    profile: Name | None = None
    competence: Name | None = None
    level: Level | None = None
    wanted: Level | None = None
    in_use: bool | None = None


class PlanWish(BaseModel):
    """What a plan must keep, and what it is best at."""

    model_config = ConfigDict(extra="forbid")

    goal: Goal = Goal.CHEAPEST
    budget: Amount | None = None
    max_days: Amount | None = None
    start_from: Annotated[Day | None, Field(alias="from")] = None
    start_to: Annotated[Day | None, Field(alias="to")] = None
    places: Places = []
    forms: Places = []
    undated: bool = True
    as_of: Day | None = None

    def limits(self) -> Limits:
        """The same as plans are made with."""
        return Limits(
            self.goal, self.budget, self.max_days, self.start_from, self.start_to, tuple(self.places),
            tuple(self.forms), self.undated,
        )  # fmt: skip


class GapAsked(PlanWish):
    """A team, as rows, as the text of a CSV file, or as a file in base64; exactly one of them. Never stored."""

    # How long they may be is said by the size of a body, and by the team's own rules.
    team: list[TeamMember] | None = None
    csv: Text | None = None
    file: Annotated[str | None, Field(description="The bytes of a CSV or XLSX file, base64.")] = None
    name: Annotated[Name | None, Field(description="The name of the file.")] = None
    format: Literal["json", "xlsx", "pdf"] = "json"


class GapReason(BaseModel):
    """Who asks for a competence."""

    asked_by: Literal["profile", "person"]
    level: int | None
    profile_id: str | None
    profile_title: str | None


class GapFound(BaseModel):
    """A competence that is asked for and not there as asked; `has` null where the file states no level."""

    person: str
    competence: str
    label: str
    has: int | None
    wanted: int | None
    reasons: list[GapReason]
    asked_by: str


class ProfileOfPerson(BaseModel):
    """A profile that a person is a mix of."""

    profile_id: str
    title: str | None


class Person(BaseModel):
    """A member of the team."""

    person: str
    profiles: list[ProfileOfPerson]


class Strength(BaseModel):
    """A competence that a person has."""

    person: str
    competence: str
    label: str
    level: int | None
    text: str


class TeamCompetence(BaseModel):
    """How the team stands with a competence."""

    competence: str
    label: str
    asked: int
    having: int
    lacking: int
    holders: int
    courses: int


class Hiring(BaseModel):
    """A competence to look for in the next colleague."""

    competence: str
    label: str
    lacking: int
    asked: int
    why: Literal["no_course", "many_lack"]
    text: str


class Quotation(BaseModel):
    """Verbatim words of a source: `text[start:end] == quote` in the text `text_id`."""

    source_id: str
    title: str
    text_id: str
    start: int
    end: int
    quote: str
    publisher: str | None
    date: datetime.date | None
    url: str | None


class FilledGap(BaseModel):
    """A gap that a course fills, why, and the words that show it."""

    competence: str
    label: str
    has: int | None
    wanted: int | None
    level: Annotated[int | None, Field(description="What the course says it gives.")]
    reason: str
    quotation: Quotation | None


class FundingOfCourse(BaseModel):
    """What the kompetencefond may pay, under which rule of which date."""

    rule: str
    share: float
    amount: float
    ceiling: float | None
    valid_from: datetime.date
    source_url: str
    source_date: datetime.date
    reservations: list[str]


class PlannedCourse(BaseModel):
    """A course for a person; null always means that the source does not say."""

    person: str
    course_id: str
    title: str
    provider: str | None
    start: datetime.date | None
    end: datetime.date | None
    place: str | None
    deadline: datetime.date | None
    seats: int | None
    form: str | None
    level: str | None
    days: float | None
    price: Price | None
    price_after: float | None
    funding: FundingOfCourse | None
    not_funded: str | None
    funding_text: str
    fills: list[FilledGap]
    opens: list[str]
    opens_text: list[str]
    transfer: dict[str, str | None]
    status: CourseStatus
    fictional: bool
    url: str | None
    source_id: str


class UnfilledGap(BaseModel):
    """A gap that the plan leaves, and what stands in the way."""

    person: str
    competence: str
    label: str
    has: int | None
    wanted: int | None
    why: str
    text: str


class Totals(BaseModel):
    """Sums over what is known; what is not is counted beside them."""

    courses: int
    people: int
    price: float
    price_after: float
    unknown_prices: int
    days: float
    unknown_days: int
    last_day: datetime.date | None
    undated: int
    vat_included: int
    vat_excluded: int
    vat_unknown: int
    unknown_funding: int


class Plan(BaseModel):
    """Courses for people, what they fill, and what is left."""

    goal: Goal
    title: str
    without: str | None
    gaps: int
    filled: int
    proven: Annotated[bool, Field(description="No better plan exists.")]
    totals: Totals
    summary: list[str]
    courses: list[PlannedCourse]
    unfilled: list[UnfilledGap]


class GapNotice(BaseModel):
    """Something worth knowing."""

    code: str
    line: int | None
    column: str | None
    text: str


class GapReport(BaseModel):
    """What a team lacks and has, the best plan and two others."""

    as_of: datetime.date
    limits: dict[str, Any]
    people: list[Person]
    gaps: list[GapFound]
    unused: list[Strength]
    vulnerable: list[Strength]
    competences: list[TeamCompetence]
    hiring: list[Hiring]
    plan: Plan
    alternatives: list[Plan]
    notices: list[GapNotice]

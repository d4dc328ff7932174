"""What the courses cover of what the profiles ask for, over HTTP."""

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from assistant.channels.http.shapes.days import Day
from assistant.channels.http.shapes.filters import Words
from knowledge.coverage import Supply
from knowledge.regions import Region, read_region
from knowledge.types import Learner

MOST_SETS = 20


def _region(given: object) -> Region:
    region = read_region(given) if isinstance(given, str) else None
    if region is None:
        raise PydanticCustomError("enum", "not a region", {"expected": ", ".join(Region)})
    return region


Place = Annotated[Region, BeforeValidator(_region), WithJsonSchema({"type": "string", "enum": list(Region)})]


class CoverageAsked(BaseModel):
    """The query parameters; one that is not known is refused, so that none is silently ignored."""

    model_config = ConfigDict(extra="forbid")

    learner: Learner | None = None
    level: Words | None = None
    region: Annotated[Place | None, Field(description="A region, or a town in it.")] = None
    profile_set: Annotated[list[Words], Field(max_length=MOST_SETS)] = []
    as_of: Day | None = None


class CoverageFileAsked(CoverageAsked):
    """The same, and as which kind of file."""

    format: Literal["png", "svg", "csv", "xlsx"] = "svg"


class CoveredProfile(BaseModel):
    """A profile that holds on the day, and how many competences it asks for."""

    profile_id: str
    title: str
    profile_set: str
    version: str
    competences: int
    fictional: bool


class CoveredCompetence(BaseModel):
    """A competence that profiles ask for, and the courses that give it."""

    key: str
    label: str
    supply: Supply
    profiles: list[str]
    courses: Annotated[list[str], Field(description="Courses that can be taken.")]
    expired: Annotated[list[str], Field(description="Courses that have run out: not counted.")]
    learners: dict[str, int]
    levels: dict[str, int]
    regions: dict[str, int]


class Cell(BaseModel):
    """A profile and a competence that it asks for."""

    profile_id: str
    key: str
    level: int | None
    courses: Annotated[int, Field(description="How many reach the level; one without a stated level may.")]
    too_low: int
    expired: int


class Rule(BaseModel):
    """Oversupplied: at least `least` courses, and more than `times` the median of what is taught at all."""

    least: int
    times: float
    median: float


class Unasked(BaseModel):
    """A competence that courses give and no profile asks for."""

    key: str
    label: str
    courses: list[str]


class CoverageMatrix(BaseModel):
    """Profiles, competences, and how many courses there are for each."""

    generation: int
    as_of: datetime.date
    filters: dict[str, Any]
    profiles: list[CoveredProfile]
    competences: list[CoveredCompetence]
    cells: list[Cell]
    uncovered: list[str]
    oversupplied: list[str]
    rule: Rule
    shades: Annotated[list[int], Field(description="The counts at which the next darker shade begins.")]
    unasked: list[Unasked]
    courses: int
    expired: int

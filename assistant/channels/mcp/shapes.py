"""What tools take and give where that is not what the HTTP service takes and gives.

The words that describe the arguments stand in `prompts/wording/mcp.toml`.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.channels.http.shapes.answers import Text
from assistant.channels.http.shapes.changes import Comparison, Generation
from assistant.channels.http.shapes.days import Day
from assistant.channels.http.shapes.filters import CourseWish
from assistant.channels.http.shapes.knowledge import Course
from assistant.core.assistant import LONGEST_QUESTION

# A model reads them all; more would crowd out what it was asked.
MOST_COURSES = 50
MOST_CHANGES = 200


class CoursesWanted(CourseWish):
    """A search for courses, and how many of them are to be read."""

    limit: Annotated[int, Field(ge=1, le=MOST_COURSES)] = 10
    as_of: Day | None = None


class ProfileWanted(BaseModel):
    """A profile by its id, title or one of its other names."""

    model_config = ConfigDict(extra="forbid")

    profile: Annotated[Text, Field(min_length=1, max_length=LONGEST_QUESTION)]
    as_of: Day | None = None


class CoursesFound(BaseModel):
    """The courses found, the best first, how many there are in all, and the filters that were understood."""

    courses: list[Course]
    filters: dict[str, Any]
    total: int


class ChangesWanted(BaseModel):
    """Two generations, and how many of the changes between them are to be read."""

    model_config = ConfigDict(extra="forbid")

    from_generation: Generation | None = None
    to_generation: Generation | None = None
    most: Annotated[int, Field(ge=1, le=MOST_CHANGES)] = 50


class ChangesFound(Comparison):
    """The changes that matter most, and how many there are in all."""

    total: int

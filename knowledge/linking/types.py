"""The vocabulary of links between courses and competences, and of people's judgements of them.

Offsets count Unicode code points in the course's own text; `text[start:end] == quote`.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum


class LinkStatus(StrEnum):
    """Who says that a course gives a competence."""

    STATED = "stated"
    """The course's source does."""
    CONFIRMED = "confirmed"
    """A person who looked at the course does."""
    SUGGESTED = "suggested"
    """The words of the course's text do, as far as a program can tell."""
    REJECTED = "rejected"
    """A person says that it does not."""


class LinkVerdict(StrEnum):
    """What a person says of a link."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class CourseLink:
    """A course and a competence that it gives, with the words of the course that show it."""

    course_id: str
    competence_key: str
    text_id: str
    start: int
    end: int
    quote: str
    confidence: float
    """The share of such links that were right in the tuning half of the hand-made set, 0 to 1; 1 for what is stated."""
    status: LinkStatus


@dataclass(frozen=True, slots=True)
class LinkJudgement:
    """What was said of one link; known by course and competence alone, so that it outlives a change of the text."""

    course_id: str
    competence_key: str
    verdict: LinkVerdict
    by: str = ""
    """Who said so: the name of a key, or of the account on the machine."""
    when: datetime.datetime | None = None

"""The vocabulary of changes between two generations."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from knowledge.types import CourseRun, CourseStatus, Learner, Price, Snapshot, SourceKind
from knowledge.worddiff import Piece


class ChangeCode(StrEnum):
    """What has changed, in the order in which people want to know.

    First what can upset a plan that was made, then what new plans can use, then what is asked of people, last the
    sources behind it all.
    """

    COURSE_CLOSED = "course_closed"
    COURSE_EXPIRED = "course_expired"
    RUN_CANCELLED = "run_cancelled"
    COURSE_MOVED = "course_moved"
    COURSE_DEARER = "course_dearer"
    COURSE_CHEAPER = "course_cheaper"
    COURSE_PRICE = "course_price"
    COURSE_PROVIDER = "course_provider"
    COURSE_NEW = "course_new"
    RUN_NEW = "run_new"
    PROFILE_WITHDRAWN = "profile_withdrawn"
    PROFILE_EXPIRED = "profile_expired"
    PROFILE_NEW = "profile_new"
    PROFILE_VALIDITY = "profile_validity"
    COMPETENCE_DROPPED = "competence_dropped"
    COMPETENCE_ADDED = "competence_added"
    COMPETENCE_REWORDED = "competence_reworded"
    COMPETENCE_LEVEL = "competence_level"
    TASK_DROPPED = "task_dropped"
    TASK_ADDED = "task_added"
    PROFILE_REWORDED = "profile_reworded"
    SOURCE_WITHDRAWN = "source_withdrawn"
    SOURCE_NEW = "source_new"
    SOURCE_CHANGED = "source_changed"


@dataclass(frozen=True, slots=True)
class Validity:
    """The version of a profile, and the days between which it holds."""

    version: str
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


Value = str | int | Price | CourseRun | Validity | None


@dataclass(frozen=True, slots=True)
class KnowledgeChange:
    """One thing that changed about a course, a profile or a report."""

    code: ChangeCode
    kind: SourceKind
    subject_id: str
    """The id of the course, the profile or the report."""
    title: str
    """As it is now, or was when it was last there."""
    source_id: str
    of: str | None = None
    """The provider of a course, the set and version of a profile, the publisher of a report."""
    item: str | None = None
    """The competence or task that it is about."""
    part: str | None = None
    """What of it: `label`, `description`, `title`; `provides`, `requires`; of a run `date`, `place`, `deadline`."""
    before: Value = None
    after: Value = None
    words: tuple[Piece, ...] = ()
    """What was taken out and put in, where words changed."""
    status: CourseStatus | None = None
    """Whether the course can still be taken, on the day of the later generation."""
    learner: Learner | None = None
    """Who the course is for."""
    date: datetime.date | None = None
    """The date of the source that says so."""
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """A generation and the day on which it was published."""

    snapshot: Snapshot
    day: datetime.date


@dataclass(frozen=True, slots=True)
class Published:
    """Which generation, and when it was published (UTC)."""

    generation: int
    published_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """All that changed between two generations."""

    before: Published | None
    """None where there is only one generation to be seen."""
    after: Published
    changes: tuple[KnowledgeChange, ...]
    kept: tuple[Published, ...]
    """The generations that can be compared, oldest first."""

"""The vocabulary of gaps and plans: a team, what it lacks and has, and the courses that fill it.

Levels run from 0 (none) to 5. `None` means "not stated", never 0. Nothing here is stored: it lives as long as a call.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.types import Course, CourseRun, CourseStatus


class Goal(StrEnum):
    """What a plan is best at, once it fills as many gaps as can be filled."""

    CHEAPEST = "cheapest"
    SOONEST = "soonest"
    FEWEST = "fewest"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One row of a team file, in the file's own words, checked for form."""

    person: str
    profiles: tuple[str, ...] = ()
    competence: str | None = None
    level: int | None = None
    wanted: int | None = None
    in_use: bool | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class TeamNotice:
    """Something worth knowing about a team or a plan that did not stop it."""

    code: str
    line: int | None = None
    column: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Team:
    """The rows of a team file, with what was noticed on the way."""

    rows: tuple[TeamRow, ...]
    notices: tuple[TeamNotice, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """What a person has of a competence: the level (None: not stated), and whether it is in use."""

    level: int | None
    wanted: int | None = None
    in_use: bool | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the team, with names resolved to what the knowledge base has."""

    name: str
    profiles: tuple[str, ...]
    """Ids of the profiles the person is a mix of."""
    holdings: Mapping[str, Holding]
    """Competence key -> what the person has of it."""


class AskedBy(StrEnum):
    """Who asks for a competence."""

    PROFILE = "profile"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a competence is asked for: by a profile (its id and title), or by the person; the level where stated."""

    asked_by: AskedBy
    level: int | None
    profile_id: str | None = None
    profile_title: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A competence that is asked for and not there, or not at the level asked for."""

    person: str
    competence: str
    label: str
    has: int | None
    """0: none. None: the file names the competence and no level."""
    wanted: int | None
    """The highest level asked for; None when nobody states one."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """A competence that a person has and does not use at work, or that only this person has."""

    person: str
    competence: str
    label: str
    level: int | None


@dataclass(frozen=True, slots=True)
class TeamCompetence:
    """How a team stands with a competence that its profiles or people ask for, or that somebody has."""

    competence: str
    label: str
    asked: int
    """How many are asked for it."""
    having: int
    """How many of those have it as asked."""
    lacking: int
    holders: int
    """How many have it at all, asked or not."""
    courses: int = 0
    """How many courses that can still be taken provide it."""


@dataclass(frozen=True, slots=True)
class Hiring:
    """A competence to look for in the next colleague; `why`: `no_course` or `many_lack`."""

    competence: str
    label: str
    lacking: int
    asked: int
    why: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a team lacks and has."""

    people: tuple[Person, ...]
    gaps: tuple[Gap, ...]
    unused: tuple[Strength, ...]
    vulnerable: tuple[Strength, ...]
    """Asked for by the team's profiles, and only one person has it."""
    competences: tuple[TeamCompetence, ...]
    hiring: tuple[Hiring, ...]
    notices: tuple[TeamNotice, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan must keep; None asks for nothing."""

    goal: Goal = Goal.CHEAPEST
    budget: float | None = None
    """Kroner for all courses together, before funding: whether the fund pays is not known beforehand."""
    max_days: float | None = None
    """Most days away for each person."""
    start_from: datetime.date | None = None
    start_to: datetime.date | None = None
    """First and last day of the plan: a course starts and ends between them."""
    places: tuple[str, ...] = ()
    """Towns that people can go to; online courses can be taken from anywhere."""
    forms: tuple[str, ...] = ()
    undated: bool = True
    """Whether courses without dates may be part of the plan."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A run of a course as the plan sees it: what it costs, how long one is away, and when."""

    course: Course
    run: CourseRun | None
    """None where the course names no run."""
    status: CourseStatus
    price: float | None
    """In kroner, as the provider states it; None when it is not stated, or stated in another currency."""
    days: float | None
    start: datetime.date | None
    end: datetime.date | None


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words of a source that show what is said: `text[start:end] == quote` in the text `text_id`."""

    source_id: str
    title: str
    text_id: str
    start: int
    end: int
    quote: str
    publisher: str | None = None
    date: datetime.date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A gap that a planned course fills; `level` is what the course says it gives, None when it does not say."""

    gap: Gap
    level: int | None
    quotation: Quotation | None


@dataclass(frozen=True, slots=True)
class Funding:
    """What the kompetencefond may pay of a course for one person, and under which rule."""

    rule: str
    share: float
    """0-1 of the price, before the ceiling."""
    amount: float
    ceiling: float | None
    valid_from: datetime.date
    source_url: str
    source_date: datetime.date
    reservations: tuple[str, ...]
    """Codes for the words: `apply_before_start`, `covered_by_agreement`, ..."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A course for a person."""

    person: str
    offer: Offer
    fills: tuple[Filled, ...]
    opens: tuple[str, ...] = ()
    """Titles of later courses of the plan that this one is the entry to."""
    funding: Funding | None = None
    not_funded: str | None = None
    """Why the fund pays nothing: `not_formal`, `level_unknown`, `price_unknown`, `ceiling_used`, `free`, `no_rule`."""
    price_after: float | None = None
    """What the workplace pays when the fund does; None when the price is not known."""


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A gap that the plan leaves; `why`: `no_course`, `level_too_low`, or the limit in the way."""

    gap: Gap
    why: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a plan comes to. Sums are over what is known; what is not is counted beside them."""

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
    unknown_funding: int = 0
    """Courses whose price is known and whose funding is not, since their level is not stated."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Courses for people, what they fill, and what is left."""

    goal: Goal
    planned: tuple[Planned, ...]
    filled: int
    totals: Totals
    unfilled: tuple[Unfilled, ...] = ()
    proven: bool = True
    """No better plan exists; False where the time ran out before that was shown."""
    without: str | None = None
    """Title of a course that this alternative does without."""


@dataclass(frozen=True, slots=True)
class GapReport:
    """All that a team file leads to."""

    analysis: Analysis
    limits: Limits
    as_of: datetime.date
    plan: Plan
    alternatives: tuple[Plan, ...] = ()
    notices: tuple[TeamNotice, ...] = ()

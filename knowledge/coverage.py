"""What the courses cover of what the profiles ask for: who teaches what, what nobody teaches, what many teach."""

import datetime
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.competences import Competences, Known
from knowledge.course_filter import CourseFilter, passes
from knowledge.courses import course_status
from knowledge.linking.types import CourseLink
from knowledge.regions import Region, regions_of
from knowledge.runs import is_over
from knowledge.types import Course, CourseStatus, Learner, Profile, Snapshot

# The rule for too much: at least five courses, or a choice of two would count as plenty in a small catalogue, and more
# than twice the median of what is taught at all, or all of a large catalogue would.
OVERSUPPLY_LEAST = 5
OVERSUPPLY_TIMES = 2.0


class Supply(StrEnum):
    """How much of a competence is taught."""

    UNCOVERED = "uncovered"
    COVERED = "covered"
    OVERSUPPLIED = "oversupplied"


@dataclass(frozen=True, slots=True)
class CoverageWish:
    """Which courses and profiles are looked at; None asks for nothing.

    Without `learner` courses for staff and managers are counted, never those for citizens.
    """

    learner: Learner | None = None
    level: str | None = None
    region: Region | None = None
    """Courses held there, and those that are held in the whole country."""
    profile_sets: tuple[str, ...] = ()
    """Sets by name (`fagprofiler`), or by name and version (`fagprofiler 2018`); empty for all."""


@dataclass(frozen=True, slots=True)
class CoveredCompetence:
    """A competence that profiles ask for, and the courses that give it."""

    key: str
    label: str
    supply: Supply
    profiles: tuple[str, ...]
    """Ids of the profiles that ask for it."""
    courses: tuple[str, ...]
    """Ids of the courses that give it and can be taken."""
    expired: tuple[str, ...]
    """Ids of those that gave it and have run out: not counted."""
    learners: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    regions: Mapping[str, int] = field(default_factory=dict)
    """How many of the courses by learner, level and region; `unknown` where the source does not say."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A profile and a competence that it asks for."""

    profile_id: str
    key: str
    level: int | None
    """What the profile asks for, 0-5."""
    courses: int
    """How many courses reach it; one without a stated level may."""
    too_low: int
    """How many give the competence at a lower level."""
    expired: int


@dataclass(frozen=True, slots=True)
class Unasked:
    """A competence that courses give and no profile asks for."""

    key: str
    label: str
    courses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Profiles × competences × courses, as seen on a day."""

    generation: int
    as_of: datetime.date
    wish: CoverageWish
    profiles: tuple[Profile, ...]
    competences: tuple[CoveredCompetence, ...]
    """Ordered by label."""
    cells: tuple[Cell, ...]
    unasked: tuple[Unasked, ...]
    courses: int
    """How many courses were counted."""
    expired: int
    """How many would have been, had they not run out."""
    median: float
    """Of the courses of a competence that is taught at all; 0 where none is."""

    def of(self, supply: Supply) -> tuple[CoveredCompetence, ...]:
        """The competences that are taught so much."""
        return tuple(one for one in self.competences if one.supply is supply)


def coverage(snapshot: Snapshot, links: Iterable[CourseLink], wish: CoverageWish, today: datetime.date) -> Coverage:
    """Count the courses that give each competence which a profile asks for; `links` say who gives what.

    Profiles that do not hold on `today` are left out; courses that have run out are listed and not counted.
    """
    register = Competences.of(snapshot)
    profiles = tuple(profile for profile in snapshot.profiles() if _holds(profile, today) and _wanted(profile, wish))
    looked_at = [_seen(course, today) for course in snapshot.courses() if _fits(course, wish)]
    seen = {one.course.course_id: one for one in looked_at if wish.region is None or one.is_held_in(wish.region)}
    given = _given(links, register, seen)
    asked = _asked(profiles, register)
    counts = [sum(one.is_open for one in given.get(known.key, ())) for known in asked]
    median = statistics.median([count for count in counts if count] or [0])
    return Coverage(
        snapshot.number,
        today,
        wish,
        profiles,
        tuple(_covered(known, asked[known], given.get(known.key, ()), median) for known in asked),
        tuple(_cell(profile_id, level, known, given) for known in asked for profile_id, level in asked[known].items()),
        _unasked(register, given, asked),
        sum(one.is_open for one in seen.values()),
        sum(not one.is_open for one in seen.values()),
        median,
    )


def is_oversupplied(courses: int, median: float) -> bool:
    """Apply the rule: at least `OVERSUPPLY_LEAST`, and more than `OVERSUPPLY_TIMES` the median."""
    return courses >= OVERSUPPLY_LEAST and courses > OVERSUPPLY_TIMES * median


@dataclass(frozen=True, slots=True)
class _Seen:
    """A course as it stands on the day."""

    course: Course
    is_open: bool
    regions: frozenset[Region]
    levels: Mapping[str, int | None]
    """Level by label or id of what it provides."""

    def is_held_in(self, region: Region) -> bool:
        return bool(self.regions & {region, Region.NATIONWIDE})

    def level_of(self, known: Known) -> int | None:
        names = (*known.ids, known.label, *known.alt_labels)
        return next((self.levels[name] for name in names if self.levels.get(name) is not None), None)


def _seen(course: Course, today: datetime.date) -> _Seen:
    is_open = course_status(course, today) is not CourseStatus.EXPIRED
    coming = tuple(run for run in course.runs if not is_over(run, today))
    levels = {name: one.level for one in course.provides for name in (one.competence_id or one.label, one.label)}
    return _Seen(course, is_open, regions_of(course, coming if is_open else course.runs), levels)


def _fits(course: Course, wish: CoverageWish) -> bool:
    return passes(course, CourseFilter(learner=wish.learner, level=wish.level), (), None)


def _holds(profile: Profile, today: datetime.date) -> bool:
    begun = profile.valid_from is None or profile.valid_from <= today
    return begun and (profile.valid_to is None or profile.valid_to >= today)


def _wanted(profile: Profile, wish: CoverageWish) -> bool:
    names = {profile.profile_set.casefold(), f"{profile.profile_set} {profile.version}".casefold()}
    return not wish.profile_sets or any(one.casefold() in names for one in wish.profile_sets)


def _given(
    links: Iterable[CourseLink], register: Competences, seen: Mapping[str, _Seen]
) -> dict[str, tuple[_Seen, ...]]:
    """The courses by the key of what they give, each once."""
    given: dict[str, dict[str, _Seen]] = {}
    for link in links:
        known = register.get(link.competence_key)
        if known is not None and link.course_id in seen:
            given.setdefault(known.key, {})[link.course_id] = seen[link.course_id]
    return {key: tuple(courses.values()) for key, courses in given.items()}


def _asked(profiles: Sequence[Profile], register: Competences) -> dict[Known, dict[str, int | None]]:
    """What the profiles ask for, ordered by label, with the profiles and their levels."""
    chosen = {profile.profile_id for profile in profiles}
    found = {
        known: {one.profile_id: one.level for one in known.asked_by if one.profile_id in chosen} for known in register
    }
    return {known: asking for known, asking in found.items() if asking}


def _covered(
    known: Known, asking: Mapping[str, int | None], courses: Sequence[_Seen], median: float
) -> CoveredCompetence:
    taught = [one for one in courses if one.is_open]
    oversupplied = Supply.OVERSUPPLIED if is_oversupplied(len(taught), median) else Supply.COVERED
    return CoveredCompetence(
        known.key,
        known.label,
        oversupplied if taught else Supply.UNCOVERED,
        tuple(asking),
        tuple(one.course.course_id for one in taught),
        tuple(one.course.course_id for one in courses if not one.is_open),
        _counted(one.course.learner.value if one.course.learner else None for one in taught),
        _counted(one.course.level for one in taught),
        _counted(region.value for one in taught for region in sorted(one.regions)),
    )


def _counted(values: Iterable[str | None]) -> Mapping[str, int]:
    return dict(sorted(Counter(value or "unknown" for value in values).items()))


def _cell(profile_id: str, level: int | None, known: Known, given: Mapping[str, Sequence[_Seen]]) -> Cell:
    courses = given.get(known.key, ())
    taught = [one.level_of(known) for one in courses if one.is_open]
    low = sum(level is not None and reached is not None and reached < level for reached in taught)
    return Cell(profile_id, known.key, level, len(taught) - low, low, len(courses) - len(taught))


def _unasked(
    register: Competences, given: Mapping[str, Sequence[_Seen]], asked: Mapping[Known, object]
) -> tuple[Unasked, ...]:
    found = (
        Unasked(known.key, known.label, tuple(one.course.course_id for one in given.get(known.key, ()) if one.is_open))
        for known in register
        if known not in asked
    )
    return tuple(one for one in found if one.courses)

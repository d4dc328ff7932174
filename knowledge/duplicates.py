"""Courses that are the same thing at several providers, or listed twice: found, explained, and never made one.

Two courses are the same when their titles are, nothing that both state speaks against it (who it is for, level, ECTS,
competences), and something besides the title speaks for it.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from knowledge.competences import competence_key
from knowledge.danish import content_stems
from knowledge.types import Course

# Share of the words of two titles that both have: "Den jobrettede samtale" and "Jobrettet samtale (fiktiv)" have all;
# "Jobrettet samtale 1" and "Jobrettet samtale 2" two of four.
_SAME_TITLE = 0.8
# Share of the competences: providers name some more or fewer, but half of another course's are another course.
_SAME_COMPETENCES = 0.5
# Share of the words of two descriptions: below it they only speak of the same field.
_SAME_DESCRIPTION = 0.6
# What speaks for it where neither competences nor descriptions can be compared: two facts beside the title.
_FEWEST_FACTS = 2
# Generations, and views of them, that are asked of at a time.
_KEPT = 4

_MADE_UP = frozenset(content_stems("fiktiv fiktivt fiktive demo"))


class Agreed(StrEnum):
    """A field that two courses have alike."""

    TITLE = "title"
    COMPETENCES = "competences"
    DESCRIPTION = "description"
    LEVEL = "level"
    ECTS = "ects"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class AlsoAt:
    """Another listing of the same course, and what it is known by."""

    course: Course
    agreed: tuple[Agreed, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A course as it is compared."""

    course: Course
    title: frozenset[str]
    competences: frozenset[str]
    description: frozenset[str]


def agreed_on(one: Course, other: Course) -> tuple[Agreed, ...]:
    """List what two courses have alike, if they are the same; nothing if they are not."""
    return _agreed(_read(one), _read(other))


@lru_cache(maxsize=_KEPT)
def same_courses(courses: tuple[Course, ...]) -> Mapping[str, tuple[AlsoAt, ...]]:
    """Course id -> the other listings of the same course, ordered by provider and id; without those that have none.

    Every listing of a group is the same as every other, so that one in between does not join two that differ.
    """
    read = [_read(course) for course in courses]
    common = Counter(stem for one in read for stem in one.title)
    groups: list[list[_Read]] = []
    by_stem: defaultdict[str, list[int]] = defaultdict(list)
    for one in read:
        near = sorted({place for stem in _telling(one.title, common) for place in by_stem.get(stem, ())})
        fitting = next((place for place in near if all(_agreed(one, other) for other in groups[place])), None)
        if fitting is None:
            groups.append([one])
            for stem in one.title:
                by_stem[stem].append(len(groups) - 1)
        else:
            groups[fitting].append(one)
    return {one.course.course_id: _others(one, group) for group in groups if len(group) > 1 for one in group}


def folded(courses: Sequence[Course], same: Mapping[str, tuple[AlsoAt, ...]]) -> tuple[str, ...]:
    """Give the ids of a list of courses with only the first listing of each."""
    shown: list[str] = []
    told: set[str] = set()
    for course in courses:
        if course.course_id not in told:
            shown.append(course.course_id)
        told |= {also.course.course_id for also in same.get(course.course_id, ())}
    return tuple(shown)


def _telling(title: frozenset[str], common: Mapping[str, int]) -> Sequence[str]:
    """Give the rarest words of a title, so many that every title that is the same has one of them."""
    shared = math.ceil(_SAME_TITLE * len(title))
    return sorted(title, key=lambda stem: (common[stem], stem))[: len(title) - shared + 1]


def _others(one: _Read, group: Iterable[_Read]) -> tuple[AlsoAt, ...]:
    found = [AlsoAt(other.course, _agreed(one, other)) for other in group if other is not one]
    return tuple(sorted(found, key=lambda also: (also.course.provider or "", also.course.course_id)))


def _read(course: Course) -> _Read:
    known_by = frozenset(content_stems(course.provider or "")) | _MADE_UP
    title = frozenset(content_stems(course.title))
    return _Read(
        course,
        title - known_by or title,
        frozenset(competence_key(None, one.label) for one in course.provides),
        frozenset(content_stems(course.description or "")),
    )


def _agreed(one: _Read, other: _Read) -> tuple[Agreed, ...]:
    if _share(one.title, other.title) < _SAME_TITLE or _contradict(one, other):
        return ()
    facts = [name for name in (Agreed.LEVEL, Agreed.ECTS, Agreed.DURATION) if _both_say(one.course, other.course, name)]
    content = []
    if _share(one.competences, other.competences) >= _SAME_COMPETENCES:
        content.append(Agreed.COMPETENCES)
    if _share(one.description, other.description) >= _SAME_DESCRIPTION:
        content.append(Agreed.DESCRIPTION)
    if not content and (_can_compare(one, other) or len(facts) < _FEWEST_FACTS):
        return ()
    return (Agreed.TITLE, *content, *facts)


def _contradict(one: _Read, other: _Read) -> bool:
    """Tell whether something that both state is different."""
    pairs = [(getattr(one.course, name), getattr(other.course, name)) for name in ("learner", "level", "ects")]
    stated = any(mine is not None and theirs is not None and mine != theirs for mine, theirs in pairs)
    return stated or (
        bool(one.competences and other.competences) and _share(one.competences, other.competences) < _SAME_COMPETENCES
    )


def _can_compare(one: _Read, other: _Read) -> bool:
    return bool(one.competences and other.competences) or bool(one.description and other.description)


def _both_say(one: Course, other: Course, name: str) -> bool:
    said = getattr(one, name)
    return said is not None and said == getattr(other, name)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0

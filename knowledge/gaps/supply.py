"""What courses give and require, competence by competence, with the words that show it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.competences import Competences
from knowledge.gaps.types import Quotation
from knowledge.linking.types import CourseLink, LinkStatus
from knowledge.types import Course, CourseCompetence, Snapshot

# A line that says what a course gives is shown whole; a longer paragraph is cut to the words that were found.
LONGEST_QUOTE = 300

Quoting = Callable[[CourseLink], Quotation | None]
"""Gives the words of a link in their place."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a course gives of a competence: up to which level where it says so, and where that stands."""

    level: int | None = None
    link: CourseLink | None = None


@dataclass(frozen=True, slots=True)
class Supply:
    """Course id -> competence key -> what is given, or the level that is required (None: not stated)."""

    gives: Mapping[str, Mapping[str, Given]]
    requires: Mapping[str, Mapping[str, int | None]]

    def count(self, courses: Iterable[Course]) -> Mapping[str, int]:
        """Tell how many of these courses give each competence."""
        counts: dict[str, int] = {}
        for course in courses:
            for key in self.gives.get(course.course_id, ()):
                counts[key] = counts.get(key, 0) + 1
        return counts


def supply_of(courses: Sequence[Course], links: Sequence[CourseLink], competences: Competences) -> Supply:
    """Gather what courses give, stated or linked, and what they require."""
    by_course: dict[str, dict[str, CourseLink]] = {}
    for link in links:
        if link.status is not LinkStatus.REJECTED:
            known = competences.get(link.competence_key) or competences.find(link.competence_key)
            by_course.setdefault(link.course_id, {}).setdefault(known.key if known else link.competence_key, link)
    gives = {}
    for course in courses:
        linked = by_course.get(course.course_id, {})
        stated = _levels(course.provides, competences)
        gives[course.course_id] = {key: Given(stated.get(key), linked.get(key)) for key in {**stated, **linked}}
    requires = {course.course_id: _levels(course.requires, competences) for course in courses}
    return Supply(gives, requires)


def quoting(snapshot: Snapshot, courses: Sequence[Course]) -> Quoting:
    """Make the function that shows a link in its source: the whole line, or the words alone where it is long."""
    sources = {course.course_id: snapshot.source(course.source_id) for course in courses}

    def quote(link: CourseLink) -> Quotation | None:
        source = sources.get(link.course_id)
        if source is None:
            return None
        text = snapshot.text(link.text_id)
        start, end = text.rfind("\n", 0, link.start) + 1, text.find("\n", link.end)
        end = len(text) if end < 0 else end
        if end - start > LONGEST_QUOTE:
            start, end = link.start, link.end
        return Quotation(
            source.source_id, source.title, link.text_id, start, end, text[start:end], source.publisher, source.date,
            source.url,
        )  # fmt: skip

    return quote


def _levels(named: Sequence[CourseCompetence], competences: Competences) -> dict[str, int | None]:
    """Competence key -> level; of two levels of one competence the higher counts."""
    levels: dict[str, int | None] = {}
    for one in named:
        known = competences.named(one)
        if known is not None:
            before = levels.get(known.key)
            levels[known.key] = one.level if before is None else max(before, one.level or 0)
    return levels

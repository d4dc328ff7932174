"""Course search: typed filters first, then the words of the query against titles, competences and texts."""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.course_filter import CourseFilter, named_profiles, passes, price_in_kroner
from knowledge.danish import content_stems
from knowledge.givers import givers_of
from knowledge.linking.types import CourseLink
from knowledge.thesaurus import Thesaurus
from knowledge.types import Course, CourseRun, CourseStatus, Hit, Order, SearchQuery, Snapshot, SourceKind

__all__ = ["CourseFilter", "FoundCourse", "Order", "course_status", "find_courses"]

# A title that holds all of the query beats any text: the best text alone scores about 1.
TITLE_SCORE = 2.0
COMPETENCE_SCORE = 1.0
# Below this share of the best score only chance words meet.
LEAST_SHARE = 0.3
# Passages asked for a course, so that a long description cannot crowd out the others.
_PASSAGES_A_COURSE = 4
_FEWEST_PASSAGES = 100
# Parts that show a word of the query or its kin; 4-grams, vectors and boosts alone do not.
_WORD_PARTS = ("stems", "title", "thesaurus", "spelling", "compounds")

_ORDER = {CourseStatus.OPEN: 0, CourseStatus.UNDATED: 1, CourseStatus.EXPIRED: 2}


@dataclass(frozen=True, slots=True)
class FoundCourse:
    """A course that fits, whether it can be taken, and what it was found by."""

    course: Course
    status: CourseStatus
    score: float = 0.0
    """0 without a query; about 1 for the best text, more where title or competences bear the query out."""
    reason: str = ""
    """The course's own words that fit the query: its competences, or its title; empty without a query."""
    hits: tuple[Hit, ...] = ()
    """The passages of the course that the query found, best first."""


def course_status(course: Course, today: datetime.date) -> CourseStatus:
    """Say whether a course can be taken: expired when its validity or every run lies before `today`.

    A run is over for who would join when its deadline is past, else its start, else its end. A run without any date
    leaves the course undated unless another run is still to come.
    """
    if course.valid_to is not None and course.valid_to < today:
        return CourseStatus.EXPIRED
    days = [_last_day_to_join(run) for run in course.runs]
    if any(day is not None and day >= today for day in days):
        return CourseStatus.OPEN
    if days and None not in days:
        return CourseStatus.EXPIRED
    return CourseStatus.OPEN if course.valid_to is not None else CourseStatus.UNDATED


def find_courses(
    snapshot: Snapshot,
    wanted: CourseFilter,
    today: datetime.date,
    limit: int = 20,
    thesaurus: Thesaurus | None = None,
    links: Sequence[CourseLink] = (),
) -> list[FoundCourse]:
    """Find courses: whole title matches first, then open before undated before expired, then by score.

    `thesaurus`, where given, also knows providers by their old and new names. By `links` (judged ones) a course gives
    what its words show and people confirmed, and not what they rejected.
    """
    profiles = snapshot.profiles() if wanted.profile else ()
    givers = givers_of(snapshot, wanted.competence, named_profiles(wanted.profile, profiles), links)
    found = [
        FoundCourse(course, course_status(course, today))
        for course in snapshot.courses()
        if passes(course, wanted, profiles, thesaurus, givers)
    ]
    if not wanted.include_expired:
        found = [one for one in found if one.status is not CourseStatus.EXPIRED]
    if wanted.query and content_stems(wanted.query):
        found = _matching(found, wanted, snapshot)
    found.sort(
        key=lambda one: (one.score < TITLE_SCORE, _ORDER[one.status], -one.score, _first_start(one.course, today))
    )
    return list(_sorted_as_asked(found, wanted, today)[:limit])


def _sorted_as_asked(found: Sequence[FoundCourse], wanted: CourseFilter, today: datetime.date) -> Sequence[FoundCourse]:
    """Put the cheapest or the first ones first; what states no price or date comes last."""
    if wanted.sort is Order.DATE:
        return sorted(found, key=lambda one: (_ORDER[one.status], _first_start(one.course, today)))
    if wanted.sort is Order.PRICE:
        prices = {one.course.course_id: price_in_kroner(one.course, wanted.with_vat) for one in found}
        return sorted(found, key=lambda one: (_ORDER[one.status], _or_last(prices[one.course.course_id])))
    return found


def _or_last(price: float | None) -> float:
    return math.inf if price is None else price


def _last_day_to_join(run: CourseRun) -> datetime.date | None:
    return run.deadline or run.start or run.end


def _first_start(course: Course, today: datetime.date) -> tuple[datetime.date, str]:
    coming = [run.start for run in course.runs if run.start is not None and run.start >= today]
    return min(coming, default=datetime.date.max), course.course_id


def _matching(found: Sequence[FoundCourse], wanted: CourseFilter, snapshot: Snapshot) -> list[FoundCourse]:
    query = wanted.query or ""
    hits = _hits_by_source(query, wanted, snapshot, max(_FEWEST_PASSAGES, _PASSAGES_A_COURSE * len(found)))
    rarity = {stem: snapshot.rarity(stem) for stem in content_stems(query)}
    scored = [_score(one, rarity, hits.get(one.course.source_id, ())) for one in found]
    best = max((one.score for one in scored), default=0.0)
    return [one for one in scored if one.score > 0 and one.score >= LEAST_SHARE * min(best, 1.0)]


def _hits_by_source(query: str, wanted: CourseFilter, snapshot: Snapshot, limit: int) -> Mapping[str, Sequence[Hit]]:
    asked = SearchQuery(query, limit=limit, kind=SourceKind.COURSE, learner=wanted.learner)
    hits: dict[str, list[Hit]] = {}
    for hit in snapshot.search(asked).hits:
        if any(hit.parts.get(part) for part in _WORD_PARTS):
            hits.setdefault(hit.passage.source_id, []).append(hit)
    return hits


def _score(one: FoundCourse, rarity: Mapping[str, float], hits: Sequence[Hit]) -> FoundCourse:
    title = _borne_out(one.course.title, rarity)
    fitting = {given.label: _borne_out(given.label, rarity) for given in one.course.provides}
    competence = max(fitting.values(), default=0.0)
    text = max((hit.score for hit in hits), default=0.0)
    reason = ", ".join(label for label, share in fitting.items() if share) or (one.course.title if title else "")
    score = TITLE_SCORE * title + COMPETENCE_SCORE * competence + text
    return FoundCourse(one.course, one.status, score, reason, tuple(hits))


def _borne_out(text: str, rarity: Mapping[str, float]) -> float:
    """The share of the query's words, weighed by rarity, that a text holds."""
    held = set(content_stems(text))
    return sum(weight for stem, weight in rarity.items() if stem in held) / max(sum(rarity.values()), 1e-9)

"""Finds courses for a wish or beside an answer, each with the quotation that shows why it fits."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.core.composing import cite, holds, readable
from assistant.core.cues import cues
from assistant.core.evidence import stems_of
from assistant.core.matching import Term, borne_out, coverage
from assistant.core.orders import ordering
from assistant.core.sentences import Unit, split_units
from assistant.core.statements import Quotation
from assistant.core.types import Citation, Claim, CourseSuggestion, Language
from knowledge.courses import CourseFilter, FoundCourse, find_courses
from knowledge.danish import fold_words
from knowledge.types import Course, CourseStatus, Hit, Passage, Snapshot, Source, Visibility
from prompts.wording import Wording

# As many as a person compares.
MOST_COURSES = 5
# A course must bear out this much of the subject somewhere in its text.
LEAST_COVERAGE = 0.4
# A course that is not quite what was asked for (beside an answer, without a filter) must fit the subject well.
LEAST_BESIDE = 0.6
# Courses that fit much less than the best one do not help to choose.
NEAR_BEST = 0.7
# The course search gives more than are shown, since it orders by dates before fit.
MOST_LOOKED_AT = 40
# A longer line is a description that says more than the reason.
LONGEST_REASON_WORDS = 45


@dataclass(frozen=True, slots=True)
class Suggested:
    """Suggestions with the claims and citations they rest on."""

    courses: tuple[CourseSuggestion, ...] = ()
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a course must be about (`terms`, may be empty) and must satisfy."""

    filter: CourseFilter
    terms: Sequence[Term]
    most: int = MOST_COURSES
    least: float = LEAST_COVERAGE
    """How much of the subject a course must bear out, 0-1."""
    visibilities: frozenset[Visibility] = frozenset({Visibility.PUBLIC})
    lapsed: bool = False
    """Whether courses that can no longer be taken are told of where none that can be fits."""
    shown: Sequence[Term] = ()
    """What the quotation shows where there is no subject: the competence that is given."""
    first: frozenset[str] = frozenset()
    """Ids of courses that go before others."""
    without: frozenset[str] = frozenset()
    """Ids of courses that are told of already."""


def suggest(wish: Wish, snapshot: Snapshot, today: datetime.date, language: Language, first_number: int) -> Suggested:
    """Suggest the courses that bear the subject out best, in the order of the course search."""
    fitting = _fitting(wish, snapshot, today)
    if not fitting and wish.lapsed:
        fitting = _fitting(replace(wish, filter=replace(wish.filter, include_expired=True)), snapshot, today)
    courses: list[CourseSuggestion] = []
    claims: list[Claim] = []
    citations: list[Citation] = []
    for found in fitting[: wish.most]:
        reason = _reason(found.course, wish, snapshot)
        if reason is None:
            continue
        citation = cite(first_number + len(citations), *reason, snapshot)
        claim = Claim(readable(citation.quote), (citation.number,))
        if holds(claim, citation, snapshot, language):
            courses.append(_suggestion(found, claim))
            claims.append(claim)
            citations.append(citation)
    return Suggested(tuple(courses), tuple(claims), tuple(citations))


def _fitting(wish: Wish, snapshot: Snapshot, today: datetime.date) -> list[FoundCourse]:
    """The courses that satisfy the filter and bear out nearly as much of the subject as the best one."""
    found = [
        one
        for one in find_courses(snapshot, wish.filter, today, limit=MOST_LOOKED_AT)
        if (source := snapshot.source(one.course.source_id)) and source.visibility in wish.visibilities
        if one.course.course_id not in wish.without
    ]
    shares = [_share(one.course, wish.terms, snapshot) for one in found]
    least = max(wish.least, NEAR_BEST * max(shares, default=0.0))
    kept = [(share, one) for share, one in zip(shares, found, strict=True) if share >= least]
    if wish.filter.sort is not None:
        # The cheapest of those that fit is asked for, and not the one that fits best.
        return [one for _, one in kept]
    return [
        one
        for _, one in sorted(kept, key=lambda pair: (pair[1].course.course_id not in wish.first, -round(pair[0], 1)))
    ]


def _share(course: Course, terms: Sequence[Term], snapshot: Snapshot) -> float:
    """How much of the subject a course's title and text bear out, 0-1; 1 without a subject."""
    if not terms:
        return 1.0
    told = (unit.text for passage in snapshot.passages(course.source_id) for unit in _units(snapshot, passage))
    stems = stems_of([course.title, *told])
    # Each text speaks of the course itself: that bears no "sprogkursus" out.
    stems -= cues().course_stems
    return coverage(terms, [borne_out(term, stems) for term in terms])


def course_line(course: CourseSuggestion, language: Language, wording: Wording) -> str:
    """A suggestion in one line: title, provider, marks, the reason as a quotation with its number."""
    marks = [] if course.status is CourseStatus.OPEN else [wording.say(language, f"mark.{course.status.value}")]
    marks += [wording.say(language, "mark.fictional")] if course.fictional else []
    return wording.say(
        language,
        "answer.course_line" if course.provider else "answer.course_line_bare",
        title=course.title,
        provider=course.provider,
        marks=f" ({', '.join(marks)})" if marks else "",
        reason=course.reason,
        numbers="".join(f"[{number}]" for number in course.citations),
    )


def _suggestion(found: FoundCourse, claim: Claim) -> CourseSuggestion:
    course = found.course
    return CourseSuggestion(
        course_id=course.course_id,
        title=course.title,
        provider=course.provider,
        reason=claim.text,
        competences=tuple(competence.label for competence in course.provides),
        citations=claim.citations,
        status=found.status,
        fictional=course.fictional,
        url=course.url,
    )


def _reason(course: Course, wish: Wish, snapshot: Snapshot) -> tuple[Quotation, Hit, Source] | None:
    """The line of the course's text that bears the subject or else the filter out best; None without a text."""
    source = snapshot.source(course.source_id)
    if source is None:
        return None
    passages = snapshot.passages(course.source_id)
    units = [(unit, passage) for passage in passages for unit in _units(snapshot, passage)]
    if not units:
        return None
    terms = wish.terms or wish.shown
    if terms:
        unit, passage = max(units, key=lambda pair: (*_worth(pair[0], terms, course), _met(pair[0], wish.filter)))
    else:
        unit, passage = max(units, key=lambda pair: _met(pair[0], wish.filter))
    return Quotation(unit.start, unit.end), Hit(passage, 1.0), source


def _units(snapshot: Snapshot, passage: Passage) -> list[Unit]:
    """What a passage tells; orders to a model are no reason for a course."""
    units = split_units(snapshot.text(passage.text_id), passage.start, passage.end)
    orders = ordering(units)
    return [unit for unit in units if unit.start not in orders]


def _worth(unit: Unit, terms: Sequence[Term], course: Course) -> tuple[float, float]:
    stems = stems_of([unit.text])
    says_more = float(readable(unit.text).casefold() != course.title.casefold() and len(stems) > 1)
    brevity = float(len(unit.text.split()) <= LONGEST_REASON_WORDS)
    return says_more * coverage(terms, [borne_out(term, stems) for term in terms]), says_more + brevity


def _met(unit: Unit, wanted: CourseFilter) -> int:
    """How much a line of a course's text tells of what was asked for by filters alone: place, price, competences."""
    folded, table = f" {fold_words(unit.text)} ", cues().courses
    places = [place for place in (wanted.place, *wanted.places) if place]
    dated = any(f" {word} " in folded for word in table["run_words"])
    held_there = dated and any(f" {fold_words(place)} " in folded for place in places)
    priced = _opens(folded, table["price_lines"]) and (wanted.max_price, wanted.min_price) != (None, None)
    return 4 * held_there + 2 * priced + _opens(folded, table["competence_lines"])


def _opens(folded: str, phrases: Sequence[str]) -> bool:
    return folded.startswith(tuple(f" {phrase} " for phrase in phrases))

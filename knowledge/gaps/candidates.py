"""From people, gaps and offers to the bare problem: who may take what, what it fills, and what it needs first.

A course fills a gap when it gives the competence at the level wanted, or says no level; one that says a lower level
does not fill it, and may be the entry to one that does. What a person has without a level meets a requirement without
a level, and no other.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.gaps.analysis import NONE
from knowledge.gaps.choices import Choice, Problem
from knowledge.gaps.supply import Given, Supply
from knowledge.gaps.types import Analysis, AskedBy, Gap, Goal, Limits, Offer, Person
from knowledge.types import Course, Learner

Need = tuple[str, int | None]
_Told = tuple[int, int, float, float, int | None, int | None]
"""Numbers of the course and the offer, price, days, first and last day."""

# Ties in what the goal counts are broken by price, and among equal prices by fewer courses. The whole of what breaks
# ties stays below the smallest step of what is counted: an øre, half a day, a day, a course.
_STEP = {Goal.CHEAPEST: 0.01, Goal.DAYS: 0.5, Goal.SOONEST: 1.0, Goal.FEWEST: 1.0}
_SHARE_OF_STEP = 0.4


@dataclass(frozen=True, slots=True)
class Candidates:
    """Choices with what they stand for: the index of a choice's run is that of its offer."""

    offers: Sequence[Offer]
    people: Sequence[Person]
    gaps: Sequence[Gap]
    choices: tuple[Choice, ...]
    as_of: datetime.date
    """The day from which waiting is counted."""

    def problem(self, limits: Limits, goal: Goal) -> Problem:
        """The problem of a goal within these limits."""
        seats = {
            index: offer.run.seats
            for index, offer in enumerate(self.offers)
            if offer.run is not None and offer.run.seats is not None
        }
        return Problem(self.choices, self.values(goal), limits.budget, limits.max_days, seats)

    def values(self, goal: Goal) -> list[float]:
        """What each offer counts for a goal."""
        return _values(self, goal)


@dataclass(frozen=True, slots=True)
class _Market:
    """Courses by what they give, and their offers as choices tell of them."""

    supply: Supply
    told: Mapping[str, Sequence[_Told]]
    """By course id."""
    courses: Mapping[str, Course]
    by_competence: Mapping[str, Sequence[str]]


def candidates_of(analysis: Analysis, offers: Sequence[Offer], supply: Supply, as_of: datetime.date) -> Candidates:
    """List every choice that fills a gap, or leads to one that does."""
    people, gaps = analysis.people, analysis.gaps
    market = _market(offers, supply)
    mine: dict[str, list[tuple[int, Gap]]] = {}
    for number, gap in enumerate(gaps):
        mine.setdefault(gap.person, []).append((number, gap))
    choices = [
        choice
        for number, person in enumerate(people)
        for choice in _choices(number, person, mine.get(person.name, []), market)
    ]
    return Candidates(offers, people, gaps, tuple(choices), as_of)


def fills(gap: Gap, given: Given) -> bool:
    """Tell whether what a course gives closes a gap."""
    return given.level is None or given.level >= max(gap.wanted or 1, (gap.has or 0) + (gap.wanted is None))


def may_take(person: Person, course: Course, gaps: Sequence[Gap], gives: Mapping[str, Given]) -> bool:
    """Tell whether a course is for this person: one for managers only where a profile of the person's asks for it."""
    if course.learner is Learner.CITIZEN:
        return False
    if course.learner is not Learner.MANAGER:
        return True
    if course.profiles:
        return bool(set(course.profiles) & set(person.profiles))
    return any(reason.asked_by is AskedBy.PROFILE for gap in gaps if gap.competence in gives for reason in gap.reasons)


def _market(offers: Sequence[Offer], supply: Supply) -> _Market:
    told: dict[str, list[_Told]] = {}
    courses: dict[str, Course] = {}
    for index, offer in enumerate(offers):
        course_id = offer.course.course_id
        courses.setdefault(course_id, offer.course)
        runs = told.setdefault(course_id, [])
        number = runs[0][0] if runs else len(courses) - 1
        dates = (_number(offer.start), _number(offer.end))
        runs.append((number, index, offer.price or 0.0, offer.days or 0.0, *dates))
    by_competence: dict[str, list[str]] = {}
    for course_id in courses:
        for key in supply.gives.get(course_id, ()):
            by_competence.setdefault(key, []).append(course_id)
    return _Market(supply, told, courses, by_competence)


def _choices(number: int, person: Person, own: Sequence[tuple[int, Gap]], market: _Market) -> Iterator[Choice]:
    gaps = [gap for _, gap in own]
    lacking: dict[str, list[tuple[int, Gap]]] = {}
    for index, gap in own:
        lacking.setdefault(gap.competence, []).append((index, gap))
    needed: dict[str, dict[Need, int]] = {}
    fitting: dict[str, tuple[frozenset[int], list[Need]]] = {}
    waiting = list(dict.fromkeys(course for gap in gaps for course in _giving(gap.competence, gap, market)))
    count = 0
    while waiting:
        course_id = waiting.pop()
        gives = market.supply.gives[course_id]
        if course_id in fitting or not may_take(person, market.courses[course_id], gaps, gives):
            continue
        filled = frozenset(index for key in gives for index, gap in lacking.get(key, ()) if fills(gap, gives[key]))
        needs = list(_unmet(person, market.supply.requires.get(course_id, {})))
        fitting[course_id] = (filled, needs)
        for need in needs:
            alike = needed.setdefault(need[0], {})
            if need not in alike:
                alike[need] = count
                count += 1
            waiting += [other for other in market.by_competence.get(need[0], ()) if other not in fitting]
    for course_id, (filled, needs) in fitting.items():
        gives = market.supply.gives[course_id]
        met = frozenset(
            index for key in gives for need, index in needed.get(key, {}).items() if _meets(gives[key], need)
        )
        if filled or met:
            wants = frozenset(needed[need[0]][need] for need in needs)
            for told in market.told[course_id]:
                yield Choice(number, told[0], told[1], filled, met - wants, wants, *told[2:])


def _giving(key: str, gap: Gap, market: _Market) -> Iterator[str]:
    for course_id in market.by_competence.get(key, ()):
        if fills(gap, market.supply.gives[course_id][key]):
            yield course_id


def _unmet(person: Person, requires: Mapping[str, int | None]) -> Iterator[Need]:
    for key, level in requires.items():
        has = person.holdings.get(key, NONE).level
        if (has is None and level is not None) or (has is not None and has < (1 if level is None else level)):
            yield key, level


def _meets(given: Given, need: Need) -> bool:
    return given.level is None or given.level >= (need[1] or 1)


def _number(day: datetime.date | None) -> int | None:
    return None if day is None else day.toordinal()


def _values(candidates: Candidates, goal: Goal) -> list[float]:
    """What each offer counts for a goal; what is not stated counts a step more than the most that is."""
    offers = candidates.offers
    counted = [_counted(offer, goal, candidates.as_of) for offer in offers]
    unknown = max((one for one in counted if one is not None), default=0.0) + _STEP[goal]
    prices = [offer.price for offer in offers]
    dearest = max((price for price in prices if price is not None), default=0.0) + 1.0
    # Every course breaks ties by half a share for itself and half for its price.
    tie = _STEP[goal] * _SHARE_OF_STEP / max(1, len(candidates.gaps)) / 2
    return [
        (unknown if one is None else one) + tie + tie * ((dearest if price is None else price) / dearest)
        for one, price in zip(counted, prices, strict=True)
    ]


def _counted(offer: Offer, goal: Goal, as_of: datetime.date) -> float | None:
    if goal is Goal.CHEAPEST:
        return offer.price
    if goal is Goal.DAYS:
        return offer.days
    if goal is Goal.SOONEST:
        return None if offer.end is None else float((offer.end - as_of).days)
    return 1.0

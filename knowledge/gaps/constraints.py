"""Why a gap stays open: no course gives it, none at that level, or the limit that stands in the way.

The limit is found by solving again without each of them: the one without which the gap is filled is the one named.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.courses import course_status
from knowledge.gaps.candidates import Candidates, candidates_of, fills, may_take
from knowledge.gaps.choices import Problem
from knowledge.gaps.choosing import Chooser, choose
from knowledge.gaps.errors import LimitsError
from knowledge.gaps.offers import offers_of
from knowledge.gaps.plan import filled_gaps
from knowledge.gaps.supply import Supply
from knowledge.gaps.types import Analysis, Gap, Limits, Person, Unfilled
from knowledge.types import Course, CourseStatus, Learner

_FREED: tuple[tuple[str, Callable[[Limits], Limits]], ...] = (
    ("budget", lambda limits: replace(limits, budget=None)),
    ("max_days", lambda limits: replace(limits, max_days=None)),
    ("dates", lambda limits: replace(limits, start_from=None, start_to=None)),
    ("places", lambda limits: replace(limits, places=())),
    ("forms", lambda limits: replace(limits, forms=())),
    ("undated", lambda limits: replace(limits, undated=True)),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A plan's question with all that it was made from, so that it can be asked again."""

    analysis: Analysis
    courses: Sequence[Course]
    supply: Supply
    limits: Limits
    candidates: Candidates
    chooser: Chooser
    """Gave the plan."""


@dataclass(frozen=True, slots=True)
class _Lacking:
    """People by name with their gaps, and courses for staff by what they give."""

    people: Mapping[str, Person]
    gaps: Mapping[str, Sequence[Gap]]
    giving: Mapping[str, Sequence[Course]]

    @classmethod
    def of(cls, question: Question) -> "_Lacking":
        gaps: dict[str, list[Gap]] = {}
        for gap in question.analysis.gaps:
            gaps.setdefault(gap.person, []).append(gap)
        giving: dict[str, list[Course]] = {}
        for course in question.courses:
            if course.learner is not Learner.CITIZEN:
                for key in question.supply.gives.get(course.course_id, ()):
                    giving.setdefault(key, []).append(course)
        return cls({person.name: person for person in question.analysis.people}, gaps, giving)


def check(limits: Limits, as_of: object) -> None:
    """Refuse limits that contradict each other or themselves, in one sentence; raises `LimitsError`."""
    first, last = limits.start_from, limits.start_to
    if first and last and last < first:
        raise _refused("dates_turned", first=first.isoformat(), last=last.isoformat())
    if last and str(last) < str(as_of):
        raise _refused("dates_past", last=last.isoformat(), today=str(as_of))
    for name in ("budget", "max_days"):
        value = getattr(limits, name)
        if value is not None and not 0 <= value < float("inf"):
            raise _refused("negative", limit=name, value=value)


def unfilled(question: Question, filled: frozenset[int]) -> tuple[Unfilled, ...]:
    """Name for each gap that is left what stands in the way."""
    left = [(number, gap) for number, gap in enumerate(question.analysis.gaps) if number not in filled]
    lacking = _Lacking.of(question)
    known = {number: why for number, gap in left if (why := _no_course(gap, question, lacking)) is not None}
    open_still = [number for number, _ in left if number not in known]
    for code, numbers in _in_the_way(question) if open_still else ():
        for number in open_still:
            if number in numbers and number not in known:
                known[number] = Unfilled(question.analysis.gaps[number], code)
        if all(number in known for number in open_still):
            break
    return tuple(known.get(number) or Unfilled(gap, "several") for number, gap in left)


def _in_the_way(question: Question) -> Iterator[tuple[str, frozenset[int]]]:
    """Solve again without each limit in turn: the gaps that are filled then."""
    limits, candidates = question.limits, question.candidates
    if limits.budget is not None:
        # Looked at on the way to the plan; without a budget there are those of no stated price besides.
        yield "budget", filled_gaps(candidates, question.chooser.without_budget(candidates.values(limits.goal)))
    for code, free in _FREED:
        if (freed := free(limits)) != limits:
            yield code, _filled(question, freed)
    problem = candidates.problem(limits, limits.goal)
    for code, changed in (("seats", _without_seats), ("prerequisite", _without_needs), ("overlap", _without_days)):
        if (other := changed(problem)) != problem:
            yield code, filled_gaps(candidates, choose(other))


def _filled(question: Question, limits: Limits) -> frozenset[int]:
    as_of = question.candidates.as_of
    offers = offers_of(question.courses, limits, as_of)
    candidates = candidates_of(question.analysis, offers, question.supply, as_of)
    return filled_gaps(candidates, choose(candidates.problem(limits, limits.goal)))


def _without_seats(problem: Problem) -> Problem:
    return replace(problem, seats={})


def _without_needs(problem: Problem) -> Problem:
    return replace(problem, choices=tuple(one._replace(needs=frozenset()) for one in problem.choices))


def _without_days(problem: Problem) -> Problem:
    """As if every course lay on a day of its own, in an order that serves."""
    return replace(problem, choices=tuple(one._replace(start=None, end=None) for one in problem.choices))


def _no_course(gap: Gap, question: Question, lacking: _Lacking) -> Unfilled | None:
    """Tell whether no course can ever fill a gap, whatever the limits are."""
    gives, as_of = question.supply.gives, question.candidates.as_of
    giving = lacking.giving.get(gap.competence, ())
    taken = [one for one in giving if course_status(one, as_of) is not CourseStatus.EXPIRED]
    if giving and not taken:
        return Unfilled(gap, "only_expired", {"courses": [one.title for one in giving[:3]]})
    if not taken:
        return Unfilled(gap, "no_course")
    person, own = lacking.people[gap.person], lacking.gaps[gap.person]
    meant = [one for one in taken if may_take(person, one, own, gives[one.course_id])]
    if not meant:
        return Unfilled(gap, "only_managers", {"courses": [one.title for one in taken[:3]]})
    if not any(fills(gap, gives[one.course_id][gap.competence]) for one in meant):
        highest = max(gives[one.course_id][gap.competence].level or 0 for one in meant)
        return Unfilled(gap, "level_too_low", {"highest": highest, "wanted": gap.wanted})
    return None


def _refused(reason: str, **values: object) -> LimitsError:
    return LimitsError(f"the limits of the plan cannot be kept ({reason}: {values})", reason=reason, **values)

"""From a team to its report: what it lacks and has, the best plan, two others, and what no plan can fill."""

import datetime
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from knowledge.competences import Competences
from knowledge.gaps.alternatives import alternatives
from knowledge.gaps.analysis import analyse
from knowledge.gaps.candidates import candidates_of
from knowledge.gaps.choosing import Chooser
from knowledge.gaps.constraints import Question, check, unfilled
from knowledge.gaps.offers import offers_of, open_courses
from knowledge.gaps.plan import best_plan
from knowledge.gaps.resolving import resolve
from knowledge.gaps.supply import Quoting, quoting, supply_of
from knowledge.gaps.types import GapReport, Limits, Plan, Team, TeamNotice
from knowledge.linking.types import CourseLink
from knowledge.types import Course, Profile, Snapshot


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of profiles and courses, as far as gaps and plans need it."""

    profiles: Sequence[Profile]
    courses: Sequence[Course]
    links: Sequence[CourseLink]
    quote: Quoting

    @classmethod
    def of(cls, snapshot: Snapshot, links: Sequence[CourseLink]) -> "Known":
        """Take it from a generation."""
        courses = snapshot.courses()
        return cls(snapshot.profiles(), courses, links, quoting(snapshot, courses))


def gap_report(team: Team, known: Known, limits: Limits, as_of: datetime.date) -> GapReport:
    """Analyse a team and plan for it; raises `TeamError` and `LimitsError`."""
    check(limits, as_of)
    competences = Competences(known.profiles, known.courses)
    resolved = resolve(team, known.profiles, competences, as_of)
    supply = supply_of(known.courses, known.links, competences)
    counts = supply.count(open_courses(known.courses, as_of))
    analysis = analyse(resolved, known.profiles, competences, counts)
    with uncollected():
        candidates = candidates_of(analysis, offers_of(known.courses, limits, as_of), supply, as_of)
        chooser = Chooser(candidates.problem(limits, limits.goal))
        plan = best_plan(candidates, chooser, limits.goal, supply, known.quote)
        question = Question(analysis, known.courses, supply, limits, candidates, chooser)
        plan = replace(plan, unfilled=unfilled(question, _numbers(plan, analysis.gaps)))
        others = alternatives(candidates, plan, chooser, limits, supply, known.quote)
    return GapReport(analysis, limits, as_of, plan, others, tuple(_notices(plan)))


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking again and again over a hundred thousand choices while they are made.

    None of them is garbage; without it the same takes four times as long.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _numbers(plan: Plan, gaps: Sequence[object]) -> frozenset[int]:
    places = {id(gap): number for number, gap in enumerate(gaps)}
    return frozenset(places[id(one.gap)] for planned in plan.planned for one in planned.fills)


def _notices(plan: Plan) -> Iterator[TeamNotice]:
    """Say what of a plan is not known, so that no sum is read for more than it is."""
    counts = {
        "unknown_prices": plan.totals.unknown_prices,
        "unknown_days": plan.totals.unknown_days,
        "undated": plan.totals.undated,
        "level_not_given": sum(one.level is None for planned in plan.planned for one in planned.fills),
        "fictional": sum(planned.offer.course.fictional for planned in plan.planned),
    }
    yield from (TeamNotice(code, values={"count": count}) for code, count in counts.items() if count)
    if plan.totals.vat_included and plan.totals.vat_excluded + plan.totals.vat_unknown:
        yield TeamNotice("vat_mixed")
    if not plan.proven:
        yield TeamNotice("not_proven")

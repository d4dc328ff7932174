"""Two other plans beside the best: the best for other goals, and the best without its dearest course."""

from collections.abc import Iterator
from dataclasses import replace

from knowledge.gaps.candidates import Candidates
from knowledge.gaps.choosing import Chooser
from knowledge.gaps.plan import best_plan, without_course
from knowledge.gaps.supply import Quoting, Supply
from knowledge.gaps.types import Goal, Limits, Plan

MOST = 2
"""Alternatives that are shown: with the best plan three, which people can hold against one another."""


def alternatives(
    candidates: Candidates, best: Plan, chooser: Chooser, limits: Limits, supply: Supply, quote: Quoting
) -> tuple[Plan, ...]:
    """Up to two plans that choose otherwise than the best one and than each other; `chooser` gave the best one."""
    found: list[Plan] = []
    seen = {_course_runs(best)}
    for plan in _others(candidates, best, chooser, limits, supply, quote):
        if plan.planned and _course_runs(plan) not in seen:
            seen.add(_course_runs(plan))
            found.append(plan)
        if len(found) == MOST:
            break
    return tuple(found)


def _others(
    candidates: Candidates, best: Plan, chooser: Chooser, limits: Limits, supply: Supply, quote: Quoting
) -> Iterator[Plan]:
    """Other goals first; then plans that do without a course of the best one, the dearest first."""
    if not best.planned:
        return
    for goal in Goal:
        if goal is not best.goal:
            yield best_plan(candidates, chooser, goal, supply, quote)
    dearest = sorted(best.planned, key=lambda one: (-(one.offer.price or 0.0), one.offer.course.course_id))
    for course in dict.fromkeys(one.offer.course.course_id for one in dearest[:MOST]):
        title = next(one.offer.course.title for one in best.planned if one.offer.course.course_id == course)
        others = without_course(candidates, course)
        plan = best_plan(others, Chooser(others.problem(limits, best.goal)), best.goal, supply, quote)
        yield replace(plan, without=title)


def _course_runs(plan: Plan) -> frozenset[object]:
    return frozenset((one.person, one.offer.course.course_id, one.offer.start) for one in plan.planned)

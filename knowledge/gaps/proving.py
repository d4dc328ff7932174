"""The best plan of a programme, proven: a bound over all choices, and then only the choices that can win.

A linear programme over all choices bounds what any plan can do, and its reduced costs say of each choice how much
worse a plan with it is at least (Dantzig's reduced cost fixing). A plan is found over the choices that worsen the bound
least; what cannot be part of a better one is left out, and over the rest the plan is found again. So nothing is lost,
and mostly nothing is left. Where much is, since people share seats, `parting` leaves out most of it. Under a budget the
most gaps are found by asking what the next one would cost at least.
"""

import dataclasses
from collections.abc import Sequence

import numpy as np

from knowledge.gaps.choices import Solution, keeps_rules, solution_of
from knowledge.gaps.milp import Bound, bound, solve
from knowledge.gaps.parting import still_open
from knowledge.gaps.programme import Programme

# Values are kroner, days or counts with small parts that break ties; closer than this they are the same.
_SAME = 1e-6
# The choices that a plan is looked for among at first, for each person; few people take more than five courses.
_NEAREST = 30
# Fewer choices are looked at together in less time than for each person alone (benchmarks/plan.py, few seats).
_MANY = 5_000
# How many gaps fewer than the bound are tried one by one under a budget.
_TRIES = 4


def best(programme: Programme, most: Solution | None = None) -> Solution:
    """Give the plan that fills most gaps, and among those the one of the least value.

    `most`: a plan that is known to fill most.
    """
    if not programme.gaps:
        return Solution((), 0, 0.0)
    if most is None and programme.problem.budget is None:
        # Mostly everything that has a course can be filled.
        found = _cheapest(programme, programme.gaps, ())
        if found is not None:
            return found
    most = most or fullest(programme)
    found = _cheapest(programme, most.filled, most.chosen)
    assert found is not None, "what was filled once can be filled again"
    return dataclasses.replace(found, proven=found.proven and most.proven)


def _cheapest(programme: Programme, filled: int, known: Sequence[int]) -> Solution | None:
    """The plan of the least value that fills so many gaps; None where none is found. `known`: one that does."""
    everything = bound(programme, filled)
    return None if everything is None else solved_from(programme, everything, filled, known)


def solved_from(programme: Programme, everything: Bound, filled: int, known: Sequence[int] = ()) -> Solution | None:
    """Give the plan of the least value that fills so many gaps, from the bound on it; None where none is found."""
    if everything.chosen is not None and keeps_rules(programme.problem, everything.chosen):
        return solution_of(programme.problem, everything.chosen)
    near = _near(programme, everything, known)
    found = solve(programme, near, filled)
    if found is None:
        return None
    rest = _open(everything, found.value, found.chosen)
    if set(rest) <= set(near):
        return found
    is_shared = programme.people > 1 and programme.problem.budget is None
    if is_shared and len(rest) > _MANY and filled == programme.gaps:
        rest = sorted({*still_open(programme, everything, rest, found.value, solved_from), *found.chosen})
    return found if set(rest) <= set(near) else solve(programme, rest, filled)


def fullest(programme: Programme) -> Solution:
    """Give a plan that fills as many gaps as any does, whatever its value."""
    most = bound(programme, None)
    assert most is not None, "nothing is a plan that fills nothing"
    highest = int(-most.least + _SAME)
    found = _within_budget(programme, highest) if programme.problem.budget is not None else None
    if found is not None:
        return found
    near = _near(programme, most, ())
    found = solve(programme, near, None) or Solution((), 0, 0.0)
    if found.filled == highest:
        return found
    rest = _open(most, -(found.filled + 1.0), found.chosen)
    return found if set(rest) <= set(near) else solve(programme, rest, None) or found


def _within_budget(programme: Programme, highest: int) -> Solution | None:
    """The plan that fills most within the budget, where that is near the bound; None where it is not.

    So many gaps are out of reach when the least that they cost is too much: a question with few choices left open.
    """
    budget = programme.problem.budget or 0.0
    by_price = programme.by_price()
    for filled in range(highest, max(0, highest - _TRIES), -1):
        least = bound(by_price, filled)
        if least is None or least.least > budget + _SAME:
            continue
        found = solve(by_price, _open(least, budget, ()), filled)
        if found is not None and keeps_rules(programme.problem, found.chosen):
            return found
    return None


def _near(programme: Programme, found: Bound, known: Sequence[int]) -> list[int]:
    """The choices that worsen the bound least, and those of a plan that is known."""
    likely = np.argsort(found.worse, kind="stable")[: _NEAREST * programme.people]
    return sorted({*likely.tolist(), *known})


def _open(found: Bound, most: float, known: Sequence[int]) -> list[int]:
    """The choices that can be part of a plan of at most this value, and those of a plan that is known."""
    return sorted({*np.flatnonzero(found.worse <= most - found.least + _SAME).tolist(), *known})

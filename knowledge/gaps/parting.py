"""Leaves out choices of people who share seats by looking at each of them alone, with a price on every scarce seat.

The prices are what the linear programme pays for a seat (its dual values). With them nothing binds people together, so
the best plans of each alone bound what any plan for all comes to (Lagrangian relaxation; Geoffrion 1974), and much more
closely than the linear programme does, since each of these plans is whole. What one person may spend in a better plan
is what is left when all others take their best.
"""

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from knowledge.gaps.choices import Problem, Solution
from knowledge.gaps.milp import Bound, bound
from knowledge.gaps.programme import Programme

# HiGHS keeps values to 1e-7 each; some hundred are added up.
_SAME = 1e-4

Finish = Callable[[Programme, Bound, int], Solution | None]
"""Finds the plan of the least value that fills so many gaps, from the bound on it."""


def still_open(programme: Programme, found: Bound, among: Sequence[int], value: float, finish: Finish) -> list[int]:
    """Of these choices those that can be part of a plan that fills every gap at less than a value, or at that.

    No other choice may be part of such a plan.
    """
    priced, seats = _priced(programme, found)
    own: dict[int, list[int]] = {}
    for index in among:
        own.setdefault(programme.problem.choices[index].person, []).append(index)
    alone = {}
    for person, mine in own.items():
        choices = tuple(priced.choices[index] for index in mine)
        part = Programme.of(dataclasses.replace(priced, choices=choices))
        least = bound(part, part.gaps)
        best = finish(part, least, part.gaps) if least is not None else None
        if least is None or best is None:
            return []
        alone[person] = (least, best.value if best.proven else least.least)
    left = value - seats - sum(best for _, best in alone.values()) + _SAME
    if left < 0.0:
        return []
    return [
        index
        for person, (least, best) in alone.items()
        for index, worse in zip(own[person], least.worse, strict=True)
        if least.least + worse <= left + best
    ]


def competing(programme: Programme, found: Bound) -> int:
    """How many people would take a run whose last seats others would pay for."""
    scarce = np.flatnonzero(np.abs(found.prices[programme.seat_rows]) > _SAME)
    taken = programme.matrix.tocsr()[programme.seat_rows][scarce][:, : len(programme.problem.choices)]
    wanted = np.unique(taken.indices[found.worse[taken.indices] <= _SAME])
    return len({programme.problem.choices[index].person for index in wanted.tolist()})


def _priced(programme: Programme, found: Bound) -> tuple[Problem, float]:
    """The problem with the price of its seat on each run, and no seats; and what all seats come to (not positive)."""
    problem, rows = programme.problem, programme.seat_rows
    paid = found.prices[rows]
    each = -(paid @ programme.matrix.tocsr()[rows][:, : len(problem.choices)])
    values = list(problem.values)
    for choice, price in zip(problem.choices, each.tolist(), strict=True):
        values[choice.run] = problem.values[choice.run] + price
    return dataclasses.replace(problem, values=values, seats={}), float(paid @ programme.most[rows])

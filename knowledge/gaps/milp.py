"""A problem as a mixed-integer linear programme, solved exactly by HiGHS through `scipy.optimize.milp`.

One binary variable a choice, one variable a gap between 0 and 1, at most the number of choices that fill it. First
as many gaps as possible are filled; among the plans that fill as many, the one of the least value is taken.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from knowledge.gaps.choices import Choice, Problem, Solution, meets, solution_of

SECONDS = 60.0
"""How long one solution may take before the best plan found so far is given, and said not to be proven."""

# The answer is a whole number of gaps and kroner with two decimals; scipy's own default stops at a gap of 0.01 %.
_OPTIMAL, _INFEASIBLE = 0, 2
_WHOLE = 0.5


@dataclass(slots=True)
class _Rows:
    """Linear constraints, row by row: least <= sum of coefficient * variable <= most."""

    entries: list[tuple[int, int, float]] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def add(self, terms: Iterable[tuple[int, float]], least: float = -np.inf, most: float = np.inf) -> None:
        row = len(self.least)
        self.entries += [(row, variable, coefficient) for variable, coefficient in terms]
        self.least.append(least)
        self.most.append(most)


@dataclass(frozen=True, slots=True)
class _Model:
    """Variables and constraints: choices first, then gaps."""

    problem: Problem
    gaps: tuple[tuple[int, int], ...]
    rows: _Rows


def solve(problem: Problem, relaxed: bool = False) -> Solution:
    """Give the best plan; `relaxed` leaves out overlaps, order and seats, so that its value bounds every plan's."""
    if not any(choice.fills for choice in problem.choices):
        return Solution((), 0, 0.0)
    model = _model(problem, relaxed)
    values = [choice.value for choice in problem.choices]
    cost = np.array([*values, *(0.0 for _ in model.gaps)])
    # Mostly everything that has a course can be filled: one solution is enough then.
    found, proven = _minimise(model, cost, len(model.gaps))
    if found is None:
        most = np.array([*(0.0 for _ in values), *(-1.0 for _ in model.gaps)])
        best, most_proven = _minimise(model, most, 0)
        filled = 0 if best is None else solution_of(problem, _chosen(best, problem)).filled
        found, proven = _minimise(model, cost, filled)
        proven = proven and most_proven
        found = best if found is None else found
    return solution_of(problem, () if found is None else _chosen(found, problem), proven)


def _chosen(found: Any, problem: Problem) -> Iterator[int]:
    return (index for index in range(len(problem.choices)) if found[index] > _WHOLE)


def _model(problem: Problem, relaxed: bool) -> _Model:
    gaps = tuple(sorted({(choice.person, gap) for choice in problem.choices for gap in choice.fills}))
    rows = _Rows()
    _fill_rows(problem, gaps, rows)
    mine: dict[int, list[tuple[int, Choice]]] = {}
    for index, choice in enumerate(problem.choices):
        mine.setdefault(choice.person, []).append((index, choice))
    for own in mine.values():
        _need_rows(own, rows, relaxed)
        _once_rows(own, rows)
        if not relaxed:
            _overlap_rows(own, rows)
        if problem.max_days is not None:
            rows.add(((index, choice.days) for index, choice in own), most=problem.max_days)
    if problem.budget is not None:
        rows.add(((index, choice.price) for index, choice in enumerate(problem.choices)), most=problem.budget)
    if not relaxed:
        _seat_rows(problem, rows)
    return _Model(problem, gaps, rows)


def _fill_rows(problem: Problem, gaps: Sequence[tuple[int, int]], rows: _Rows) -> None:
    """A gap is filled at most as often as choices fill it."""
    fillers: dict[tuple[int, int], list[int]] = {gap: [] for gap in gaps}
    for index, choice in enumerate(problem.choices):
        for number in choice.fills:
            fillers[choice.person, number].append(index)
    for place, gap in enumerate(gaps):
        filling = ((index, 1.0) for index in fillers[gap])
        rows.add([*filling, (len(problem.choices) + place, -1.0)], least=0.0)


def _need_rows(own: Sequence[tuple[int, Choice]], rows: _Rows, relaxed: bool) -> None:
    """A choice is taken only where something before it gives what it needs."""
    for index, choice in own:
        for need in sorted(choice.needs):
            earlier = [
                (other, 1.0)
                for other, one in own
                if need in one.gives and one.course != choice.course and (relaxed or meets(one, choice))
            ]
            rows.add([*earlier, (index, -1.0)], least=0.0)


def _once_rows(own: Sequence[tuple[int, Choice]], rows: _Rows) -> None:
    """Nobody takes a course twice."""
    runs: dict[int, list[int]] = {}
    for index, choice in own:
        runs.setdefault(choice.course, []).append(index)
    for indices in runs.values():
        if len(indices) > 1:
            rows.add(((index, 1.0) for index in indices), most=1.0)


def _overlap_rows(own: Sequence[tuple[int, Choice]], rows: _Rows) -> None:
    """Of the runs that are under way on one day, at most one is taken; first days are enough to look at.

    Intervals that meet pairwise share the first day of one of them, so this forbids every overlap and no more.
    """
    dated = [(index, choice.start, choice.end) for index, choice in own if choice.start is not None]
    seen: set[frozenset[int]] = set()
    for day in sorted({start for _, start, _ in dated}):
        busy = frozenset(index for index, start, end in dated if start <= day <= (end or start))
        if len(busy) > 1 and busy not in seen:
            seen.add(busy)
            rows.add(((index, 1.0) for index in sorted(busy)), most=1.0)


def _seat_rows(problem: Problem, rows: _Rows) -> None:
    taking: dict[int, list[int]] = {}
    for index, choice in enumerate(problem.choices):
        if choice.run in problem.seats:
            taking.setdefault(choice.run, []).append(index)
    for run, indices in taking.items():
        if len(indices) > problem.seats[run]:
            rows.add(((index, 1.0) for index in indices), most=float(problem.seats[run]))


def _minimise(model: _Model, cost: Any, fill: int) -> tuple[Any, bool]:
    """The variables of the least cost with at least `fill` gaps filled, or None; and whether that is proven."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    choices, gaps = len(model.problem.choices), len(model.gaps)
    rows, columns, values = (np.array(part) for part in zip(*model.rows.entries, strict=True))
    matrix = csr_array((values, (rows, columns)), shape=(len(model.rows.least), choices + gaps))
    constraints = [LinearConstraint(matrix, model.rows.least, model.rows.most)]
    lower = np.zeros(choices + gaps)
    if fill == gaps:
        lower[choices:] = 1.0
    elif fill:
        every = csr_array(([1.0] * gaps, ([0] * gaps, range(choices, choices + gaps))), shape=(1, choices + gaps))
        constraints.append(LinearConstraint(every, float(fill), np.inf))
    result = milp(
        cost,
        integrality=np.array([1] * choices + [0] * gaps),
        bounds=Bounds(lower, 1.0),
        constraints=constraints,
        options={"mip_rel_gap": 0.0, "time_limit": SECONDS},
    )
    return result.x, result.status in (_OPTIMAL, _INFEASIBLE)

"""A problem as a mixed-integer linear programme, solved exactly by HiGHS through `scipy.optimize.milp`.

One binary variable a choice, one variable a gap between 0 and 1, at most the number of choices that fill it. First
as many gaps as possible are filled; among the plans that fill as many, the one of the least value is taken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from knowledge.gaps.choices import Choice, Problem, Solution, meets, solution_of

SECONDS = 60.0
"""How long one solution may take before the best plan found so far is given, and said not to be proven."""

# The answer is a whole number of gaps and kroner with two decimals; scipy's own default stops at a gap of 0.01 %.
_OPTIMAL, _INFEASIBLE = 0, 2
_WHOLE = 0.5
# HiGHS keeps bounds to 1e-7.
_WHOLE_ENOUGH = 1e-6


@dataclass(slots=True)
class _Rows:
    """Linear constraints: least <= sum of coefficient * variable <= most, a row each, kept as one sparse matrix."""

    counts: list[int] = field(default_factory=list)
    """How many variables each row has."""
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def add(
        self, columns: Sequence[int], values: Sequence[float], least: float = -np.inf, most: float = np.inf
    ) -> None:
        """Add a row over these variables."""
        self.counts.append(len(columns))
        self.columns.extend(columns)
        self.values.extend(values)
        self.least.append(least)
        self.most.append(most)

    def at_most_one(self, columns: Sequence[int], most: float = 1.0) -> None:
        """Add a row that lets so many of these choices be taken."""
        self.add(columns, [1.0] * len(columns), most=most)


@dataclass(frozen=True, slots=True)
class _Model:
    """Variables and constraints: choices first, then gaps."""

    problem: Problem
    gaps: tuple[tuple[int, int], ...]
    rows: _Rows


def solve(problem: Problem) -> Solution:
    """Give the best plan over all choices of a problem."""
    if not any(choice.fills for choice in problem.choices):
        return Solution((), 0, 0.0)
    model = _model(problem)
    values = [problem.values[choice.run] for choice in problem.choices]
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


def _model(problem: Problem) -> _Model:
    gaps = tuple(sorted({(choice.person, gap) for choice in problem.choices for gap in choice.fills}))
    rows = _Rows()
    _fill_rows(problem, gaps, rows)
    mine: dict[int, list[int]] = {}
    for index, choice in enumerate(problem.choices):
        mine.setdefault(choice.person, []).append(index)
    for own in mine.values():
        _need_rows(problem.choices, own, rows)
        _once_rows(problem.choices, own, rows)
        _overlap_rows(problem.choices, own, rows)
        if problem.max_days is not None:
            rows.add(own, [problem.choices[index].days for index in own], most=problem.max_days)
    if problem.budget is not None:
        prices = [choice.price for choice in problem.choices]
        rows.add(range(len(prices)), prices, most=problem.budget)
    _seat_rows(problem, rows)
    return _Model(problem, gaps, rows)


def _fill_rows(problem: Problem, gaps: Sequence[tuple[int, int]], rows: _Rows) -> None:
    """A gap is filled at most as often as choices fill it."""
    fillers: dict[tuple[int, int], list[int]] = {gap: [] for gap in gaps}
    for index, choice in enumerate(problem.choices):
        for number in choice.fills:
            fillers[choice.person, number].append(index)
    for place, gap in enumerate(gaps):
        filling = fillers[gap]
        rows.add([*filling, len(problem.choices) + place], [*([1.0] * len(filling)), -1.0], least=0.0)


def _need_rows(choices: Sequence[Choice], own: Sequence[int], rows: _Rows) -> None:
    """A choice is taken only where something before it gives what it needs."""
    givers: dict[int, list[int]] = {}
    for index in own:
        for need in choices[index].gives:
            givers.setdefault(need, []).append(index)
    for index in own:
        later = choices[index]
        for need in sorted(later.needs):
            met = [
                other
                for other in givers.get(need, ())
                if choices[other].course != later.course and meets(choices[other], later)
            ]
            rows.add([*met, index], [*([1.0] * len(met)), -1.0], least=0.0)


def _once_rows(choices: Sequence[Choice], own: Sequence[int], rows: _Rows) -> None:
    """Nobody takes a course twice."""
    runs: dict[int, list[int]] = {}
    for index in own:
        runs.setdefault(choices[index].course, []).append(index)
    for indices in runs.values():
        if len(indices) > 1:
            rows.at_most_one(indices)


def _overlap_rows(choices: Sequence[Choice], own: Sequence[int], rows: _Rows) -> None:
    """Of the runs that are under way on one day, at most one is taken; first days are enough to look at.

    Intervals that meet pairwise share the first day of one of them. Of such days only those count after which a run
    ends before the next begins: what is under way on any other is under way on the next as well.
    """
    dated = [index for index in own if choices[index].start is not None]
    if len(dated) < 2:
        return
    starts = np.array([choices[index].start for index in dated])
    ends = np.array([choices[index].end for index in dated])
    days = np.unique(starts)
    busy = (starts <= days[:, None]) & (ends >= days[:, None])
    following = np.append(days[1:], np.iinfo(days.dtype).max)
    counts = busy.sum(axis=1)
    for place in np.flatnonzero((counts > 1) & (busy & (ends < following[:, None])).any(axis=1)):
        rows.at_most_one([dated[one] for one in np.flatnonzero(busy[place])])


def _seat_rows(problem: Problem, rows: _Rows) -> None:
    taking: dict[int, list[int]] = {}
    for index, choice in enumerate(problem.choices):
        if choice.run in problem.seats:
            taking.setdefault(choice.run, []).append(index)
    for run, indices in taking.items():
        if len(indices) > problem.seats[run]:
            rows.at_most_one(indices, float(problem.seats[run]))


@dataclass(frozen=True, slots=True)
class Bound:
    """What no plan can do better than, and by how much each choice worsens that at least (its reduced cost).

    `chosen`: the choices of the plan that reaches the bound, where the linear programme happens to find one.
    """

    least: float
    worse: Sequence[float]
    chosen: tuple[int, ...] | None


def bound(problem: Problem, filled: int | None) -> Bound | None:
    """Bound the value of the plans that fill so many gaps, None where none does; without `filled` minus the gaps."""
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    model = _model(problem)
    choices, gaps = len(problem.choices), len(model.gaps)
    cost = np.array([*(problem.values[choice.run] for choice in problem.choices), *([0.0] * gaps)])
    if filled is None:
        cost = np.array([*([0.0] * choices), *([-1.0] * gaps)])
    matrix, least, most = _constraints(model, filled or 0)
    upper, lower = np.isfinite(most), np.isfinite(least)
    rows = vstack([matrix[upper], -matrix[lower]])
    result = linprog(cost, A_ub=rows, b_ub=np.concatenate([most[upper], -least[lower]]), bounds=(0.0, 1.0))
    if result.x is None:
        return None
    taken = result.x[:choices]
    is_whole = bool((np.minimum(taken, 1.0 - taken) < _WHOLE_ENOUGH).all())
    chosen = tuple(int(one) for one in np.flatnonzero(taken > _WHOLE)) if is_whole else None
    return Bound(float(result.fun), [max(0.0, one) for one in result.lower.marginals[:choices]], chosen)


def _constraints(model: _Model, fill: int) -> tuple[Any, Any, Any]:
    """The rows as a sparse matrix with their bounds; the last one asks for `fill` gaps."""
    from scipy.sparse import csr_array

    rows, choices, gaps = model.rows, len(model.problem.choices), len(model.gaps)
    starts = np.concatenate([[0], np.cumsum([*rows.counts, gaps])])
    columns = np.array([*rows.columns, *range(choices, choices + gaps)])
    values = np.array([*rows.values, *([1.0] * gaps)])
    matrix = csr_array((values, columns, starts), shape=(len(rows.least) + 1, choices + gaps))
    return matrix, np.array([*rows.least, float(fill)]), np.array([*rows.most, np.inf])


def _minimise(model: _Model, cost: Any, fill: int) -> tuple[Any, bool]:
    """The variables of the least cost with at least `fill` gaps filled, or None; and whether that is proven."""
    from scipy.optimize import LinearConstraint, milp

    choices, gaps = len(model.problem.choices), len(model.gaps)
    result = milp(
        cost,
        integrality=np.array([1] * choices + [0] * gaps),
        bounds=(0.0, 1.0),
        constraints=[LinearConstraint(*_constraints(model, fill))],
        options={"mip_rel_gap": 0.0, "time_limit": SECONDS},
    )
    return result.x, result.status in (_OPTIMAL, _INFEASIBLE)

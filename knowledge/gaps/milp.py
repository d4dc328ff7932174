"""Programmes solved exactly by HiGHS: the best plan over some choices, and a bound over all of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.gaps.choices import Solution, solution_of
from knowledge.gaps.programme import Programme

SECONDS = 60.0
"""How long one solution may take before the best plan found so far is given, and said not to be proven."""

_WHOLE = 0.5
# HiGHS keeps bounds to 1e-7.
_WHOLE_ENOUGH = 1e-6
# Of a choice that is left out of a linear programme, worse than this means that it would have made it better.
_BETTER = -1e-7


@dataclass(frozen=True, slots=True)
class Bound:
    """What no plan can do better than, and by how much each choice worsens that at least (its reduced cost).

    `chosen`: the choices of the plan that reaches the bound, where the linear programme happens to find one.
    """

    least: float
    worse: Any
    """float64, one a choice."""
    chosen: tuple[int, ...] | None
    prices: Any
    """float64, one a row of the programme: how much less the bound were with one more of what the row allows."""


def solve(programme: Programme, among: Any, filled: int | None) -> Solution | None:
    """Give the plan of the least value over these choices that fills so many gaps, or None where none does.

    Without `filled` the plan that fills most gaps; what it costs does not matter then.
    """
    among = np.asarray(among, dtype=np.int64)
    matrix, least, most, _ = _constraints(programme, among, filled)
    solver = _solver(_cost(programme, among, filled), matrix.tocsc(), least, most, whole=len(among))
    solver.run()
    if not _has_plan(solver):
        return None
    chosen = among[np.array(solver.getSolution().col_value[: len(among)]) > _WHOLE]
    return solution_of(programme.problem, (int(one) for one in chosen), _is_optimal(solver))


def bound(programme: Programme, filled: int | None) -> Bound | None:
    """Bound the value of the plans that fill so many gaps, None where none does; without `filled` minus the gaps.

    The linear programme begins with the likeliest choices, and takes up those that would make it better until none
    would.
    """
    looked_at = np.zeros(len(programme.problem.choices), dtype=bool)
    looked_at[programme.likeliest()] = True
    while True:
        among = np.flatnonzero(looked_at)
        relaxed = _relaxed(programme, among, filled)
        if relaxed is None and looked_at.all():
            return None
        if relaxed is None:
            looked_at[:] = True
            continue
        least, taken, worse, prices = relaxed
        better = ~looked_at & (worse < _BETTER)
        if not better.any():
            return Bound(least, np.maximum(worse, 0.0), _whole(among, taken), prices)
        # With them those that are nearly as good: they would be next.
        looked_at |= worse < -worse[better].min()


def _whole(among: Any, taken: Any) -> tuple[int, ...] | None:
    if not (np.minimum(taken, 1.0 - taken) < _WHOLE_ENOUGH).all():
        return None
    return tuple(int(one) for one in among[taken > _WHOLE])


def _relaxed(programme: Programme, among: Any, filled: int | None) -> tuple[float, Any, Any, Any] | None:
    """Solve the linear programme over some choices: its value, how far each is taken, what all worsen, row prices."""
    matrix, least, most, held = _constraints(programme, among, filled)
    solved = _linear(_cost(programme, among, filled), matrix.tocsc(), least, most)
    if solved is None:
        return None
    value, taken, bearing = solved
    prices = np.zeros(len(programme.least))
    # The last row asks for gaps and bears on no choice.
    prices[held] = bearing[:-1]
    choices = len(programme.problem.choices)
    cost = programme.values if filled is not None else np.zeros(choices)
    return value, taken[: len(among)], cost - prices @ programme.matrix[:, :choices], prices


def _linear(cost: Any, matrix: Any, least: Any, most: Any) -> tuple[float, Any, Any] | None:
    """The least of cost @ x with least <= matrix @ x <= most and 0 <= x <= 1: the value, x, what each row bears."""
    solver = _solver(cost, matrix, least, most)
    solver.run()
    if not _is_optimal(solver):
        return None
    solution = solver.getSolution()
    return solver.getObjectiveValue(), np.array(solution.col_value), np.array(solution.row_dual)


def _solver(cost: Any, matrix: Any, least: Any, most: Any, whole: int = 0) -> Any:
    """HiGHS with a programme over variables between 0 and 1, of which the first so many are whole.

    It is asked by itself: a plan takes some hundred programmes of some dozen variables, whose checks by scipy take
    longer than their solution.
    """
    import highspy

    programme = highspy.HighsLp()
    programme.num_row_, programme.num_col_ = matrix.shape
    programme.col_cost_ = cost
    programme.col_lower_, programme.col_upper_ = np.zeros(len(cost)), np.ones(len(cost))
    programme.row_lower_, programme.row_upper_ = least, most
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_, programme.a_matrix_.index_ = matrix.indptr, matrix.indices
    programme.a_matrix_.value_ = matrix.data
    kinds = highspy.HighsVarType
    if whole:
        programme.integrality_ = [kinds.kInteger] * whole + [kinds.kContinuous] * (len(cost) - whole)
    solver = highspy.Highs()
    solver.silent()
    if whole:
        # The answer is whole gaps and kroner with two decimals; by default a gap of 0.01 % would do.
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("time_limit", SECONDS)
    else:
        # Making so small a programme smaller takes longer than solving it.
        solver.setOptionValue("presolve", "off")
    solver.passModel(programme)
    return solver


def _is_optimal(solver: Any) -> bool:
    import highspy

    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _has_plan(solver: Any) -> bool:
    import highspy

    feasible = highspy.SolutionStatus.kSolutionStatusFeasible
    return bool(solver.getInfo().primal_solution_status == feasible)


def _constraints(programme: Programme, among: Any, filled: int | None) -> tuple[Any, Any, Any, Any]:
    """The rows over some choices with their bounds, a last one that asks for gaps, and which rows they are."""
    from scipy.sparse import csr_array, vstack

    matrix, least, most, held = programme.part(among)
    asked = csr_array(np.concatenate([np.zeros(len(among)), np.ones(programme.gaps)])[None, :])
    return (
        vstack([matrix, asked]).tocsr(),
        np.append(least, float(filled or 0)),
        np.append(most, np.inf),
        held,
    )


def _cost(programme: Programme, among: Any, filled: int | None) -> Any:
    if filled is None:
        return np.concatenate([np.zeros(len(among)), -np.ones(programme.gaps)])
    return np.concatenate([programme.values[among], np.zeros(programme.gaps)])

"""The best choices, exactly and fast: people apart where nothing binds them together, and only choices that can win.

A plan is found over the likeliest choices: for each set of gaps that a person can fill with one course, the few best
runs. Then the linear programme over all choices bounds what any plan can do, and its reduced costs say of each choice
how much worse a plan with it is at least (Dantzig's reduced cost fixing). What cannot be part of a better plan is left
out; over the rest the plan is found again. So nothing is lost, and mostly nothing is left.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from knowledge.gaps.choices import Choice, Problem, Solution, attainable, keeps_rules, solution_of
from knowledge.gaps.milp import bound, solve

# Values are kroner, days or counts with small parts that break ties; closer than this they are the same.
_SAME = 1e-6

# Runs that are looked at first of each kind: one may overlap with what else a person takes, two seldom do.
_LIKELIEST = 3


def choose(problem: Problem) -> Solution:
    """Give the best plan: as many gaps as possible, then the least value."""
    alive = list(attainable(problem.choices))
    if not alive:
        return Solution((), 0, 0.0)
    apart = _each_alone(problem, alive)
    if keeps_rules(problem, apart.chosen):
        return apart
    return _proven(problem, alive)


def likeliest(problem: Problem, among: Iterable[int]) -> list[int]:
    """For each person and each set of gaps, needs and entries, the few choices that the goal likes best."""
    groups: dict[object, list[int]] = {}
    for index in among:
        choice = problem.choices[index]
        groups.setdefault((choice.person, choice.fills, choice.gives, choice.needs), []).append(index)
    kept: list[int] = []
    for group in groups.values():
        group.sort(key=lambda one: (problem.values[problem.choices[one].run], one))
        kept += group[:_LIKELIEST]
        # The cheapest and the shortest: a budget or a number of days may leave room for nothing else.
        kept += {min(group, key=lambda one: (part(problem.choices[one]), one)) for part in (_price, _days)}
    return sorted(set(kept))


def _price(choice: Choice) -> float:
    return choice.price


def _days(choice: Choice) -> float:
    return choice.days


def _each_alone(problem: Problem, alive: Sequence[int]) -> Solution:
    """The best plan for everybody, as if budget and seats did not bind them together."""
    own: dict[int, list[int]] = {}
    for index in alive:
        own.setdefault(problem.choices[index].person, []).append(index)
    free = dataclasses.replace(problem, budget=None, seats={})
    solutions = [_proven(free, mine) for mine in own.values()]
    chosen = [index for solution in solutions for index in solution.chosen]
    return solution_of(problem, chosen, all(solution.proven for solution in solutions))


def _proven(problem: Problem, among: Sequence[int]) -> Solution:
    """The best plan over these choices."""
    few = likeliest(problem, among)
    found = _solved(problem, few)
    if len(few) == len(among):
        return found
    whole = _part(problem, among)
    coverable = {(choice.person, gap) for choice in whole.choices for gap in choice.fills}
    if not coverable:
        return found
    if found.filled < len(coverable):
        least, worse = bound(whole, None)
        if least <= -(found.filled + 1) + _SAME:
            rest = _open(among, worse, -(found.filled + 1) - least)
            found = _solved(problem, sorted({*few, *rest}))
    least, worse = bound(whole, found.filled)
    rest = _open(among, worse, found.value - least)
    return found if set(rest) <= set(few) else _solved(problem, sorted({*found.chosen, *rest}))


def _open(among: Sequence[int], worse: Sequence[float], most: float) -> list[int]:
    """The choices that can be part of a plan at most so much above the bound."""
    return [index for index, by in zip(among, worse, strict=True) if by <= most + _SAME]


def _part(problem: Problem, among: Sequence[int]) -> Problem:
    return dataclasses.replace(problem, choices=tuple(problem.choices[index] for index in among))


def _solved(problem: Problem, among: Sequence[int]) -> Solution:
    solution = solve(_part(problem, among))
    return dataclasses.replace(solution, chosen=tuple(among[index] for index in solution.chosen))

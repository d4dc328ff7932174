"""The best choices, exactly and fast: people apart where nothing binds them together, and only choices that can win.

Of the choices of one person that fill, give and need the same, only one that nothing beats can be needed where days
and seats do not bind. So the problem without them is solved over those few; its value bounds every plan's. Where its
solution keeps all rules it is the best plan. Where not, the rules are laid on the few, and a plan of the bound's value
is the best one; else all choices are taken in. Nothing is lost on the way: each step proves its answer or hands on.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from knowledge.gaps.choices import Choice, Problem, Solution, attainable, by_person, keeps_rules, solution_of
from knowledge.gaps.milp import solve

# Values are kroner, days or counts with small parts that break ties; closer than this they are the same.
_SAME = 1e-6


def choose(problem: Problem) -> Solution:
    """Give the best plan: as many gaps as possible, then the least value."""
    alive = list(attainable(problem.choices))
    if not alive:
        return Solution((), 0, 0.0)
    apart = _each_alone(problem, alive)
    if keeps_rules(problem, apart.chosen):
        return apart
    return _proven(problem, alive)


def prune(choices: Sequence[Choice], among: Iterable[int], problem: Problem) -> list[int]:
    """Drop every choice that another one of the person's beats in all that counts, filling and needing the same."""
    groups: dict[object, list[int]] = {}
    for index in among:
        choice = choices[index]
        groups.setdefault((choice.person, choice.fills, choice.gives, choice.needs), []).append(index)
    kept: list[int] = []
    for group in groups.values():
        best: list[tuple[float, ...]] = []
        for index in sorted(group, key=lambda one: _counted(choices[one], problem)):
            counted = _counted(choices[index], problem)
            if not any(all(a <= b for a, b in zip(other, counted, strict=True)) for other in best):
                best.append(counted)
                kept.append(index)
    return sorted(kept)


def _counted(choice: Choice, problem: Problem) -> tuple[float, ...]:
    price = () if problem.budget is None else (choice.price,)
    days = () if problem.max_days is None else (choice.days,)
    return (choice.value, *price, *days)


def _each_alone(problem: Problem, alive: Sequence[int]) -> Solution:
    """The best plan for everybody, as if budget and seats did not bind them together."""
    own: dict[int, list[int]] = {person: [] for person in by_person(problem.choices[index] for index in alive)}
    for index in alive:
        own[problem.choices[index].person].append(index)
    free = dataclasses.replace(problem, budget=None, seats={})
    chosen: list[int] = []
    proven = True
    for mine in own.values():
        solution = _proven(free, mine)
        chosen += solution.chosen
        proven = proven and solution.proven
    return solution_of(problem, chosen, proven)


def _proven(problem: Problem, among: Sequence[int]) -> Solution:
    """Climb from the few choices that can win to all of them, until the plan is proven to be the best."""
    few = prune(problem.choices, among, problem)
    bound = _solved(problem, few, relaxed=True)
    if bound.proven and keeps_rules(problem, bound.chosen):
        return bound
    if len(few) < len(among):
        kept = _solved(problem, few)
        if kept.proven and kept.filled == bound.filled and kept.value <= bound.value + _SAME:
            return kept
    return _solved(problem, among)


def _solved(problem: Problem, among: Sequence[int], relaxed: bool = False) -> Solution:
    part = dataclasses.replace(problem, choices=tuple(problem.choices[index] for index in among))
    solution = solve(part, relaxed)
    return dataclasses.replace(solution, chosen=tuple(among[index] for index in solution.chosen))

"""The best choices, exactly and fast: people apart where nothing binds them together, and only choices that can win.

A plan is found over the likeliest choices: for each set of gaps that a person can fill with one course, the few best
runs. Then the linear programme over all choices bounds what any plan can do, and its reduced costs say of each choice
how much worse a plan with it is at least (Dantzig's reduced cost fixing). What cannot be part of a better plan is left
out; over the rest the plan is found again. So nothing is lost, and mostly nothing is left.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    free = _by_groups(dataclasses.replace(problem, budget=None), alive)
    return free if keeps_rules(problem, free.chosen) else _proven(problem, alive)


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


def _by_groups(problem: Problem, alive: Sequence[int]) -> Solution:
    """The best plan where only seats bind people together: everybody alone, and together who meet at a full run.

    Those who are planned together have all seats, and everybody else what is best for them, so no plan does better;
    where seats suffice it is the best one. Where not, who takes the runs that are too full joins those together.
    """
    own: dict[int, list[int]] = {}
    for index in alive:
        own.setdefault(problem.choices[index].person, []).append(index)
    apart = dict(_alone(dataclasses.replace(problem, seats={}), own))
    together: set[int] = set()
    while True:
        joint = _proven(problem, sorted(index for person in together for index in own[person])) if together else None
        solutions = [*([joint] if joint else []), *(one for person, one in apart.items() if person not in together)]
        chosen = [index for solution in solutions for index in solution.chosen]
        full = _too_full(problem, chosen)
        if not full:
            return solution_of(problem, chosen, all(solution.proven for solution in solutions))
        together |= {problem.choices[index].person for index in chosen if problem.choices[index].run in full}


def _alone(problem: Problem, own: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, Solution]]:
    """The best plan for each person; who has the same choices as somebody before gets the same plan."""
    solved: dict[object, tuple[Sequence[int], Solution]] = {}
    for person, mine in own.items():
        kind = _kind(problem, mine)
        if kind not in solved:
            solved[kind] = (mine, _proven(problem, mine))
        like, solution = solved[kind]
        places = dict(zip(like, mine, strict=True))
        yield person, solution_of(problem, (places[index] for index in solution.chosen), solution.proven)


def _kind(problem: Problem, mine: Sequence[int]) -> object:
    """What makes two people's choices the same: their runs, and the gaps counted from each person's first."""
    choices = [problem.choices[index] for index in mine]
    ranks = {gap: rank for rank, gap in enumerate(sorted({gap for choice in choices for gap in choice.fills}))}
    return tuple((one.run, tuple(sorted(ranks[gap] for gap in one.fills)), one.gives, one.needs) for one in choices)


def _too_full(problem: Problem, chosen: Sequence[int]) -> set[int]:
    """The runs that more people take than there are seats."""
    taken = Counter(problem.choices[index].run for index in chosen)
    return {run for run, count in taken.items() if count > problem.seats.get(run, count)}


def _proven(problem: Problem, among: Sequence[int]) -> Solution:
    """The best plan over these choices."""
    whole = _part(problem, among)
    coverable = len({(choice.person, gap) for choice in whole.choices for gap in choice.fills})
    if not coverable:
        return Solution((), 0, 0.0)
    everything = bound(whole, coverable)
    if everything is not None and everything.chosen is not None and keeps_rules(whole, everything.chosen):
        return solution_of(problem, (among[index] for index in everything.chosen))
    few = likeliest(problem, among)
    found = _solved(problem, few)
    if len(few) == len(among):
        return found
    if everything is None or found.filled < coverable:
        return _proven_in_part(problem, among, few, found)
    rest = _open(among, everything.worse, found.value - everything.least)
    return found if set(rest) <= set(few) else _solved(problem, sorted({*found.chosen, *rest}))


def _proven_in_part(problem: Problem, among: Sequence[int], few: Sequence[int], found: Solution) -> Solution:
    """The best plan where not every gap that has a course may be filled: first how many can, then at what value."""
    whole = _part(problem, among)
    more = bound(whole, None)
    if more is not None and more.least <= -(found.filled + 1) + _SAME:
        rest = _open(among, more.worse, -(found.filled + 1) - more.least)
        found = _solved(problem, sorted({*few, *rest}))
    most = bound(whole, found.filled)
    if most is None:
        return found
    rest = _open(among, most.worse, found.value - most.least)
    return found if set(rest) <= set(few) else _solved(problem, sorted({*found.chosen, *rest}))


def _open(among: Sequence[int], worse: Sequence[float], most: float) -> list[int]:
    """The choices that can be part of a plan at most so much above the bound."""
    return [index for index, by in zip(among, worse, strict=True) if by <= most + _SAME]


def _part(problem: Problem, among: Sequence[int]) -> Problem:
    return dataclasses.replace(problem, choices=tuple(problem.choices[index] for index in among))


def _solved(problem: Problem, among: Sequence[int]) -> Solution:
    solution = solve(_part(problem, among))
    return dataclasses.replace(solution, chosen=tuple(among[index] for index in solution.chosen))

"""The best choices for one goal after the other: people apart where nothing binds them together."""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from knowledge.gaps.choices import Problem, Solution, attainable, keeps_rules, solution_of
from knowledge.gaps.dominance import Dominance
from knowledge.gaps.milp import bound
from knowledge.gaps.parting import competing
from knowledge.gaps.programme import Programme
from knowledge.gaps.proving import best, solved_from

# Where so large a share of the people share full runs, the few others would mostly join them in a round of their own.
_MOST_PARTED = 0.75
# So few are planned for one by one in no time.
_FEW_PEOPLE = 10


def choose(problem: Problem) -> Solution:
    """Give the best plan: as many gaps as possible, then the least value."""
    return Chooser(problem).choose(problem.values)


class Chooser:
    """Gives the best plan for each goal; what does not depend on the goal is worked out once."""

    def __init__(self, problem: Problem) -> None:
        """Take over a problem, whose values are those of any goal."""
        self._problem = problem
        self._together = dataclasses.replace(problem, budget=None)
        self._alone = dataclasses.replace(problem, budget=None, seats={})
        self._alive = list(attainable(problem.choices))
        self._own: dict[int, list[int]] = {}
        for index in self._alive:
            self._own.setdefault(problem.choices[index].person, []).append(index)
        self._kinds: dict[int, object] = {}
        self._dominance = Dominance.of(problem)
        self._runs = np.array([choice.run for choice in problem.choices], dtype=np.int64)
        self._free: dict[tuple[float, ...], Solution] = {}
        self._too_dear = False
        self._found: dict[tuple[int, tuple[int, ...]], Solution] = {}

    def choose(self, values: Sequence[float]) -> Solution:
        """Give the best plan for what each run counts."""
        if not self._alive:
            return Solution((), 0, 0.0)
        if not self._too_dear:
            free = self.without_budget(values)
            if keeps_rules(self._problem, free.chosen):
                return free
            # For another goal it would cost no less: what is left is to look at all of it at once.
            self._too_dear = True
        return self._best(self._problem, self._alive, values)

    def without_budget(self, values: Sequence[float]) -> Solution:
        """Give the best plan that the budget does not bind."""
        key = tuple(values)
        if key not in self._free:
            self._free[key] = self._by_groups(values) if self._alive else Solution((), 0, 0.0)
        return self._free[key]

    def _by_groups(self, values: Sequence[float]) -> Solution:
        """The best plan where only seats bind people together: everybody alone, and together who meet at a full run.

        Those who are planned together have all seats, and everybody else what is best for them, so no plan does
        better; where seats suffice it is the best one. Where not, who takes the runs that are too full joins those
        together: everybody where most have, or where that is to be seen beforehand.
        """
        at_once = self._at_once(values)
        if at_once is not None:
            return at_once
        apart = self._each(values)
        together: set[int] = set()
        while True:
            among = sorted(index for person in together for index in self._own[person])
            solutions = [one for person, one in apart.items() if person not in together]
            if among:
                solutions.append(self._best(self._together, among, values))
            chosen = [index for solution in solutions for index in solution.chosen]
            full = self._too_full(chosen)
            if not full:
                problem = dataclasses.replace(self._problem, values=values)
                return solution_of(problem, chosen, all(solution.proven for solution in solutions))
            together |= {self._problem.choices[index].person for index in chosen if self._run(index) in full}
            if len(together) > _MOST_PARTED * len(self._own):
                together = set(self._own)

    def _at_once(self, values: Sequence[float]) -> Solution | None:
        """The best plan for everybody together, where the bound on it says that most compete for seats; else None."""
        if len(self._own) < _FEW_PEOPLE or not self._seats_are_few:
            return None
        left, programme = self._programme(self._together, self._alive, values, ())
        everything = bound(programme, programme.gaps)
        if everything is None or competing(programme, everything) <= _MOST_PARTED * len(self._own):
            return None
        found = solved_from(programme, everything, programme.gaps)
        return found and dataclasses.replace(found, chosen=tuple(left[list(found.chosen)].tolist()))

    @cached_property
    def _seats_are_few(self) -> bool:
        """Whether half of what may be taken is on runs with seats for less than a quarter of the people."""
        seats, people = self._problem.seats, len(self._own)
        runs = (self._run(index) for index in self._alive)
        return sum(4 * seats.get(run, people) < people for run in runs) > len(self._alive) / 2

    def _programme(
        self, problem: Problem, among: Sequence[int], values: Sequence[float], known: Sequence[int]
    ) -> tuple[Any, Programme]:
        """The choices that are left without those that others outdo, and their programme; what is known stays."""
        left = self._dominance.undominated(problem, among, np.asarray(values)[self._runs])
        left = np.union1d(left, np.array(known, dtype=np.int64))
        choices = tuple(problem.choices[index] for index in left)
        return left, Programme.of(dataclasses.replace(problem, choices=choices, values=values))

    def _each(self, values: Sequence[float]) -> dict[int, Solution]:
        """The best plan for each person alone; who has the same choices as somebody before gets the same plan."""
        solved: dict[object, tuple[Sequence[int], Solution]] = {}
        found = {}
        for person, mine in self._own.items():
            kind = self._kind(person)
            if kind not in solved:
                solved[kind] = (mine, self._best(self._alone, mine, values))
            like, solution = solved[kind]
            places = dict(zip(like, mine, strict=True))
            found[person] = dataclasses.replace(solution, chosen=tuple(places[index] for index in solution.chosen))
        return found

    def _best(self, problem: Problem, among: Sequence[int], values: Sequence[float]) -> Solution:
        """The best plan over some choices; what it fills, the best plan for any other goal fills too."""
        key = (id(problem), tuple(among))
        known = self._found.get(key)
        left, programme = self._programme(problem, among, values, known.chosen if known else ())
        known = known and dataclasses.replace(known, chosen=tuple(np.searchsorted(left, known.chosen).tolist()))
        found = best(programme, known)
        self._found[key] = dataclasses.replace(found, chosen=tuple(left[list(found.chosen)].tolist()))
        return self._found[key]

    def _kind(self, person: int) -> object:
        """What makes two people's choices the same: their runs, and the gaps counted from each person's first."""
        if person not in self._kinds:
            choices = [self._problem.choices[index] for index in self._own[person]]
            gaps = sorted({gap for choice in choices for gap in choice.fills})
            ranks = {gap: rank for rank, gap in enumerate(gaps)}
            self._kinds[person] = tuple(
                (one.run, tuple(sorted(ranks[gap] for gap in one.fills)), one.gives, one.needs) for one in choices
            )
        return self._kinds[person]

    def _too_full(self, chosen: Sequence[int]) -> set[int]:
        """The runs that more people take than there are seats."""
        taken = Counter(self._run(index) for index in chosen)
        return {run for run, count in taken.items() if count > self._problem.seats.get(run, count)}

    def _run(self, index: int) -> int:
        return self._problem.choices[index].run

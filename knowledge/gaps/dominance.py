"""Leaves out choices that another one can always take the place of: no best plan is lost, and much of the work saved.

A course that needs nothing can always be taken, and one without dates, or on days of another one, lies in nobody's way
where the other one does not. Where such a choice fills what the other one fills, has a seat for everybody, and counts
and takes no more, a plan with the other one is no better than the same plan with this one instead; where it has this
one already, than the plan without the other. Only what leads to a choice that nothing can stand in for must stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.gaps.choices import Problem

UNDATED = -1
# More than any day counts.
MOST_DAYS = 10_000_000

Need = tuple[int, int]
"""A person, and what a choice of that person needs first."""


@dataclass(frozen=True, slots=True)
class Dominance:
    """What of all choices does not depend on the goal; each array has a number or a truth for each choice."""

    groups: Any
    """int64: the same for choices that fill the same gaps of the same person."""
    prices: Any
    days: Any
    first: Any
    """int64: the day it begins, and below the day it ends; -1 for a course without dates."""
    last: Any
    runs: Any
    """int64."""
    waits: Any
    """bool: needs something first."""
    people: int
    needs: Mapping[int, Sequence[Need]]
    givers: Mapping[Need, Sequence[int]]

    @classmethod
    def of(cls, problem: Problem) -> "Dominance":
        """Look at all choices of a problem once."""
        choices, numbers = problem.choices, dict[object, int]()
        needs = {index: [(one.person, need) for need in one.needs] for index, one in enumerate(choices) if one.needs}
        givers: dict[Need, list[int]] = {need: [] for needed in needs.values() for need in needed}
        for index, one in enumerate(choices):
            for need in one.gives:
                if (one.person, need) in givers:
                    givers[one.person, need].append(index)
        return cls(
            np.array([numbers.setdefault((one.person, one.fills), len(numbers)) for one in choices], dtype=np.int64),
            np.array([one.price for one in choices], dtype=float),
            np.array([one.days for one in choices], dtype=float),
            np.array([UNDATED if one.start is None else one.start for one in choices], dtype=np.int64),
            np.array([UNDATED if one.end is None else one.end for one in choices], dtype=np.int64),
            np.array([one.run for one in choices], dtype=np.int64),
            np.array([bool(one.needs) for one in choices], dtype=bool),
            len({one.person for one in choices}),
            needs,
            givers,
        )

    def undominated(self, problem: Problem, among: Any, values: Any) -> Any:
        """Of the choices `among` those that are left, ascending. `values`: what the goal counts of each choice."""
        among = np.asarray(among, dtype=np.int64)
        measures = [values]
        measures += [self.prices] if problem.budget is not None else []
        measures += [self.days] if problem.max_days is not None else []
        rivals = among[~self.waits[among] & self._has_seats(among, problem)]
        beaten = self._contained(among, rivals, measures)
        undated = rivals[self.first[rivals] == UNDATED]
        for first in range(len(measures)):
            order = [measures[first], *measures[:first], *measures[first + 1 :]]
            beaten |= self._beaten(among, undated, order)
        stays = self._leading(among[self.waits[among] & ~beaten])
        return among[~beaten | np.isin(among, stays)]

    def _leading(self, waiting: Sequence[int]) -> list[int]:
        """All choices that may lead to these, and to those in turn."""
        open_needs = [need for index in waiting for need in self.needs[index]]
        seen, leading = set[Need](), set[int]()
        while open_needs:
            need = open_needs.pop()
            if need not in seen:
                seen.add(need)
                leading.update(self.givers[need])
                open_needs += [more for index in self.givers[need] for more in self.needs.get(index, ())]
        return sorted(leading)

    def _has_seats(self, among: Any, problem: Problem) -> Any:
        """Whether the run of a choice has a seat for everybody."""
        few = [run for run, seats in problem.seats.items() if seats < self.people]
        return ~np.isin(self.runs[among], np.array(few, dtype=np.int64))

    def _beaten(self, among: Any, undated: Any, order: Sequence[Any]) -> Any:
        """Which choices are no better than the undated one of their group that comes first by these measures."""
        if not len(undated):
            return np.zeros(len(among), dtype=bool)
        ranked = undated[np.lexsort([undated, *(measure[undated] for measure in reversed(order))])]
        groups, places = np.unique(self.groups[ranked], return_index=True)
        found = np.minimum(np.searchsorted(groups, self.groups[among]), len(groups) - 1)
        beaten = groups[found] == self.groups[among]
        beaten[beaten] = _is_no_better(among[beaten], ranked[places][found[beaten]], order)
        return beaten

    def _contained(self, among: Any, rivals: Any, measures: Sequence[Any]) -> Any:
        """Which choices are no better than one of their group that is under way on some of the same days only."""
        dated = rivals[self.first[rivals] != UNDATED]
        keys = self._keys(dated, self.first)
        order = np.argsort(keys, kind="stable")
        dated, keys = dated[order], keys[order]
        begin = np.searchsorted(keys, self._keys(among, self.first), side="left")
        end = np.searchsorted(keys, self._keys(among, self.last), side="right")
        counts = np.where(self.first[among] == UNDATED, 0, end - begin)
        whose = np.repeat(np.arange(len(among)), counts)
        place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(begin, counts)
        others = dated[place]
        within = self.last[others] <= self.last[among[whose]]
        whose, others = whose[within], others[within]
        beaten = np.zeros(len(among), dtype=bool)
        beaten[whose[_is_no_better(among[whose], others, measures)]] = True
        return beaten

    def _keys(self, among: Any, days: Any) -> Any:
        """Numbers that sort by group and then by day."""
        return self.groups[among] * MOST_DAYS + days[among]


def _is_no_better(ones: Any, rivals: Any, measures: Sequence[Any]) -> Any:
    """Whether each counts and takes no less than its rival; of two that are alike in everything the first one stays."""
    worse = np.ones(len(ones), dtype=bool)
    alike = np.ones(len(ones), dtype=bool)
    for measure in measures:
        worse &= measure[rivals] <= measure[ones]
        alike &= measure[rivals] == measure[ones]
    return worse & (~alike | (rivals < ones))

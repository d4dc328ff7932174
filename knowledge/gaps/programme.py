"""A problem as the rows of a linear programme: one variable a choice, then one a gap, all between 0 and 1.

A gap is filled at most as often as choices are taken that fill it. The rows are made once and hold for every part of
the choices: what is left out is a choice that is not taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from knowledge.gaps.choices import Choice, Problem, meets


@dataclass(frozen=True, slots=True)
class Programme:
    """least <= matrix @ variables <= most, with as many rows as `least` and `most` have numbers."""

    problem: Problem
    people: int
    gaps: int
    """How many gaps have a choice that fills them; their variables come last."""
    matrix: Any
    """scipy.sparse.csc_array, rows x (choices + gaps)."""
    least: Any
    most: Any
    values: Any
    """What the goal counts of each choice, float64."""
    seat_rows: slice
    """The rows that keep the seats of one run each."""
    kinds: Any
    """A number for each choice: those of one number fill, give and need the same for the same person."""

    @classmethod
    def of(cls, problem: Problem) -> "Programme":
        """Write a problem's rows down."""
        gaps = sorted({(choice.person, gap) for choice in problem.choices for gap in choice.fills})
        rows = _Rows()
        _fill_rows(problem, gaps, rows)
        mine: dict[int, list[int]] = {}
        for index, choice in enumerate(problem.choices):
            mine.setdefault(choice.person, []).append(index)
        _once_rows(problem.choices, rows)
        for own in mine.values():
            _need_rows(problem.choices, own, rows)
            _overlap_rows(problem.choices, own, rows)
            if problem.max_days is not None:
                rows.add(own, [problem.choices[index].days for index in own], most=problem.max_days)
        before = len(rows.counts)
        _seat_rows(problem, rows)
        seat_rows = slice(before, len(rows.counts))
        if problem.budget is not None:
            prices = [choice.price for choice in problem.choices]
            rows.add(range(len(prices)), prices, most=problem.budget)
        matrix = rows.matrix(len(problem.choices) + len(gaps))
        bounds = (np.array(rows.least), np.array(rows.most))
        made = cls(problem, len(mine), len(gaps), matrix, *bounds, np.empty(0), seat_rows, _kinds(problem))
        return made.towards(problem.values)

    def towards(self, values: Sequence[float]) -> "Programme":
        """The same rows for another goal, which counts so much of each run."""
        counted = np.array([values[choice.run] for choice in self.problem.choices])
        return replace(self, problem=replace(self.problem, values=values), values=counted)

    def by_price(self) -> "Programme":
        """The same for who spends as little as possible and has no budget: its row is the last."""
        rows = {name: getattr(self, name)[:-1] for name in ("matrix", "least", "most")}
        return replace(self, values=self.prices(), **(rows if self.problem.budget is not None else {}))

    def prices(self) -> Any:
        """What each choice costs, float64."""
        return np.array([choice.price for choice in self.problem.choices])

    def likeliest(self) -> Any:
        """For each person and each set of gaps, needs and entries the best choice, the cheapest and the shortest.

        A budget or a number of days may leave room for nothing else.
        """
        days = np.array([choice.days for choice in self.problem.choices])
        firsts = [_firsts(self.kinds, by) for by in (self.values, self.prices(), days)]
        return np.unique(np.concatenate(firsts))

    def part(self, choices: Any) -> tuple[Any, Any, Any, Any]:
        """The rows over some choices and all gaps that still hold any: matrix, least, most, and which they are."""
        count = len(self.problem.choices)
        matrix = self.matrix[:, np.concatenate([choices, np.arange(count, count + self.gaps)])].tocsr()
        held = np.diff(matrix.indptr) > 0
        return matrix[held], self.least[held], self.most[held], held


def _kinds(problem: Problem) -> Any:
    numbers: dict[object, int] = {}
    kinds = ((one.person, one.fills, one.gives, one.needs) for one in problem.choices)
    return np.array([numbers.setdefault(kind, len(numbers)) for kind in kinds], dtype=np.int64)


def _firsts(kinds: Any, by: Any) -> Any:
    """The choice of each kind that counts least."""
    order = np.argsort(by, kind="stable")
    _, places = np.unique(kinds[order], return_index=True)
    return order[places]


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

    def at_most(self, columns: Sequence[int], most: float = 1.0) -> None:
        """Add a row that lets so many of these choices be taken."""
        self.add(columns, [1.0] * len(columns), most=most)

    def at_most_one(self, counts: Sequence[int], columns: Sequence[int]) -> None:
        """Add rows that each let one of so many of these choices be taken, one row's choices after the other's."""
        self.counts.extend(counts)
        self.columns.extend(columns)
        self.values.extend([1.0] * len(columns))
        self.least.extend([-np.inf] * len(counts))
        self.most.extend([1.0] * len(counts))

    def matrix(self, variables: int) -> Any:
        """All rows, by column."""
        from scipy.sparse import csr_array

        starts = np.concatenate([[0], np.cumsum(self.counts, dtype=np.int64)])
        shape = (len(self.counts), variables)
        return csr_array((np.array(self.values), np.array(self.columns, dtype=np.int64), starts), shape=shape).tocsc()


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
    needy = [index for index in own if choices[index].needs]
    givers: dict[int, list[int]] = {}
    for index in own if needy else ():
        for need in choices[index].gives:
            givers.setdefault(need, []).append(index)
    for index in needy:
        later = choices[index]
        for need in sorted(later.needs):
            met = [
                other
                for other in givers.get(need, ())
                if choices[other].course != later.course and meets(choices[other], later)
            ]
            rows.add([*met, index], [*([1.0] * len(met)), -1.0], least=0.0)


def _once_rows(choices: Sequence[Choice], rows: _Rows) -> None:
    """Nobody takes a course twice."""
    courses: dict[tuple[int, int], list[int]] = {}
    for index, choice in enumerate(choices):
        courses.setdefault((choice.person, choice.course), []).append(index)
    alike = [indices for indices in courses.values() if len(indices) > 1]
    rows.at_most_one([len(indices) for indices in alike], [index for indices in alike for index in indices])


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
    kept = busy[(counts > 1) & (busy & (ends < following[:, None])).any(axis=1)]
    _, places = np.nonzero(kept)
    rows.at_most_one(kept.sum(axis=1).tolist(), np.array(dated)[places].tolist())


def _seat_rows(problem: Problem, rows: _Rows) -> None:
    taking: dict[int, list[int]] = {}
    for index, choice in enumerate(problem.choices):
        if choice.run in problem.seats:
            taking.setdefault(choice.run, []).append(index)
    for run, indices in taking.items():
        if len(indices) > problem.seats[run]:
            rows.at_most(indices, float(problem.seats[run]))

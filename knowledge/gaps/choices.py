"""The bare problem behind a plan, without names: choices for people, what each fills, needs, costs and occupies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Choice(NamedTuple):
    """One run of one course for one person; a tuple, since a team has some ten thousand of them."""

    person: int
    course: int
    run: int
    """The offer, whose seats people share."""
    fills: frozenset[int]
    """Gaps of this person."""
    gives: frozenset[int]
    """Needs of this person that the course meets for later ones."""
    needs: frozenset[int]
    """Needs that the person does not meet and an earlier course must."""
    price: float
    days: float
    start: int | None = None
    end: int | None = None
    """First and last day, counted from any day; None for a course without dates."""


@dataclass(frozen=True, slots=True)
class Problem:
    """All choices, and what binds them together."""

    choices: tuple[Choice, ...]
    values: Sequence[float]
    """Run -> what the goal counts of it; the sum is made small."""
    budget: float | None = None
    max_days: float | None = None
    """For each person."""
    seats: Mapping[int, int] = field(default_factory=dict)
    """Run -> its seats, where they are known."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Indices into the problem's choices; `proven`: no better one exists."""

    chosen: tuple[int, ...]
    filled: int
    value: float
    proven: bool = True


def meets(earlier: Choice, later: Choice) -> bool:
    """Tell whether one choice comes early enough to be what another one needs.

    Among courses without dates, one that itself needs nothing can always be taken first; a course without dates is
    never relied on before one with dates.
    """
    if earlier.end is None:
        return later.start is None and not earlier.needs
    return later.start is None or earlier.end < later.start


def overlap(one: Choice, other: Choice) -> bool:
    """Tell whether two choices lie on the same days."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start <= other.end and other.start <= one.end


def solution_of(problem: Problem, chosen: Iterable[int], proven: bool = True) -> Solution:
    """Count what a set of choices fills and comes to."""
    indices = tuple(sorted(chosen))
    filled = {(problem.choices[index].person, gap) for index in indices for gap in problem.choices[index].fills}
    return Solution(indices, len(filled), sum(problem.values[problem.choices[index].run] for index in indices), proven)


def keeps_rules(problem: Problem, chosen: Sequence[int]) -> bool:
    """Tell whether a set of choices is a plan: no overlaps, needs met in time, seats, days and budget kept."""
    picked = [problem.choices[index] for index in chosen]
    return _shared_kept(problem, picked) and all(_person_kept(problem, mine) for mine in by_person(picked).values())


def by_person(choices: Iterable[Choice]) -> dict[int, list[Choice]]:
    """Part choices by who they are for."""
    parted: dict[int, list[Choice]] = {}
    for choice in choices:
        parted.setdefault(choice.person, []).append(choice)
    return parted


def attainable(choices: Sequence[Choice]) -> Iterator[int]:
    """Give the indices of choices whose needs other attainable choices of the person can meet in time."""
    left = dict(enumerate(choices))
    while True:
        mine = by_person(left.values())
        lost = [
            index for index, choice in left.items() if choice.needs and not _can_be_met(choice, mine[choice.person])
        ]
        if not lost:
            yield from left
            return
        for index in lost:
            del left[index]


def _can_be_met(choice: Choice, others: Sequence[Choice]) -> bool:
    return all(
        any(need in other.gives and other.course != choice.course and meets(other, choice) for other in others)
        for need in choice.needs
    )


def _shared_kept(problem: Problem, picked: Sequence[Choice]) -> bool:
    # Kroner are written with two decimals; sums of them are not exact in binary.
    if problem.budget is not None and sum(choice.price for choice in picked) > problem.budget + 1e-6:
        return False
    taken: dict[int, int] = {}
    for choice in picked:
        taken[choice.run] = taken.get(choice.run, 0) + 1
    return all(count <= problem.seats.get(run, count) for run, count in taken.items())


def _person_kept(problem: Problem, mine: Sequence[Choice]) -> bool:
    if problem.max_days is not None and sum(choice.days for choice in mine) > problem.max_days + 1e-6:
        return False
    if len({choice.course for choice in mine}) < len(mine):
        return False
    if any(overlap(one, other) for place, one in enumerate(mine) for other in mine[place + 1 :]):
        return False
    return all(_can_be_met(choice, mine) for choice in mine if choice.needs)

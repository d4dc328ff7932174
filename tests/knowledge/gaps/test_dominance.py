"""Choices that another one can stand in for are left out, and no best plan is lost by it."""

from dataclasses import replace

import numpy as np
import pytest

from knowledge.gaps.choices import Choice, Problem
from knowledge.gaps.dominance import Dominance
from tests.knowledge.gaps.brute_force import best_by_trying, small_problem

NONE: frozenset[int] = frozenset()
GAP = frozenset({0})


def left_of(problem: Problem) -> list[int]:
    values = np.array([problem.values[choice.run] for choice in problem.choices])
    kept: list[int] = Dominance.of(problem).undominated(problem, range(len(problem.choices)), values).tolist()
    return kept


def choice(run: int, price: float, start: int | None = None, **changes: object) -> Choice:
    made = Choice(0, run, run, GAP, NONE, NONE, price, 1.0, start, start)
    return made._replace(**changes)  # type: ignore[arg-type]


def priced(*choices: Choice, **limits: object) -> Problem:
    return replace(Problem(choices, [one.price for one in choices]), **limits)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(150))
def test_what_is_left_holds_a_best_plan(seed: int) -> None:
    problem = small_problem(seed)
    kept = left_of(problem)
    among = best_by_trying(replace(problem, choices=tuple(problem.choices[index] for index in kept)))
    whole = best_by_trying(problem)
    assert among.filled == whole.filled
    assert among.value == pytest.approx(whole.value)


def test_something_is_left_out() -> None:
    problems = [small_problem(seed) for seed in range(150)]
    assert sum(len(left_of(one)) for one in problems) < 0.95 * sum(len(one.choices) for one in problems)


def test_a_dearer_choice_goes_and_of_two_alike_the_first_stays() -> None:
    assert left_of(priced(choice(0, 500), choice(1, 800, start=3), choice(2, 900), choice(3, 500))) == [0]


@pytest.mark.parametrize(
    "cheap",
    [
        choice(0, 500, start=3),
        choice(0, 500, start=9, end=10),
        choice(0, 500, needs=frozenset({1})),
        choice(0, 500, fills=frozenset({1})),
        choice(0, 500, person=1),
    ],
    ids=["on another day", "on a day more", "with needs", "for another gap", "for another person"],
)
def test_what_cannot_stand_in_leaves_the_other_one(cheap: Choice) -> None:
    assert 1 in left_of(priced(cheap, choice(1, 800, start=9)))


def test_what_lies_within_its_days_can_stand_in() -> None:
    assert left_of(priced(choice(0, 500, start=9), choice(1, 800, start=3, end=9))) == [0]


@pytest.mark.parametrize(("seats", "kept"), [(1, [0, 1, 2]), (2, [0, 2])])
def test_what_has_too_few_seats_cannot_stand_in(seats: int, kept: list[int]) -> None:
    assert left_of(priced(choice(0, 500), choice(1, 800), choice(2, 900, person=1), seats={0: seats})) == kept


@pytest.mark.parametrize(("limits", "kept"), [({}, [0]), ({"max_days": 9.0}, [0, 1]), ({"budget": 9_000.0}, [0])])
def test_under_a_limit_it_must_take_no_more_of_that_either(limits: dict[str, object], kept: list[int]) -> None:
    assert left_of(priced(choice(0, 500, days=3.0), choice(1, 800, days=1.0), **limits)) == kept


def test_what_leads_to_a_choice_without_a_stand_in_stays() -> None:
    entry = choice(1, 800, start=1, gives=frozenset({7}))
    later = choice(2, 900, start=5, fills=frozenset({5}), needs=frozenset({7}))
    assert left_of(priced(choice(0, 500), entry, later)) == [0, 1, 2]
    assert left_of(priced(choice(0, 500), entry, later._replace(fills=GAP))) == [0]

"""What looking at people alone leaves out is in no plan that is good enough, whoever shares seats."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest

from knowledge.gaps.choices import Problem, attainable, keeps_rules, solution_of
from knowledge.gaps.choosing import choose
from knowledge.gaps.milp import bound
from knowledge.gaps.parting import still_open
from knowledge.gaps.programme import Programme
from knowledge.gaps.proving import solved_from
from tests.knowledge.gaps.brute_force import small_problem

SEEDS = range(60)


def scarce(seed: int) -> Problem:
    """A problem without a budget and with one seat on every run."""
    problem = small_problem(seed, most_choices=10)
    choices = tuple(problem.choices[index] for index in attainable(problem.choices))
    return replace(problem, choices=choices, budget=None, seats=dict.fromkeys(range(len(problem.values)), 1))


def good_plans(problem: Problem, gaps: int, value: float) -> Iterator[tuple[int, ...]]:
    """Every plan that fills all gaps for at most a value."""
    for size in range(len(problem.choices) + 1):
        for chosen in itertools.combinations(range(len(problem.choices)), size):
            told = solution_of(problem, chosen)
            if told.filled == gaps and told.value <= value and keeps_rules(problem, chosen):
                yield chosen


@pytest.mark.parametrize("slack", [0.0, 1.5, 700.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_choice_of_every_good_plan_stays(seed: int, slack: float) -> None:
    problem = scarce(seed)
    programme = Programme.of(problem)
    found = bound(programme, programme.gaps) if programme.gaps else None
    best = choose(problem)
    if found is None or best.filled < programme.gaps:
        return
    most = best.value + slack
    kept = set(still_open(programme, found, range(len(problem.choices)), most, solved_from))
    plans = list(good_plans(problem, programme.gaps, most))
    assert plans
    assert kept >= {index for plan in plans for index in plan}


def test_something_is_left_out() -> None:
    left = 0
    for seed in SEEDS:
        problem = scarce(seed)
        programme = Programme.of(problem)
        found = bound(programme, programme.gaps) if programme.gaps else None
        if found is not None and (best := choose(problem)).filled == programme.gaps:
            kept = still_open(programme, found, range(len(problem.choices)), best.value, solved_from)
            left += len(problem.choices) - len(kept)
    assert left

"""The best plan by trying every set of choices, and problems small enough for that."""

import itertools
import random
from dataclasses import replace

from knowledge.gaps.choices import Choice, Problem, Solution, keeps_rules, solution_of


def best_by_trying(problem: Problem) -> Solution:
    """Every set of choices, the most gaps first, then the least value."""
    best = Solution((), 0, 0.0)
    for size in range(1, len(problem.choices) + 1):
        for chosen in itertools.combinations(range(len(problem.choices)), size):
            if keeps_rules(problem, chosen):
                found = solution_of(problem, chosen)
                if (-found.filled, found.value) < (-best.filled, best.value - 1e-9):
                    best = found
    return best


def small_problem(seed: int, most_choices: int = 11) -> Problem:
    """Up to three people and a dozen choices, with needs, overlaps, seats, a budget and days, each now and then."""
    luck = random.Random(seed)
    people = luck.randint(1, 3)
    courses = [
        (
            frozenset(luck.sample(range(4), luck.randint(0, 2))),
            frozenset(luck.sample(range(2), luck.randint(0, 1))),
            frozenset(luck.sample(range(2), 1)) if luck.random() < 0.3 else frozenset(),
            luck.choice([0, 500, 1000, 1999.5]),
        )
        for _ in range(luck.randint(2, 5))
    ]
    runs = [
        (course, luck.choice([None, luck.randint(0, 12)]), luck.randint(0, 4))
        for course in range(len(courses))
        for _ in range(luck.randint(1, 2))
    ]
    choices = []
    for run, (course, start, length) in enumerate(runs):
        fills, gives, needs, price = courses[course]
        for person in range(people):
            if luck.random() < 0.75 and (fills or gives):
                own = needs if luck.random() < 0.7 else frozenset()
                end = None if start is None else start + length
                choices.append(Choice(person, course, run, fills, gives - own, own, price, length + 1.0, start, end))
    choices = choices[:most_choices]
    values = [
        luck.choice([courses[course][3], length + 1.0, 1.0]) + 1e-3 * run
        for run, (course, _, length) in enumerate(runs)
    ]
    return Problem(
        tuple(choices),
        values,
        budget=luck.choice([None, 1500.0, 3000.0]),
        max_days=luck.choice([None, 4.0, 8.0]),
        seats={run: luck.randint(1, 2) for run in range(len(runs)) if luck.random() < 0.3},
    )


def turned(problem: Problem) -> Problem:
    """The same problem with its choices in the opposite order."""
    return replace(problem, choices=tuple(reversed(problem.choices)))

"""Plans are the best there are: equal to trying everything, whatever binds them."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from knowledge.gaps import choosing, proving
from knowledge.gaps.choices import Choice, Problem, keeps_rules
from knowledge.gaps.choosing import Chooser, choose
from knowledge.gaps.milp import bound
from knowledge.gaps.parting import competing
from knowledge.gaps.programme import Programme
from tests.knowledge.gaps.brute_force import best_by_trying, small_problem, turned

NOTHING: frozenset[int] = frozenset()


def make_choice(**changes: object) -> Choice:
    given: dict[str, object] = {
        "person": 0, "course": 0, "run": 0, "fills": frozenset({0}), "gives": NOTHING, "needs": NOTHING,
        "price": 1.0, "days": 1.0, "start": 0, "end": 0, **changes,
    }  # fmt: skip
    return Choice(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(200))
def test_the_plan_equals_the_best_of_all_sets_of_choices(seed: int) -> None:
    problem = small_problem(seed)
    found, best = choose(problem), best_by_trying(problem)
    assert keeps_rules(problem, found.chosen)
    assert found.proven
    assert (found.filled, found.value) == (best.filled, pytest.approx(best.value, abs=1e-6))


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_the_choices_does_not_matter(seed: int) -> None:
    problem = small_problem(seed)
    assert choose(problem).value == pytest.approx(choose(turned(problem)).value, abs=1e-6)


@pytest.mark.parametrize("seed", range(40))
def test_one_goal_after_the_other_is_planned_for_as_if_it_were_the_only_one(seed: int) -> None:
    problem = small_problem(seed)
    chooser = Chooser(problem)
    for values in (
        problem.values,
        [1.0 for _ in problem.values],
        [float(run * 5 % 7 + 1) for run in range(len(problem.values))],
    ):
        alone = best_by_trying(replace(problem, values=values))
        found = chooser.choose(values)
        assert (found.filled, found.value) == (alone.filled, pytest.approx(alone.value, abs=1e-6))


def make_problem(choices: Sequence[Choice], values: Sequence[float] = (1.0, 2.0, 3.0), **bounds: object) -> Problem:
    return Problem(tuple(choices), values, **bounds)  # type: ignore[arg-type]


def test_runs_on_the_same_days_are_not_taken_together() -> None:
    both = (make_choice(end=3), make_choice(course=1, run=1, fills=frozenset({1}), start=2, end=2))
    assert choose(make_problem(both)).filled == 1
    later = (both[0], make_choice(course=1, run=1, fills=frozenset({1}), start=4, end=4))
    assert choose(make_problem(later)).filled == 2


def test_a_dearer_run_is_taken_where_the_cheap_one_overlaps() -> None:
    cheap, dear = make_choice(run=0), make_choice(run=1, start=5, end=5)
    other = make_choice(course=1, run=2, fills=frozenset({1}))
    assert choose(make_problem((cheap, dear, other))).chosen == (1, 2)


def test_what_a_course_needs_is_taken_before_it() -> None:
    need = frozenset({0})
    entry = make_choice(fills=NOTHING, gives=need)
    advanced = make_choice(course=1, run=1, needs=need, start=5, end=5)
    assert choose(make_problem((entry, advanced))).chosen == (0, 1)
    too_late = make_choice(fills=NOTHING, gives=need, start=6, end=6)
    assert choose(make_problem((too_late, advanced))).chosen == ()


def test_two_undated_courses_do_not_lift_each_other() -> None:
    one = make_choice(gives=frozenset({0}), needs=frozenset({1}), start=None, end=None)
    other = make_choice(course=1, gives=frozenset({1}), needs=frozenset({0}), start=None, end=None)
    assert choose(make_problem((one, other))).chosen == ()


def test_seats_are_shared_and_the_next_run_is_for_who_finds_none() -> None:
    runs = tuple(make_choice(person=person, run=run, start=run, end=run) for person in range(3) for run in range(2))
    solution = choose(make_problem(runs, seats={0: 2}))
    assert solution.filled == 3
    assert solution.value == 4.0


def test_a_budget_goes_to_the_most_gaps() -> None:
    dear = make_choice(fills=frozenset({0}), price=10.0)
    cheap = tuple(
        make_choice(course=1 + n, run=1 + n, fills=frozenset({n + 1}), price=5.0, start=n + 1, end=n + 1)
        for n in range(2)
    )
    assert choose(make_problem((dear, *cheap), budget=10.0)).chosen == (1, 2)


def test_the_likeliest_choices_are_the_best_the_cheapest_and_the_shortest_of_their_kind() -> None:
    runs = [make_choice(run=run, price=9.0, start=run, end=run) for run in range(6)]
    choices = (*runs, make_choice(run=6, price=1.0), make_choice(run=7, price=9.0, days=0.5))
    assert Programme.of(make_problem(choices, range(8))).likeliest().tolist() == [0, 6, 7]


@pytest.mark.parametrize("seed", range(30))
def test_leaving_choices_out_loses_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "_NEAREST", 0)
    problem = small_problem(seed)
    best = best_by_trying(problem)
    found = choose(problem)
    assert (found.filled, found.value) == (best.filled, pytest.approx(best.value, abs=1e-6))


@pytest.mark.parametrize("seed", range(100))
def test_who_competes_for_seats_is_planned_for_at_once_and_as_well(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "_FEW_PEOPLE", 1)
    monkeypatch.setattr(choosing, "_MOST_PARTED", -1.0)
    monkeypatch.setattr(Chooser, "_seats_are_few", True)
    problem = replace(small_problem(seed), budget=None)
    best = best_by_trying(problem)
    chooser = Chooser(problem)
    found = chooser.choose(problem.values)
    assert keeps_rules(problem, found.chosen)
    assert (found.filled, found.value) == (best.filled, pytest.approx(best.value, abs=1e-6))


def test_where_runs_have_few_seats_the_bound_says_who_competes() -> None:
    """Twelve people for one cheap run with two seats and a dear one: all of them want the cheap one."""
    choices = [
        make_choice(person=person, run=run, course=run, fills=frozenset({person}), price=price, start=None, end=None)
        for person in range(12)
        for run, price in ((0, 1.0), (1, 2.0))
    ]
    problem = make_problem(choices, values=(1.0, 2.0), seats={0: 2, 1: 2})
    chooser = Chooser(problem)
    solution = chooser.choose(problem.values)
    assert (solution.filled, solution.value, solution.proven) == (4, 6.0, True)
    enough = make_problem(choices, values=(1.0, 2.0), seats={0: 2, 1: 12})
    programme = Programme.of(enough)
    everything = bound(programme, programme.gaps)
    assert everything is not None
    assert competing(programme, everything) == 12
    roomy = Programme.of(make_problem(choices, values=(1.0, 2.0), seats={0: 12, 1: 12}))
    unbound = bound(roomy, roomy.gaps)
    assert unbound is not None
    assert competing(roomy, unbound) == 0


def test_people_with_the_same_choices_get_the_same_plan() -> None:
    first = [make_choice(), make_choice(course=1, run=1, fills=frozenset({1}), start=3, end=3)]
    second = [one._replace(person=1, fills=frozenset(gap + 2 for gap in one.fills)) for one in first]
    solution = choose(make_problem([*first, *second]))
    assert (solution.chosen, solution.filled, solution.value) == ((0, 1, 2, 3), 4, 6.0)


def test_without_choices_the_plan_is_empty() -> None:
    assert choose(make_problem(())).chosen == ()

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.intervals import Figure, difference_of, mean_of, percentile_of

# Rounding of sums of floats.
CLOSE = 1e-9
SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=60)


@given(SHARES)
def test_an_interval_holds_its_mean_and_stays_within_the_values(values: list[float]) -> None:
    figure = mean_of(values)
    assert figure.value == pytest.approx(sum(values) / len(values))
    assert figure.low - CLOSE <= figure.value <= figure.high + CLOSE
    assert min(values) - CLOSE <= figure.low
    assert figure.high <= max(values) + CLOSE
    assert figure.n == len(values)


@given(SHARES)
def test_the_same_values_give_the_same_interval(values: list[float]) -> None:
    assert mean_of(values) == mean_of(list(values))
    assert percentile_of(values, 95) == percentile_of(list(values), 95)


@given(st.floats(0, 1), st.integers(1, 60))
def test_values_that_are_all_alike_leave_no_doubt(value: float, count: int) -> None:
    figure = mean_of([value] * count)
    assert (figure.low, figure.high) == (pytest.approx(value), pytest.approx(value))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_more_cases_narrow_the_interval(share: float) -> None:
    widths = []
    for count in (10, 40, 160, 640):
        right = round(count * share)
        figure = mean_of([1.0] * right + [0.0] * (count - right))
        widths.append(figure.high - figure.low)
    assert widths == sorted(widths, reverse=True)
    # Four times the cases halve the interval: the draws leave some play.
    assert widths[-1] == pytest.approx(widths[-2] / 2, rel=0.15)


def test_the_interval_is_that_of_a_binomial_share() -> None:
    figure = mean_of([1.0] * 80 + [0.0] * 20)
    # 1.96 times the standard error, sqrt(.8 * .2 / 100) = .04; the draws leave some play.
    assert figure.low == pytest.approx(0.8 - 1.96 * 0.04, abs=0.015)
    assert figure.high == pytest.approx(0.8 + 1.96 * 0.04, abs=0.015)


@given(SHARES, st.integers(0, 100))
def test_a_percentile_lies_within_the_values(values: list[float], percentile: int) -> None:
    figure = percentile_of(values, percentile)
    assert min(values) <= figure.low <= figure.high <= max(values)
    assert min(values) <= figure.value <= max(values)


def test_percentiles_are_linear_between_neighbours() -> None:
    assert percentile_of([1.0, 2.0, 3.0, 4.0], 50).value == 2.5
    assert percentile_of([7.0], 95) == Figure(7.0, 7.0, 7.0, 1)


@given(SHARES)
def test_a_run_differs_from_itself_by_nothing(values: list[float]) -> None:
    assert difference_of(values, values) == Figure(0.0, 0.0, 0.0, len(values))


def test_a_difference_is_taken_case_by_case() -> None:
    before = [0.0, 1.0] * 50
    after = [0.1, 0.9] * 50
    shifted = difference_of(before, [value + 0.25 for value in before])
    # Each case moved by the same, however far the cases lie apart: paired, there is no doubt.
    assert (shifted.low, shifted.high) == (pytest.approx(0.25), pytest.approx(0.25))
    mixed = difference_of(before, after)
    assert mixed.value == pytest.approx(0.0)
    assert mixed.low < 0 < mixed.high


def test_after_less_before_is_what_a_difference_is() -> None:
    assert difference_of([0.0, 0.0], [1.0, 0.0]).value == 0.5
    assert difference_of([1.0, 0.0], [0.0, 0.0]).value == -0.5


def test_runs_over_other_cases_have_no_difference() -> None:
    with pytest.raises(ValueError, match="argument"):
        difference_of([1.0], [1.0, 0.0])

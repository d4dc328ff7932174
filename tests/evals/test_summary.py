import pytest

from evals.cases import CaseKind, Split
from evals.summary import by_half, by_kind, by_suite, figures_of, total
from tests.evals.questions import make_case, make_outcome

SMALLTALK = make_case("s", suite="smalltalk", kind=CaseKind.SMALLTALK, answerable=False)


def test_a_figure_is_the_mean_over_the_cases_to_which_it_applies() -> None:
    figures = figures_of([make_outcome("a", right_source=1.0), make_outcome("b", right_source=0.0), make_outcome("c")])
    assert (figures["right_source"].value, figures["right_source"].n) == (0.5, 2)
    assert "right_course" not in figures


def test_abstaining_is_counted_apart_for_what_can_be_answered_and_what_cannot() -> None:
    figures = total([make_outcome("a", abstained_wrongly=1.0), make_outcome("b", abstained_rightly=1.0)])
    assert (figures["abstained_wrongly"].value, figures["abstained_wrongly"].n) == (1.0, 1)
    assert (figures["abstained_rightly"].value, figures["abstained_rightly"].n) == (1.0, 1)


def test_times_are_told_by_their_percentiles() -> None:
    figures = figures_of([make_outcome(str(number), latency=float(number)) for number in range(1, 101)])
    assert figures["latency_p50"].value == 50.5
    assert figures["latency_p95"].value == pytest.approx(95.05)


def test_of_nothing_there_are_no_figures() -> None:
    assert figures_of([]) == {}
    assert total([make_outcome(case=SMALLTALK, abstained_rightly=1.0)]) == {}
    assert by_suite([]) == by_kind([]) == by_half([]) == {}


def test_small_talk_has_a_row_but_no_part_in_totals_and_halves() -> None:
    outcomes = [make_outcome("a", right_source=1.0), make_outcome(case=SMALLTALK, right_source=0.0)]
    assert by_suite(outcomes)["smalltalk"]["right_source"].value == 0.0
    assert by_kind(outcomes)["smalltalk"]["right_source"].value == 0.0
    assert total(outcomes)["right_source"].value == 1.0
    assert by_half(outcomes)["report"]["right_source"].value == 1.0


def test_suites_and_kinds_and_halves_are_kept_apart() -> None:
    cases = [
        make_case("a", suite="two", kind=CaseKind.NUMBER, split=Split.TUNE),
        make_case("b", suite="one", kind=CaseKind.NUMBER),
        make_case("c", suite="two", kind=CaseKind.PLACE),
    ]
    outcomes = [make_outcome(case=case, right_source=float(place)) for place, case in enumerate(cases)]
    assert {name: figures["right_source"].value for name, figures in by_suite(outcomes).items()} == {
        "two": 1.0,
        "one": 1.0,
    }
    assert list(by_suite(outcomes)) == ["two", "one"]
    assert {name: figures["right_source"].value for name, figures in by_kind(outcomes).items()} == {
        "number": 0.5,
        "place": 2.0,
    }
    assert {name: figures["right_source"].value for name, figures in by_half(outcomes).items()} == {
        "tune": 0.0,
        "report": 1.5,
    }


def test_a_half_that_was_not_asked_has_no_row() -> None:
    assert list(by_half([make_outcome(case=make_case(split=Split.TUNE))])) == ["tune"]

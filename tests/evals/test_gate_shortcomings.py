from typing import Any

import pytest

from evals.baseline import compare
from evals.gate import LEAST_CAUGHT, MOST_FALSE_ALARMS, shortcomings
from evals.runs import Run, run_to_json
from tests.evals.test_baseline import baseline_of, make_run


def make_record(**changes: Any) -> dict[str, Any]:
    """A run as far as the gate looks at it; everything is as it must be."""
    promised = {"quotation_exactness": 1.0, "citation_recall": 1.0, "wrong_learner": 0.0}
    record = {
        "metrics": {name: {"value": value, "n": 10} for name, value in promised.items()},
        "faults": {"planted": {"catch_rate": 0.99, "false_alarm_rate": 0.01}},
        "against_baseline": None,
    }
    return record | changes


def test_a_run_with_nothing_wrong_may_pass() -> None:
    assert shortcomings(make_record()) == []
    assert shortcomings(make_record(metrics={}, faults={})) == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("quotation_exactness", 0.9996, "quotation_exactness is 0.9996, and must be 1.0."),
        ("citation_recall", 0.5, "citation_recall is 0.5000, and must be 1.0."),
        ("wrong_learner", 0.01, "wrong_learner is 0.0100, and must be 0.0."),
    ],
)
def test_a_promise_is_kept_without_a_margin(name: str, value: float, sentence: str) -> None:
    metrics = make_record()["metrics"] | {name: {"value": value, "n": 10}}
    assert shortcomings(make_record(metrics=metrics)) == [sentence]


@pytest.mark.parametrize(
    ("caught", "alarms", "sentences"),
    [
        (LEAST_CAUGHT, MOST_FALSE_ALARMS, []),
        (0.979, 0.0, ["Of the planted faults 0.979 are caught, and must be 0.98."]),
        (1.0, 0.031, ["Of the honest answers 0.031 are accused, and may be 0.03."]),
    ],
)
def test_planted_faults_are_caught_and_honest_answers_let_pass(
    caught: float, alarms: float, sentences: list[str]
) -> None:
    planted = {"catch_rate": caught, "false_alarm_rate": alarms}
    by_hand = {"catch_rate": 0.1, "false_alarm_rate": 0.9}
    assert shortcomings(make_record(faults={"planted": planted, "by_hand": by_hand})) == sentences


def test_what_is_beyond_its_margin_is_told_with_suite_and_figures() -> None:
    before, after = make_run(0, count=100), make_run(10, count=100)
    record = make_record(against_baseline=compare(after, baseline_of(before)).to_json())
    assert shortcomings(record) == [
        "all: fact_in_answer went from 1.000 to 0.900, beyond its margin of 0.005.",
        "facts: fact_in_answer went from 1.000 to 0.900, beyond its margin of 0.070.",
    ]


def test_what_got_worse_within_its_margin_passes() -> None:
    before, after = make_run(0), make_run(3)
    assert shortcomings(make_record(against_baseline=compare(after, baseline_of(before)).to_json())) == []


def test_the_gate_reads_a_run_as_it_is_written(created: Any) -> None:
    run = Run({}, "1", 1, make_run(1, "quotation_exactness", 4))
    assert shortcomings(run_to_json(run, None, created)) == ["quotation_exactness is 0.7500, and must be 1.0."]

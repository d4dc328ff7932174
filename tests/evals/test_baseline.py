"""A baseline is what it was made of, and later runs are held against it case by case."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.channels.explaining import explain_error
from evals.baseline import (
    SUITE_MARGIN,
    Baseline,
    BaselineError,
    Comparison,
    Verdict,
    compare,
    read_baseline,
    write_baseline,
)
from evals.cases import CaseKind
from evals.measures import METRICS, SLIGHT
from evals.outcomes import Outcome
from prompts.wording import Wording
from tests.evals.questions import make_case, make_outcome

MANY = 1_000
ABOUT = {"version": "1.2", "embedding": "danish-static"}


def baseline_of(outcomes: Sequence[Outcome]) -> Baseline:
    return Baseline(
        "baseline.json",
        {outcome.case.id: outcome.scores for outcome in outcomes},
        frozenset(outcome.case.id for outcome in outcomes if outcome.passed),
    )


def make_run(wrong: int, metric: str = "fact_in_answer", count: int = MANY, suite: str = "facts") -> list[Outcome]:
    """A run in which the metric is 0 for so many cases and 1 for the others."""
    return [
        make_outcome(case=make_case(f"{suite}-{number}", suite=suite), **{metric: float(number >= wrong)})
        for number in range(count)
    ]


def held(after: Sequence[Outcome], before: Sequence[Outcome]) -> Comparison:
    return compare(after, baseline_of(before))


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    outcomes = [make_outcome("b", fact_in_answer=1.0, ndcg_at_10=1 / 3), make_outcome("æ", fact_in_answer=0.0)]
    path = tmp_path / "folder" / "baseline.json"
    write_baseline(path, outcomes, ABOUT)
    baseline = read_baseline(path)
    assert baseline.scores == {"b": {"fact_in_answer": 1.0, "ndcg_at_10": 0.3333}, "æ": {"fact_in_answer": 0.0}}
    assert (baseline.passed, baseline.path) == ({"b"}, str(path))
    assert json.loads(path.read_text("utf-8")).items() >= ABOUT.items()


def test_a_baseline_has_a_line_a_case_whatever_their_order_and_times(tmp_path: Path) -> None:
    outcomes = [make_outcome(name, latency, right_source=1.0) for name, latency in (("b", 3.0), ("a", 4.0))]
    again = [make_outcome(name, latency, right_source=1.0) for name, latency in (("a", 9.0), ("b", 8.0))]
    write_baseline(tmp_path / "one.json", outcomes, ABOUT)
    write_baseline(tmp_path / "two.json", again, ABOUT)
    written = (tmp_path / "one.json").read_text("utf-8")
    assert written == (tmp_path / "two.json").read_text("utf-8")
    lines = written.splitlines()
    assert '"a": {"passed": true, "scores": {"right_source": 1.0}},' in lines
    assert '"b": {"passed": true, "scores": {"right_source": 1.0}}' in lines


def beyond(comparison: Comparison) -> list[tuple[str, str]]:
    """Suite (`all` for the whole) and metric of everything beyond its margin."""
    groups = {"all": comparison.metrics, **comparison.suites}
    return [
        (suite, name)
        for suite, differences in groups.items()
        for name, difference in differences.items()
        if difference.verdict is Verdict.BEYOND
    ]


def test_a_run_held_against_the_baseline_made_of_it_is_the_same(tmp_path: Path) -> None:
    outcomes = [*make_run(1, "ndcg_at_10", 3), make_outcome("thirds", ndcg_at_10=1 / 3, fact_in_answer=1.0)]
    write_baseline(tmp_path / "baseline.json", outcomes, ABOUT)
    comparison = compare(outcomes, read_baseline(tmp_path / "baseline.json"))
    assert {difference.verdict for difference in comparison.metrics.values()} == {Verdict.SAME}
    assert beyond(comparison) == []
    flipped = (comparison.mended, comparison.broken, comparison.new, comparison.gone)
    assert flipped == ([], [], [], [])


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (10, 9, Verdict.BETTER),
        (10, 10, Verdict.SAME),
        (10, 11, Verdict.WORSE),
        (10, 15, Verdict.WORSE),
        (10, 16, Verdict.BEYOND),
    ],
)
def test_worse_is_beyond_only_past_the_margin(before: int, after: int, verdict: Verdict) -> None:
    assert SLIGHT * MANY == 5
    difference = held(make_run(after), make_run(before)).metrics["fact_in_answer"]
    assert difference.verdict is verdict
    assert (difference.before, difference.after) == (1 - before / MANY, 1 - after / MANY)
    assert difference.difference == pytest.approx((before - after) / MANY)
    assert difference.low <= difference.difference <= difference.high
    assert (difference.n, difference.margin) == (MANY, SLIGHT)


def test_of_a_rate_of_wrongs_less_is_better() -> None:
    # `wrong` counts the zeros, so more zeros are fewer wrongs.
    for before, after, verdict in ((90, 100, Verdict.BETTER), (100, 97, Verdict.WORSE), (100, 90, Verdict.BEYOND)):
        comparison = held(make_run(after, "stale_fact"), make_run(before, "stale_fact"))
        assert comparison.metrics["stale_fact"].verdict is verdict


def test_what_is_promised_has_no_margin_over_all_nor_in_a_suite() -> None:
    comparison = held(make_run(1, "quotation_exactness"), make_run(0, "quotation_exactness"))
    found = beyond(comparison)
    assert found == [("all", "quotation_exactness"), ("facts", "quotation_exactness")]


def test_a_suite_has_a_margin_of_two_of_its_cases() -> None:
    before, rest = make_run(0, count=30), make_run(0, suite="numbers")
    for wrong, verdict in ((2, Verdict.WORSE), (3, Verdict.BEYOND)):
        comparison = held(make_run(wrong, count=30) + rest, before + rest)
        difference = comparison.suites["facts"]["fact_in_answer"]
        assert (difference.verdict, difference.margin) == (verdict, SUITE_MARGIN)
        assert comparison.suites["numbers"]["fact_in_answer"].verdict is Verdict.SAME
        assert [suite for suite, _ in beyond(comparison)] == (["facts"] if verdict is Verdict.BEYOND else [])


@pytest.mark.parametrize("metric", [metric.name for metric in METRICS if metric.margin is None])
def test_what_has_no_margin_is_not_held_against_a_baseline(metric: str) -> None:
    comparison = held(make_run(9, metric), make_run(0, metric))
    assert comparison.metrics == {}


def test_a_metric_is_held_over_the_cases_that_both_runs_scored() -> None:
    before = [make_outcome("a", right_source=1.0), make_outcome("b"), make_outcome("c", right_source=0.0)]
    after = [make_outcome("a", right_source=1.0), make_outcome("b", right_source=0.0), make_outcome("c")]
    difference = held(after, before).metrics["right_source"]
    assert (difference.n, difference.verdict) == (1, Verdict.SAME)


def test_cases_that_changed_sides_are_named() -> None:
    before = [make_outcome("a", right_source=0.0), make_outcome("b", right_source=1.0), make_outcome("c")]
    after = [make_outcome("a", right_source=1.0), make_outcome("b", right_source=0.0), make_outcome("c")]
    comparison = held(after, before)
    assert (comparison.mended, comparison.broken) == (["a"], ["b"])


def test_new_cases_and_those_that_are_gone_are_named_and_not_held() -> None:
    before = [make_outcome("a", right_source=1.0), make_outcome("z", right_source=1.0), make_outcome("y")]
    comparison = held([make_outcome("a", right_source=1.0), make_outcome("b", right_source=0.0)], before)
    assert (comparison.new, comparison.gone) == (["b"], ["y", "z"])
    assert comparison.metrics["right_source"].n == 1
    assert comparison.broken == []


def test_small_talk_is_held_in_its_suite_alone() -> None:
    case = make_case("s", suite="smalltalk", kind=CaseKind.SMALLTALK, answerable=False)
    after, before = make_outcome(case=case, abstained_rightly=0.0), make_outcome(case=case, abstained_rightly=1.0)
    comparison = held([after], [before])
    assert comparison.metrics == {}
    assert [suite for suite, _ in beyond(comparison)] == ["smalltalk"]


def test_a_comparison_is_plain_json() -> None:
    before = [*make_run(0, count=3), make_outcome("gone")]
    comparison = held([*make_run(2, count=3), make_outcome("new")], before)
    record = json.loads(json.dumps(comparison.to_json()))
    assert record["baseline"] == "baseline.json"
    assert record["flipped"] == {"mended": [], "broken": ["facts-0", "facts-1"]}
    assert (record["new"], record["gone"]) == (["new"], ["gone"])
    assert record["suites"]["facts"]["fact_in_answer"] == record["metrics"]["fact_in_answer"] | {"margin": SUITE_MARGIN}
    fact = record["metrics"]["fact_in_answer"]
    assert (fact["before"], fact["after"], fact["difference"]) == (1.0, 0.3333, -0.6667)
    assert (fact["n"], fact["margin"], fact["verdict"]) == (3, SLIGHT, "beyond")
    assert fact["low"] <= fact["difference"] <= fact["high"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"cases": []}',
        b'{"cases": {"a": {}}}',
        b'{"cases": {"a": {"passed": true}}}',
        b'{"cases": {"a": {"passed": true, "scores": [1]}}}',
        b'{"cases": {"a": {"passed": true, "scores": {"right_source": "good"}}}}',
        b'{"cases": {"a": {"passed": true, "scores": {"right_source": null}}}}',
    ],
)
def test_what_is_no_baseline_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "baseline.json"
    path.write_bytes(content)
    with pytest.raises(
        BaselineError, match=r"baseline\.json is no baseline; make one with --save-baseline\.$"
    ) as caught:
        read_baseline(path)
    danish = explain_error(caught.value, Wording.load())
    assert danish.startswith(f"Sammenligningsgrundlaget {path} kan ikke bruges.")


@pytest.mark.parametrize("name", ["absent.json", "."])
def test_a_baseline_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BaselineError, match=r"cannot be read \(.*\); check the path"):
        read_baseline(tmp_path / name)

"""The benchmark of plans runs, and its plans are proven."""

import json

import pytest

from evals.benchmarks import plan


def test_a_small_share_of_the_benchmark_gives_proven_plans(capsys: pytest.CaptureFixture[str]) -> None:
    plan.main(["--people", "5", "--competences", "20", "--courses", "80", "--teams", "1"])
    told = json.loads(capsys.readouterr().out)
    assert set(told["seconds"]) == {"free", "budget", "days", "seats"}
    assert all(one["proven"] and one["filled"] <= one["gaps"] for one in told["last"].values())
    assert told["last"]["free"]["filled"] > told["last"]["budget"]["filled"]
    assert max(told["seconds"].values()) < 10

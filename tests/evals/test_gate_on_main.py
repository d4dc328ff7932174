"""The gate as `make test` runs it: main passes, and what makes answers worse does not."""

import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from evals.baseline import BASELINE, compare, read_baseline
from evals.evaluating import Setting, evaluate_suites
from evals.gate import shortcomings
from evals.runs import Run, run_to_json
from evals.stages import stages, without
from evals.suites import read_suites
from knowledge.settings import DEFAULT_EMBEDDING

RENEW = "; if the answers are better, renew it: fagkompas eval --save-baseline evals/baselines/samples.json"
# Each regression is planted before the questions on which it shows at once.
PLANTED = (("stemming", "spelling"), ("threshold", "unanswerable"), ("verification", "numbers"))
# On this half the promises must hold by themselves, whatever the baseline says.
NEVER_TUNED = "report"


def judged(run: Run) -> dict[str, Any]:
    comparison = compare(run.outcomes, read_baseline(BASELINE))
    return run_to_json(run, comparison, datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gate")


@pytest.mark.slow
def test_main_passes(tmp_path: Path) -> None:
    # The command itself, in a process of its own: where lines are counted, this one would take four times as long.
    command = Path(sys.executable).with_name("fagkompas")
    gate = [command, "--data", tmp_path, "eval", "--baseline", BASELINE, "--json"]
    done = subprocess.run(gate, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"worse than the baseline{RENEW}\n{done.stderr}"
    whole = json.loads(done.stdout)
    comparison = whole["against_baseline"]
    assert (comparison["new"], comparison["gone"]) == ([], []), f"cases changed{RENEW}"
    figures = whole["halves"][NEVER_TUNED]
    assert figures["quotation_exactness"]["value"] == figures["citation_recall"]["value"] == 1.0
    assert figures["wrong_learner"]["value"] == 0.0


@pytest.mark.parametrize(("name", "suite"), PLANTED)
def test_a_planted_regression_does_not_get_through(name: str, suite: str, data: Path, tmp_path: Path) -> None:
    stage = next(stage for stage in stages() if stage.name == name)
    with without(stage):
        run = evaluate_suites(read_suites([suite]), Setting(tmp_path if stage.is_indexed else data, DEFAULT_EMBEDDING))
    assert shortcomings(judged(run))

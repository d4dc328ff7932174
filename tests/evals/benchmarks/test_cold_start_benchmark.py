"""The measurement of cold starts."""

import subprocess
import sys
from pathlib import Path

import pytest

from evals.benchmarks.cold_start import fagkompas, in_turn, seconds

WAITING = (sys.executable, "-c", "import time; time.sleep(0.2)")
QUICK = (sys.executable, "-c", "")


def test_each_start_of_both_commands_is_a_figure() -> None:
    waiting, quick = in_turn(WAITING, QUICK, starts=2)
    assert len(waiting) == len(quick) == 2
    assert min(waiting) >= 0.2


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        seconds((sys.executable, "-c", "raise SystemExit(2)"))


def test_settings_of_the_one_who_measures_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAGKOMPAS_PORT", "1")
    seconds((sys.executable, "-c", "import os; assert 'FAGKOMPAS_PORT' not in os.environ"))


def test_the_command_of_this_environment_is_measured() -> None:
    assert Path(fagkompas()).name == "fagkompas"

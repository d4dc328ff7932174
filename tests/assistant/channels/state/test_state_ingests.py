"""Ingests are followed from their start to their end, also when their process has no end to tell of."""

import datetime
import subprocess
import sys

import pytest

from assistant.channels.state import ingests
from assistant.channels.state.ingests import MOST_RUNS, SILENCE
from assistant.channels.state.processes import is_gone, this_process
from assistant.channels.state.store import State
from assistant.channels.state.types import INTERRUPTED, RunState
from tests.assistant.channels.state.conftest import Opener
from tests.assistant.channels.state.stored import Clock


def test_a_run_is_followed_from_start_to_end(opened: Opener, clock: Clock) -> None:
    state, watcher = opened(), opened()
    started = clock()
    run_id = state.ingests.start("key_me", ["/dokumenter"])
    run = watcher.ingests.find(run_id)
    assert run is not None
    assert (run.state, run.started, run.finished) == (RunState.RUNNING, started, None)
    assert (run.owner, run.roots) == ("key_me", ("/dokumenter",))
    clock.go_on(seconds=2)
    state.ingests.progress(run_id, "read", 3, 10)
    run = watcher.ingests.find(run_id)
    assert run is not None
    assert (run.stage, run.done, run.total) == ("read", 3, 10)
    clock.go_on(seconds=2)
    state.ingests.finish(run_id, {"generation": 4, "added": ["æ"]})
    run = watcher.ingests.find(run_id)
    assert run is not None
    assert (run.state, run.finished, run.problem) == (RunState.DONE, clock(), None)
    assert run.report == {"generation": 4, "added": ["æ"]}


def test_a_run_that_failed_says_why(state: State) -> None:
    run_id = state.ingests.start("", [])
    state.ingests.finish(run_id, problem="Mappen findes ikke.")
    run = state.ingests.latest()
    assert run is not None
    assert (run.run_id, run.state, run.problem, run.report) == (run_id, RunState.FAILED, "Mappen findes ikke.", None)


def test_an_unknown_run_is_none(state: State) -> None:
    assert state.ingests.find("run_9") is None
    assert state.ingests.latest() is None


def test_progress_is_noted_now_and_then_but_every_stage_and_the_end_of_it(state: State, clock: Clock) -> None:
    run_id = state.ingests.start("", [])
    seen = []
    for stage, done in [("read", 1), ("read", 2), ("index", 1), ("index", 10)]:
        state.ingests.progress(run_id, stage, done, 10)
        run = state.ingests.find(run_id)
        assert run is not None
        seen.append((run.stage, run.done))
    assert seen == [("read", 1), ("read", 1), ("index", 1), ("index", 10)]
    clock.go_on(seconds=1)
    state.ingests.progress(run_id, "index", 5, 10)
    assert state.ingests.listed(1)[0].done == 5


def test_the_latest_runs_are_kept(state: State) -> None:
    runs = [state.ingests.start("", []) for _ in range(MOST_RUNS + 2)]
    listed = state.ingests.listed(MOST_RUNS + 2)
    assert [run.run_id for run in listed] == runs[:1:-1]


def test_a_run_whose_process_is_dead_has_failed(state: State, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingests, "this_process", mark_of_dead_process)
    run_id = state.ingests.start("", [])
    run = state.ingests.find(run_id)
    assert run is not None
    assert (run.state, run.problem, run.finished) == (RunState.FAILED, INTERRUPTED, clock())


def test_a_run_on_another_machine_has_failed_when_nothing_was_heard_for_long(
    state: State, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingests, "this_process", lambda: "anden-maskine/1/77")
    run_id = state.ingests.start("", [])
    clock.time += SILENCE
    assert state.ingests.listed(1)[0].state is RunState.RUNNING
    state.ingests.progress(run_id, "read", 1, 2)
    clock.time += SILENCE + datetime.timedelta(seconds=1)
    assert state.ingests.listed(1)[0].state is RunState.FAILED


def mark_of_dead_process() -> str:
    code = "from assistant.channels.state.processes import this_process; print(this_process())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_a_process_is_told_from_a_later_one_with_its_number() -> None:
    machine, number, started = this_process().rsplit("/", 2)
    assert is_gone(this_process()) is False
    assert is_gone(f"{machine}/{number}/{int(started) - 1}") is True
    assert is_gone(f"anden-maskine/{number}/{started}") is None

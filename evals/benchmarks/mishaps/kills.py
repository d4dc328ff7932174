"""SIGKILL at random moments of ingest, rollback, backup and restore; `kill_ingest` kills what ingests by itself."""

import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from evals.benchmarks.cold_start import fagkompas
from evals.benchmarks.mishaps.stage import Outcome, Stage

KILLS = 200
SEED = 1


def carried_out(folder: Path, kills: int = KILLS) -> Iterator[Outcome]:
    """Kill the commands in turn, each at a moment of its own, and ingest after each."""
    chance = random.Random(SEED)
    stage = Stage.built(folder / "sted")
    copy = folder / "kopi.fagkompas"
    assert stage.run("backup", str(copy)).code == 0
    commands = {
        "ingest": ("ingest", str(stage.documents)),
        "rollback": ("rollback",),
        "backup": ("backup", str(copy)),
        "restore": ("restore", str(copy)),
    }
    for name, command in commands.items():
        outcome = Outcome(f"kill -9 of {name}")
        lasts = _lasts(stage, command)
        with stage.read(outcome):
            for _ in range(kills // len(commands)):
                _kill(stage, command, chance.uniform(0, lasts))
                _mended(stage, outcome)
        stage.mend(outcome)
        yield outcome


def _lasts(stage: Stage, command: tuple[str, ...]) -> float:
    stage.next_edition()
    began = time.perf_counter()
    stage.run(*command)
    taken = time.perf_counter() - began
    stage.ingest()
    return taken


def _kill(stage: Stage, command: tuple[str, ...], after: float) -> None:
    stage.next_edition()
    pipe = subprocess.DEVNULL
    with subprocess.Popen([fagkompas(), "--data", str(stage.data), *command], stdout=pipe, stderr=pipe) as process:
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()


def _mended(stage: Stage, outcome: Outcome) -> None:
    """An ingest that is left alone publishes the newest edition."""
    stage.expect(outcome, stage.ingest(), codes=(0,))
    if stage.seen() != {str(stage.edition)}:
        outcome.amiss.append(f"after a kill readers see {sorted(stage.seen())}, not {stage.edition}")

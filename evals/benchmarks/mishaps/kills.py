"""SIGKILL at random moments of ingest, publication, rollback, backup and restore, from the moment the change begins."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from evals.benchmarks.mishaps.begin import READY
from evals.benchmarks.mishaps.stage import Outcome, Stage

KILLS = 200
SEED = 1
# The last of an ingest, in which it is published, is so short that few kills would hit it by chance.
LAST_SHARE = 0.1
# A machine whose pace changes lets some come too late; they do not count, and are tried again so often.
MOST_TOO_LATE = 10


def carried_out(folder: Path, kills: int = KILLS, seed: int = SEED) -> Iterator[Outcome]:
    """Kill the commands in turn, each at a moment of its own, and ingest after each."""
    chance = random.Random(seed)
    stage = Stage.built(folder / "sted")
    copy = folder / "kopi.fagkompas"
    assert stage.run("backup", str(copy)).code == 0
    ingest = ("ingest", str(stage.documents))
    commands = {
        "ingest": (ingest, 0.0),
        "publication": (ingest, 1 - LAST_SHARE),
        "rollback": (("rollback",), 0.0),
        "backup": (("backup", str(folder / "ny.fagkompas")), 0.0),
        "restore": (("restore", str(copy)), 0.0),
    }
    for name, (command, first) in commands.items():
        outcome = Outcome(f"kill -9 of {name}")
        hits, late = 0, 0
        with stage.read(outcome):
            lasts = _lasts(stage, command)
            while hits < kills // len(commands) and late < MOST_TOO_LATE * kills:
                if _kill(stage, command, lasts * chance.uniform(first, 1)):
                    hits += 1
                else:
                    late += 1
                    lasts = _lasts(stage, command)
                _mended(stage, outcome)
        outcome.said = f"{hits} kills, and {late} that came too late"
        if hits < kills // len(commands):
            outcome.amiss.append(outcome.said)
        stage.mend(outcome)
        yield outcome


def _lasts(stage: Stage, command: tuple[str, ...]) -> float:
    """Seconds from the beginning of the change to its end, left alone."""
    process = _begun(stage, command)
    began = time.perf_counter()
    process.wait()
    taken = time.perf_counter() - began
    stage.ingest()
    return taken


def _kill(stage: Stage, command: tuple[str, ...], after: float) -> bool:
    """Kill it so many seconds after the change began; False where it had ended by then."""
    process = _begun(stage, command)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
    return process.wait() == -signal.SIGKILL


def _begun(stage: Stage, command: tuple[str, ...]) -> "subprocess.Popen[str]":
    """Start it on a new edition, and wait for its word."""
    if command[0] == "backup":
        # What was whole already is not written again.
        Path(command[1]).unlink(missing_ok=True)
    stage.next_edition()
    entry = [sys.executable, "-m", "evals.benchmarks.mishaps.begin", "--data", str(stage.data), *command]
    process = subprocess.Popen(entry, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    while process.stdout.readline().strip() != READY:
        assert process.poll() is None, f"{command[0]} did not begin"
    return process


def _mended(stage: Stage, outcome: Outcome) -> None:
    """An ingest that is left alone publishes the newest edition."""
    stage.expect(outcome, stage.ingest(), codes=(0,))
    if stage.seen() != {str(stage.edition)}:
        outcome.amiss.append(f"after a kill readers see {sorted(stage.seen())}, not {stage.edition}")

"""A disk that fills up at ever later writes of an ingest: what was published stays, and is read all the while."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evals.benchmarks.mishaps.stage import Outcome, Stage

SIZE = "200m"
# Bytes that are left: from none to what a whole ingest takes.
LEFT = (0, 20_000, 100_000, 300_000, 600_000, 800_000, 1_000_000, 1_200_000, 1_500_000, 3_000_000)


def carried_out(folder: Path) -> Iterator[Outcome]:
    """Fill a small disk of its own; says so where the right to mount one is missing."""
    try:
        with _disk(folder / "disk") as disk:
            stage = Stage.built(folder / "sted", disk / "data")
            for left in LEFT:
                yield _filled(stage, disk / "fyld", left)
    except subprocess.CalledProcessError:
        yield Outcome("full disk", said="not done: no right to mount a tmpfs")


def _filled(stage: Stage, filler: Path, left: int) -> Outcome:
    outcome = Outcome(f"full disk, {left} bytes left")
    stage.next_edition()
    before = stage.edition - 1
    with stage.read(outcome):
        _fill(filler, left)
        done = stage.ingest()
        seen = stage.seen()
        filler.unlink()
    stage.expect(outcome, done)
    if seen != {str(before if done.code else stage.edition)}:
        outcome.amiss.append(f"readers see {sorted(seen)} after exit code {done.code}")
    stage.mend(outcome)
    return outcome


def _fill(path: Path, left: int) -> None:
    state = os.statvfs(path.parent)
    with path.open("wb") as file:
        file.write(b"\0" * max(0, state.f_bavail * state.f_frsize - left))


@contextmanager
def _disk(place: Path) -> Iterator[Path]:
    place.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], check=True, capture_output=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=False)

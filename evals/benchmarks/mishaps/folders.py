"""Folders that cannot be written, that run in circles, that two write at once, or that vanish under a reader."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from evals.benchmarks.cold_start import fagkompas
from evals.benchmarks.mishaps.stage import Outcome, Stage

# Somebody who may not write where root has: on many systems `nobody`.
NOBODY = 65_534
LATER = "2099-01-01T00:00:00+00:00"


def carried_out(folder: Path) -> Iterator[Outcome]:
    """One after the other, each in a place of its own."""
    for name in (rivals, links, vanished, clock, turned_back, read_only):
        outcome = Outcome((name.__doc__ or "").rstrip("."))
        name(Stage.built(folder / name.__name__), outcome)
        yield outcome


def rivals(stage: Stage, outcome: Outcome) -> None:
    """Two ingests at once."""
    stage.next_edition()
    command = [fagkompas(), "--data", str(stage.data), "ingest", str(stage.documents)]
    with stage.read(outcome):
        both = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in "ab"]
        said = [process.communicate()[1] for process in both]
    codes = sorted(process.returncode for process in both)
    if codes not in ([0, 0], [0, 2]) or stage.seen() != {str(stage.edition)}:
        outcome.amiss.append(f"exit codes {codes}, {said}")
    outcome.said = "".join(said).strip()[:160]
    stage.mend(outcome)


def links(stage: Stage, outcome: Outcome) -> None:
    """A folder that links to itself."""
    (stage.documents / "rundt").symlink_to(stage.documents)
    (stage.documents / "a").symlink_to(stage.documents / "b")
    (stage.documents / "b").symlink_to(stage.documents / "a")
    stage.next_edition()
    with stage.read(outcome):
        stage.expect(outcome, stage.ingest(), codes=(0, 3))
    if stage.seen() != {str(stage.edition)}:
        outcome.amiss.append("the documents beside the links were not taken in")


def vanished(stage: Stage, outcome: Outcome) -> None:
    """The generation deleted under a reader."""
    with stage.read(outcome):
        shutil.rmtree(stage.generation)
        stage.expect(outcome, stage.ingest())
        stage.expect(outcome, stage.run("rollback"), codes=(0,))
        stage.mend(outcome)


def clock(stage: Stage, outcome: Outcome) -> None:
    """The clock set back: what was published lies in the future."""
    marks = [*stage.data.glob("generations/*/PUBLISHED")]
    for mark in marks:
        mark.write_text(f"{LATER}\n", "ascii")
    for path in [*stage.documents.iterdir(), stage.data / "CURRENT", *marks]:
        os.utime(path, (4_070_908_800, 4_070_908_800))
    with stage.read(outcome):
        stage.mend(outcome)
        stage.expect(outcome, stage.run("rollback"), codes=(0,))
        stage.mend(outcome)


def turned_back(stage: Stage, outcome: Outcome) -> None:
    """The clock of the commands set back by years, and on again."""
    faketime = shutil.which("faketime")
    if faketime is None:
        outcome.said = "not done: faketime is not installed"
        return
    with stage.read(outcome):
        for years in (-9, 9, -1):
            stage.before = (faketime, "-f", f"{years:+}y")
            stage.mend(outcome)
            stage.expect(outcome, stage.run("rollback"), codes=(0,))
        stage.before = ()
        stage.mend(outcome)


def read_only(stage: Stage, outcome: Outcome) -> None:
    """A data folder that cannot be written."""
    # Root may write everywhere, so it is done as somebody else.
    who = {} if os.geteuid() else {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    try:
        _denied(stage, outcome, who)
    except PermissionError:
        outcome.said = "not done: the command cannot be run as somebody else"


def _denied(stage: Stage, outcome: Outcome, who: dict[str, object]) -> None:
    for path in [stage.data, *stage.data.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for place in [stage.folder, *stage.folder.parents]:
        if place.stat().st_mode & 0o005 != 0o005 and place != Path("/"):
            place.chmod(place.stat().st_mode | 0o055)
    stage.next_edition()
    for arguments, codes in ((("ask", "Hvad peger lederne på?"), {0}), (("ingest", str(stage.documents)), {2})):
        command = [fagkompas(), "--data", str(stage.data), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **who)  # type: ignore[call-overload]
        if done.returncode not in codes or "Uventet" in done.stderr or "Traceback" in done.stderr:
            outcome.amiss.append(f"{arguments[0]}: exit code {done.returncode}: {done.stderr.strip()[-300:]}")
        outcome.said = done.stderr.strip()[:160] or outcome.said
    for path in [stage.data, *stage.data.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    stage.mend(outcome)

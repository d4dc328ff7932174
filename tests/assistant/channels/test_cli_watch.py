"""`fagkompas ingest --watch`, the real command: what changes is ingested, what is refused is said and not done."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evals.benchmarks.cold_start import fagkompas
from tests.assistant.channels.doors import write_sources

CATALOGUE = ("kurser.yaml", "profiler.yaml")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = write_sources(tmp_path / "kilder")
    (folder / "katalog").mkdir()
    for name in CATALOGUE:
        (folder / name).rename(folder / "katalog" / name)
    return folder


@pytest.fixture
def watching(root: Path, tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [fagkompas(), "--data", str(tmp_path / "data"), "ingest", "--watch", "--json", str(root)]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_interrupts,  # noqa: PLW1509, it takes no lock
    ) as process:
        yield process
        process.kill()


def hear_interrupts() -> None:
    """What a shell starts in the background inherits that it does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def report(process: "subprocess.Popen[str]") -> Any:
    assert process.stdout
    return json.loads(process.stdout.readline())


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stderr
    return process.stderr.readline()


@pytest.mark.slow
def test_what_changes_is_ingested_until_somebody_interrupts(watching: "subprocess.Popen[str]", root: Path) -> None:
    assert len(report(watching)["added"]) == 7
    assert "Holder øje" in said(watching)
    (root / "nyt.md").write_text("# Nyt\n\nDer er kommet en ny tekst om sidemandsoplæring.\n", "utf-8")
    assert [one["path"] for one in report(watching)["added"]] == ["nyt.md"]
    # Most of it goes: that is refused, and tried again at the next change.
    (root / "katalog").rename(root.parent / "katalog")
    assert "--allow-removals" in said(watching)
    (root.parent / "katalog").rename(root / "katalog")
    (root / "nyt.md").unlink()
    assert [one["path"] for one in report(watching)["removed"]] == ["nyt.md"]
    watching.send_signal(signal.SIGINT)
    assert "ikke længere" in said(watching)
    assert watching.wait(10) == 0


@pytest.mark.slow
def test_a_root_that_is_not_there_ends_it(tmp_path: Path) -> None:
    command = [fagkompas(), "--data", str(tmp_path / "data"), "ingest", "--watch", str(tmp_path / "ingen")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "ingen" in done.stderr

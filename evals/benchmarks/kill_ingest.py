"""Kill an ingest (SIGKILL) at random moments while a reader asks: `python -m evals.benchmarks.kill_ingest --kills 50`.

The real pipeline ingests a folder of Markdown files of one edition; a child process starts to ingest the next edition
and is killed somewhere on its way; then an ingest that is left alone must succeed. All the while a reader asks, and
every answer must be of one edition, whole. Prints a summary; exit code 1 on any violation.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.pipeline import ingest
from knowledge.embeddings import load
from knowledge.generations import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from knowledge.types import SearchQuery

# Enough files for each stage to last a while, few enough for fifty kills in some minutes.
FILES = 30
SECTIONS = 5

# Seconds between two questions, so that asking leaves the writer room to get somewhere before it is killed.
PAUSE = 0.02

# What a child says when everything is imported and the ingest itself begins.
READY = "ready"
# What names the edition in the texts; what else is ingested has none.
_EDITION = "Udgave "


@dataclass(slots=True)
class Tally:
    """What was seen."""

    kills: int = 0
    too_late: int = 0
    published_before_the_kill: int = 0
    answers: int = 0
    violations: list[str] = field(default_factory=list)


class Reader(threading.Thread):
    """Asks again and again, and notes every answer that is not of one whole edition."""

    def __init__(self, base: KnowledgeBase, tally: Tally, look: "Look | None" = None) -> None:
        """`look`: what one answer is made from; by default `editions`."""
        super().__init__(daemon=True)
        self._look = look or editions
        self._base = base
        self._tally = tally
        self._done = threading.Event()

    def run(self) -> None:
        """Ask until `stop`."""
        while not self._done.wait(PAUSE):
            try:
                seen = self._look(self._base)
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is a violation to report
                self._tally.violations.append(f"the reader got {type(error).__name__}: {error}")
                continue
            self._tally.answers += 1
            if len(seen) != 1:
                self._tally.violations.append(f"one answer from editions {sorted(seen)}")

    def stop(self) -> None:
        """Let the last answer finish."""
        self._done.set()
        self.join()


Look = Callable[[KnowledgeBase], set[str]]
"""Names what one answer is made from, which must be one thing."""


def open_base(data: Path) -> KnowledgeBase:
    """The knowledge base as the command line would open it."""
    settings = KnowledgeSettings(data=data)
    return KnowledgeBase(settings, lambda: load(settings.embedding))


def write_edition(folder: Path, edition: int) -> None:
    """Write all files anew, each naming the edition in every paragraph."""
    for number in range(FILES):
        sections = [
            f"## Afsnit {section}\n\n{_EDITION}{edition}: lederne i sag {number} peger på kurser i samtale som nummer "
            f"{section} af de vigtigste behov hos medarbejderne i jobcentret.\n"
            for section in range(SECTIONS)
        ]
        (folder / f"rapport-{number}.md").write_text(f"# Rapport {number}\n\n" + "\n".join(sections), "utf-8")


def editions(base: KnowledgeBase) -> set[str]:
    """The editions that everything behind one answer comes from; raises `AssertionError` when part of it is missing."""
    snapshot = base.current()
    result = snapshot.search(SearchQuery("Hvilke kurser peger lederne på?", limit=20))
    assert result.hits, "nothing was found"
    texts = [snapshot.text(source.text_id) for source in snapshot.sources()]
    texts = [text for text in texts if _EDITION in text]
    assert len(texts) == FILES, f"{len(texts)} sources instead of {FILES}"
    for hit in result.hits:
        passage = hit.passage
        assert snapshot.text(passage.text_id)[passage.start : passage.end] == passage.text, "a quotation moved"
    texts += [hit.passage.text for hit in result.hits if _EDITION in hit.passage.text]
    return {text.split(_EDITION)[1].split(":")[0] for text in texts}


def child(data: Path, folder: Path) -> subprocess.Popen[str]:
    """Start an ingest in a process of its own, and return when it is about to begin."""
    command = [sys.executable, "-m", "evals.benchmarks.kill_ingest", "--child", str(data), str(folder)]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    assert started.stdout.readline().strip() == READY, "the child did not start"
    return started


def run_child(data: Path, folder: Path) -> None:
    """Ingest; the parent kills this process somewhere on the way."""
    with open_base(data) as base:
        print(READY, flush=True)
        report = ingest([folder], base)
    if report.failed:
        raise SystemExit(f"files failed: {report.failed[:3]}")


def whole_run(data: Path, folder: Path) -> float:
    """Ingest without a kill; returns the seconds it took, and raises `SystemExit` where it does not succeed."""
    process = child(data, folder)
    began = time.perf_counter()
    if process.wait() != 0:
        raise SystemExit("an ingest that nobody killed did not succeed")
    return time.perf_counter() - began


def kill_once(data: Path, folder: Path, after: float) -> bool:
    """Start an ingest and kill it so many seconds later; False when it had finished by then."""
    process = child(data, folder)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
    return process.wait() != 0


def current_edition(base: KnowledgeBase) -> int:
    """The edition readers see now; -1 when they see several."""
    seen = editions(base)
    return int(seen.pop()) if len(seen) == 1 else -1


def torture(kills: int, seed: int, workplace: Path, tally: Tally) -> None:
    """Kill so many ingests, each followed by one that must succeed."""
    chance = random.Random(seed)
    data, folder = workplace / "data", workplace / "dokumenter"
    folder.mkdir()
    write_edition(folder, 0)
    whole_run(data, folder)
    write_edition(folder, 1)
    lasts = whole_run(data, folder)
    edition = 1
    base = open_base(data)
    reader = Reader(base, tally)
    reader.start()
    while tally.kills < kills:
        edition += 1
        write_edition(folder, edition)
        if not kill_once(data, folder, chance.uniform(0, lasts)):
            tally.too_late += 1
            continue
        tally.kills += 1
        seen = current_edition(base)
        tally.published_before_the_kill += seen == edition
        if seen not in {edition - 1, edition}:
            tally.violations.append(f"after a kill of edition {edition} readers see {seen}")
        # A kill after publication leaves nothing to do; otherwise the window follows the machine's pace.
        whole = whole_run(data, folder)
        lasts = lasts if seen == edition else whole
        if current_edition(base) != edition:
            tally.violations.append(f"the ingest after kill {tally.kills} did not publish edition {edition}")
        print(f"{tally.kills}/{kills} kills, {tally.answers} answers, an ingest lasts {lasts:.1f} s", file=sys.stderr)
    reader.stop()
    tally.violations += [f"doctor found {finding}" for finding in base.check()]
    base.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        run_child(*options.child)
        return 0
    tally = Tally()
    workplace = Path(tempfile.mkdtemp(prefix="fagkompas-kills-"))
    try:
        torture(options.kills, options.seed, workplace, tally)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    print(
        f"{tally.kills} kills ({tally.published_before_the_kill} after publication, {tally.too_late} came too late), "
        f"{tally.answers} answers meanwhile, {len(tally.violations)} violations"
    )
    for violation in tally.violations:
        print(f"  {violation}")
    return 1 if tally.violations else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""A data folder with a whole generation, the real command, and a reader that asks while something goes wrong."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from evals.benchmarks.cold_start import fagkompas
from evals.benchmarks.kill_ingest import Look, Reader, Tally, editions, open_base, write_edition

# A command that says more than this has not been thought about.
MOST_LINES = 1
SECONDS = 300
UNTHOUGHT = ("Traceback", "Uventet fejl", "Unexpected")


@dataclass(frozen=True, slots=True)
class Done:
    """What a command came to."""

    code: int
    output: str
    error: str

    @property
    def is_clear(self) -> bool:
        """Whether it ended well, or said in one sentence of ours why not."""
        told = [line for line in self.error.splitlines() if line.strip()]
        is_ours = not any(word in self.error for word in UNTHOUGHT)
        return is_ours and (self.code == 0 or len(told) <= MOST_LINES)


@dataclass(slots=True)
class Outcome:
    """One mishap: what was said of it, and what was wrong."""

    name: str
    said: str = ""
    answers: int = 0
    amiss: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Stage:
    """A place of its own for one mishap; the current generation is of edition `edition`."""

    folder: Path
    data: Path
    documents: Path
    edition: int = 0
    environment: dict[str, str] = field(default_factory=dict)
    """Settings that its commands have beside those of this process."""
    before: tuple[str, ...] = ()
    """A command that runs its commands."""

    @classmethod
    def built(cls, folder: Path, data: Path | None = None) -> "Stage":
        """Ingest two editions; `data`: elsewhere than in the folder."""
        stage = cls(folder, data or folder / "data", folder / "dokumenter")
        stage.documents.mkdir(parents=True)
        for _ in range(2):
            stage.next_edition()
            done = stage.run("ingest", str(stage.documents))
            assert done.code == 0, done.error
        return stage

    def next_edition(self) -> None:
        """Write all documents anew."""
        self.edition += 1
        write_edition(self.documents, self.edition)

    def run(self, *arguments: str) -> Done:
        """The command over this data folder, to its end."""
        command = [*self.before, fagkompas(), "--data", str(self.data), *arguments]
        settings = {**os.environ, **self.environment}
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS, check=False, cwd=self.folder, env=settings
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def ingest(self) -> Done:
        """Ingest the documents as they are now."""
        return self.run("ingest", str(self.documents))

    @property
    def generation(self) -> Path:
        """The folder of the current generation."""
        return self.data / "generations" / f"{int((self.data / 'CURRENT').read_text('ascii')):06d}"

    def seen(self, look: Look = editions) -> set[str]:
        """The editions that a reader who opens the folder now would answer from."""
        with open_base(self.data) as base:
            return look(base)

    @contextmanager
    def read(self, outcome: Outcome, look: Look = editions) -> Iterator[None]:
        """Ask all the while; what is not of one whole generation is amiss."""
        tally = Tally()
        with open_base(self.data) as base:
            look(base)
            reader = Reader(base, tally, look)
            reader.start()
            try:
                yield
            finally:
                reader.stop()
        outcome.answers += tally.answers
        outcome.amiss += sorted(set(tally.violations))

    def mend(self, outcome: Outcome, commands: tuple[tuple[str, ...], ...] = ()) -> None:
        """Do what was said, then ingest: a new edition is published, and all is in order."""
        for command in commands:
            self.expect(outcome, self.run(*command))
        self.next_edition()
        self.expect(outcome, self.ingest(), codes=(0,))
        if self.seen() != {str(self.edition)}:
            outcome.amiss.append(f"afterwards readers see {sorted(self.seen())}, not {self.edition}")
        self.expect(outcome, self.run("doctor"), codes=(0,))

    def expect(self, outcome: Outcome, done: Done, codes: tuple[int, ...] = (0, 2)) -> None:
        """Note an end that is none of these, or that is not clear."""
        if done.code not in codes or not done.is_clear:
            outcome.amiss.append(f"exit code {done.code}: {(done.error or done.output).strip()[-300:]}")
        if done.code:
            outcome.said = done.error.strip()[:160]


def copied(good: Stage, folder: Path) -> Stage:
    """The same data once more, to be harmed; the documents are shared, as are their editions."""
    shutil.copytree(good.data, folder / "data")
    return Stage(folder, folder / "data", good.documents, good.edition)


Mishap = Callable[[Path], Iterator[Outcome]]
"""Carries out one family of them in a folder of its own."""

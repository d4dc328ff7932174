"""A side's process, from the outside."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from evals.benchmarks.langchain_recipe.worker import DEFAULT_SAMPLE

MODULE = "evals.benchmarks.langchain_recipe.worker"
_THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
# No side may ask the network for anything, nor measure with settings of the one who runs this.
_QUIET = {"HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False", "TOKENIZERS_PARALLELISM": "false"}


class SideError(RuntimeError):
    """A side's process ended; what it had to say stands on stderr above."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How every process is run."""

    threads: int
    sample: int = DEFAULT_SAMPLE
    """Texts that the recipe's model embeds; the vectors of the others are copied."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds by the clock, and those that the processor worked."""

    clock: float
    processor: float

    def __add__(self, other: "Taken") -> "Taken":
        """Both one after the other."""
        return Taken(self.clock + other.clock, self.processor + other.processor)


class Process:
    """One side that answers commands; closed at the end of a `with` block."""

    def __init__(self, side: str, folder: Path, ways: Ways) -> None:
        command = [sys.executable, "-m", MODULE, side, str(folder), "--sample", str(ways.sample)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FAGKOMPAS_")}
        environment |= _QUIET | dict.fromkeys(_THREAD_LIMITS, str(ways.threads))
        self._begun = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
        )
        self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def tell(self, do: str, *arguments: object) -> tuple[Any, Taken]:
        """What came of a command, and what it took in there; raises `SideError`."""
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps({"do": do, "with": arguments}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise SideError(f"a side ended before it could {do}") from error
        answer = self._read()
        return answer["result"], Taken(answer["clock"], answer["processor"])

    def since_start(self) -> Taken:
        """What the process has taken since it was started, imports included."""
        processor, _ = self.tell("processor")
        return Taken(time.perf_counter() - self._begun, processor)

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SideError(f"a side ended with exit code {self._process.wait()}")
        return dict(json.loads(line))

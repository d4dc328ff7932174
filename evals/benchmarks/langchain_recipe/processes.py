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


class Process:
    """One side that answers commands; closed at the end of a `with` block."""

    def __init__(self, side: str, folder: Path, ways: Ways) -> None:
        command = [sys.executable, "-m", MODULE, side, str(folder), "--sample", str(ways.sample)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FAGKOMPAS_")}
        environment |= _QUIET | dict.fromkeys(_THREAD_LIMITS, str(ways.threads))
        self.begun = time.perf_counter()
        """When the process was started, by `time.perf_counter`."""
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

    def tell(self, do: str, *arguments: object) -> tuple[Any, float]:
        """What came of a command, and the seconds it took in there; raises `SideError`."""
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps({"do": do, "with": arguments}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise SideError(f"a side ended before it could {do}") from error
        answer = self._read()
        return answer["result"], float(answer["seconds"])

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SideError(f"a side ended with exit code {self._process.wait()}")
        return dict(json.loads(line))

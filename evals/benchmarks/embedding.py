"""Measures an embedding alone: `python -m evals.benchmarks.embedding [MODEL]… [--bench FILE] [--json | --card]`.

Retrieval on Danish SQuAD (a passage a vector, all questions, one relevant passage each), passages a second on one
core, and the time to the first vector in a new process.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from knowledge.embeddings import BUNDLED, EmbeddingModel, load

BENCH = Path("../shared/bench/danish_squad_dev.json")
CUT = 10
# Medians of this many new processes.
STARTS = 5
QUESTIONS_AT_ONCE = 512
FIRST_VECTOR = (
    "import sys; from knowledge.embeddings import load; load(sys.argv[1]).embed_query('Hvad er et jobcenter?')"
)


@dataclass(frozen=True, slots=True)
class EmbeddingFigures:
    """What one model reaches."""

    model: str
    ndcg_at_10: float
    recall_at_1: float
    recall_at_10: float
    passages_per_second: float
    seconds_to_first_vector: float


def measure(name: str, bench: Path) -> EmbeddingFigures:
    """Measures one model by the name that `load` knows."""
    data = json.loads(bench.read_text(encoding="utf-8"))
    model = load(name)
    model.embed_query("")
    started = time.perf_counter()
    passages = model.embed_array([passage["text"] for passage in data["passages"]])
    per_second = len(passages) / (time.perf_counter() - started)
    places = {passage["id"]: place for place, passage in enumerate(data["passages"])}
    wanted = np.array([places[question["passage"]] for question in data["questions"]])
    ranks = relevant_ranks(_questions(model, [row["question"] for row in data["questions"]]), passages, wanted)
    gains = np.where(ranks <= CUT, 1 / np.log2(1 + ranks), 0.0)
    figures = (float(gains.mean()), float((ranks == 1).mean()), float((ranks <= CUT).mean()))
    return EmbeddingFigures(name, *figures, per_second, seconds_to_first_vector(name))


def relevant_ranks(questions: np.ndarray, passages: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Gives each question's rank (from 1) of its one relevant passage; ties count against the model."""
    ranks = []
    for first in range(0, len(questions), QUESTIONS_AT_ONCE):
        scores = questions[first : first + QUESTIONS_AT_ONCE] @ passages.T
        own = scores[np.arange(len(scores)), wanted[first : first + len(scores)]]
        ranks.append((scores >= own[:, None]).sum(axis=1))
    return np.concatenate(ranks)


def seconds_to_first_vector(name: str) -> float:
    """Gives the median time from starting Python to having embedded one question."""
    seconds = []
    for _ in range(STARTS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", FIRST_VECTOR, name], check=True)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def write_into_card(card: Path, figures: EmbeddingFigures) -> None:
    """Replaces what stands between the card's two marks; raises ValueError where they are missing."""
    text = card.read_text(encoding="utf-8")
    first = text.index("\n", text.index("<!-- benchmark")) + 1
    last = text.index("<!-- end of benchmark -->")
    card.write_text(text[:first] + _table(figures) + text[last:], encoding="utf-8")


def _table(figures: EmbeddingFigures) -> str:
    rows = {
        "nDCG@10 on Danish SQuAD (1,238 passages, 4,338 questions), vectors alone": f"{figures.ndcg_at_10:.3f}",
        "R@1 / R@10 there": f"{figures.recall_at_1:.3f} / {figures.recall_at_10:.3f}",
        "passages a second on one core": f"{figures.passages_per_second:,.0f}",
        "from starting Python to the first vector": f"{figures.seconds_to_first_vector:.2f} s",
    }
    return "| | |\n|---|---|\n" + "".join(f"| {what} | {value} |\n" for what, value in rows.items())


def _questions(model: EmbeddingModel, texts: list[str]) -> np.ndarray:
    return np.array([model.embed_query(text) for text in texts], dtype=np.float32)


def main() -> None:
    """Prints a line a model, or JSON; writes cards where asked to."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.embedding", description=__doc__)
    parser.add_argument("models", nargs="*", default=["danish-static"])
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--card", action="store_true", help="write the figures of bundled models into their cards")
    options = parser.parse_args()
    # One core: how fast it is on the smallest machine; tokenizers would otherwise take them all.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    figures = [measure(name, options.bench) for name in options.models]
    if options.card:
        for row in figures:
            write_into_card(BUNDLED / row.model / "README.md", row)
    if options.json:
        print(json.dumps([asdict(row) for row in figures], indent=2))
        return
    for row in figures:
        print(
            f"{row.model}: nDCG@10 {row.ndcg_at_10:.3f}, R@1 {row.recall_at_1:.3f}, R@10 {row.recall_at_10:.3f}, "
            f"{row.passages_per_second:,.0f} passages a second, first vector after {row.seconds_to_first_vector:.2f} s"
        )


if __name__ == "__main__":
    main()

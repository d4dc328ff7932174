"""The embedding model's files, damaged or gone: readers and ingests say so, and go on when it is back."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from evals.benchmarks.mishaps.damage import QUESTION, replaced
from evals.benchmarks.mishaps.stage import Outcome, Stage
from knowledge.embeddings import BUNDLED

NAME = "danish-static"


def carried_out(folder: Path) -> Iterator[Outcome]:
    """Harm a copy of the bundled model in each way, ask, ingest, put it back."""
    model = folder / "model"
    shutil.copytree(BUNDLED / NAME, model)
    stage = Stage.built(folder / "sted")
    stage.environment["FAGKOMPAS_EMBEDDING"] = str(model)
    for name, harm in HARMS.items():
        outcome = Outcome(f"model: {name}")
        with stage.read(outcome):
            harm(model)
            stage.next_edition()
            for command in (("ask", QUESTION), ("ingest", str(stage.documents)), ("doctor",)):
                stage.expect(outcome, stage.run(*command), codes=(0, 1, 2))
            shutil.rmtree(model, ignore_errors=True)
            shutil.copytree(BUNDLED / NAME, model)
            stage.mend(outcome)
        yield outcome


def _cut(path: Path) -> None:
    replaced(path, path.read_bytes()[: path.stat().st_size // 2])


HARMS: Mapping[str, Callable[[Path], object]] = {
    "weights cut": lambda model: _cut(model / "model.safetensors"),
    "its head": lambda model: replaced(model / "model.safetensors", b"x" * 1_000),
    "tokenizer cut": lambda model: _cut(model / "tokenizer.json"),
    "tokenizer gone": lambda model: (model / "tokenizer.json").unlink(),
    "folder gone": shutil.rmtree,
}

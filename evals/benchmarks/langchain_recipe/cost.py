"""What each side takes at a number of passages: to ingest, to start, to be asked, to take in a change; and memory."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.benchmarks.langchain_recipe.documents import change, write_documents
from evals.benchmarks.langchain_recipe.processes import Process, Ways
from evals.benchmarks.langchain_recipe.sides import Question
from evals.benchmarks.langchain_recipe.worker import SIDES
from evals.cases import Case, Split

OURS, RECIPE = SIDES[:2]
BOTH = (OURS, RECIPE)

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured."""

    passages: int
    questions: int = 200
    """Asked of both sides; the median and the 95th percentile are of so many."""
    rounds: int = 3
    """Starts and changes of which the medians are."""


def measure_cost(cases: Sequence[Case], extent: Extent, folder: Path, ways: Ways, progress: Progress) -> dict[str, Any]:
    """Ingest, start, ask and change, each on both sides in turn."""
    documents = write_documents(folder / "documents", extent.passages)
    measured: dict[str, Any] = {"passages": extent.passages, "documents": len(documents)}
    for side in BOTH:
        progress(f"{extent.passages} passages: {side} ingests")
        with Process(side, folder / side, ways) as process:
            # The recipe's model is loaded before; ours loads what it needs as it goes.
            result, seconds = process.tell("ingest", str(folder / "documents"))
            measured[f"ingest {side}"] = ingest_seconds(result, seconds) | {"peak": process.tell("peak")[0]}
    questions = chosen(cases, extent.questions)
    starts: dict[str, list[float]] = {side: [] for side in BOTH}
    for _ in range(extent.rounds - 1):
        for side in BOTH:
            with _started(side, folder, ways, questions[0], starts[side]):
                progress(f"{extent.passages} passages: {side} starts")
    with (
        _started(OURS, folder, ways, questions[0], starts[OURS]) as ours,
        _started(RECIPE, folder, ways, questions[0], starts[RECIPE]) as recipe,
    ):
        sides = {OURS: ours, RECIPE: recipe}
        measured["start"] = {side: _summary(taken) for side, taken in starts.items()}
        progress(f"{extent.passages} passages: {len(questions)} questions")
        measured["search"] = _in_turn(sides, dict.fromkeys(BOTH, "search"), questions)
        measured["peak"] = {side: process.tell("peak")[0] for side, process in sides.items()}
        measured["answer"] = _in_turn(sides, {OURS: "answer", RECIPE: "search"}, questions)
        measured["peak with answers"] = {OURS: ours.tell("peak")[0]}
        progress(f"{extent.passages} passages: a document changes")
        measured["change"] = _changes(sides, documents[-extent.rounds :])
    return measured


def chosen(cases: Sequence[Case], count: int) -> list[Question]:
    """Questions of the tuned halves that stand alone and can be answered, evenly from all suites."""
    fitting = [c for c in cases if c.split is Split.TUNE and c.answerable and not c.conversation]
    step = max(len(fitting) // count, 1)
    return [(case.question, case.learner) for case in fitting[::step][:count]]


def ingest_seconds(result: dict[str, Any], seconds: float) -> dict[str, Any]:
    """The seconds of an ingest; where vectors were copied, also what the model's would have added to them.

    Extrapolated at the speed of the sampled texts, which are as long as the others.
    """
    left = result["passages"] - result["sampled"] if result["sampled"] else 0
    added = left * result["sampled_seconds"] / result["sampled"] if left > 0 else 0.0
    return {**result, "seconds": seconds + added, "extrapolated": added}


def _started(side: str, folder: Path, ways: Ways, question: Question, taken: list[float]) -> Process:
    process = Process(side, folder / side, ways)
    process.tell("search", *question)
    taken.append(time.perf_counter() - process.begun)
    return process


def _in_turn(sides: dict[str, Process], commands: dict[str, str], questions: Sequence[Question]) -> dict[str, Any]:
    taken: dict[str, list[float]] = {side: [] for side in sides}
    for question in questions:
        for side, process in sides.items():
            taken[side].append(process.tell(commands[side], *question)[1])
    return {side: _summary(seconds) for side, seconds in taken.items()}


def _changes(sides: dict[str, Process], documents: Sequence[Path]) -> dict[str, Any]:
    """Seconds until a changed document is found by what was added to it, the file named; whether it then is first."""
    taken: dict[str, list[float]] = {side: [] for side in sides}
    first: dict[str, int] = dict.fromkeys(sides, 0)
    for number, document in enumerate(documents):
        word = change(document, number)
        for side, process in sides.items():
            seconds = process.tell("replace", str(document))[1]
            hits, asked = process.tell("search", word)
            taken[side].append(seconds + asked)
            first[side] += bool(hits) and word in hits[0]["text"]
    return {side: _summary(seconds) | {"found first": first[side]} for side, seconds in taken.items()}


def _summary(seconds: Sequence[float]) -> dict[str, float]:
    """The median, the 95th percentile (by linear interpolation) and the count."""
    last = statistics.quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    return {"median": statistics.median(seconds), "p95": last, "n": len(seconds)}

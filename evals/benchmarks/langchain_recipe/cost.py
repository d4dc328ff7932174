"""What each side takes at a number of passages: to ingest, to start, to be asked, to take in a change; and memory."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.benchmarks.langchain_recipe.documents import change, write_documents
from evals.benchmarks.langchain_recipe.processes import Process, Taken, Ways
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
    questions: int
    """Asked of both sides; the median and the 95th percentile are of so many."""
    rounds: int
    """Starts and changes of which the medians are."""


def measure_cost(cases: Sequence[Case], extent: Extent, folder: Path, ways: Ways, progress: Progress) -> dict[str, Any]:
    """Ingest, start, ask and change, each on both sides in turn."""
    documents = write_documents(folder / "documents", extent.passages)
    measured: dict[str, Any] = {"passages": extent.passages, "documents": len(documents)}
    for side in BOTH:
        progress(f"{extent.passages} passages: {side} ingests")
        with Process(side, folder / side, ways) as process:
            # The recipe's model is loaded before; ours loads what it needs as it goes.
            result, taken = process.tell("ingest", str(folder / "documents"))
            measured[f"ingest {side}"] = whole_ingest(result, taken) | {"peak": process.tell("peak")[0]}
    questions = chosen(cases, extent.questions)
    starts: dict[str, list[Taken]] = {side: [] for side in BOTH}
    for _ in range(extent.rounds - 1):
        for side in BOTH:
            with _started(side, folder, ways, questions[0], starts[side]):
                progress(f"{extent.passages} passages: {side} starts")
    with (
        _started(OURS, folder, ways, questions[0], starts[OURS]) as ours,
        _started(RECIPE, folder, ways, questions[0], starts[RECIPE]) as recipe,
    ):
        sides = {OURS: ours, RECIPE: recipe}
        measured["start"] = {side: summary(taken) for side, taken in starts.items()}
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


def whole_ingest(result: dict[str, Any], taken: Taken) -> dict[str, Any]:
    """The seconds of an ingest; where vectors were copied, with what the model's would have added to them.

    Extrapolated at the speed of the sampled texts, which are as long as the others.
    """
    sampled = result["sampled"]
    times = (result["passages"] - sampled) / sampled if sampled else 0.0
    clock, processor = times * result["sampled_clock"], times * result["sampled_processor"]
    return {**result, "clock": taken.clock + clock, "processor": taken.processor + processor, "extrapolated": clock}


def _started(side: str, folder: Path, ways: Ways, question: Question, taken: list[Taken]) -> Process:
    process = Process(side, folder / side, ways)
    process.tell("search", *question)
    taken.append(process.since_start())
    return process


def _in_turn(sides: dict[str, Process], commands: dict[str, str], questions: Sequence[Question]) -> dict[str, Any]:
    taken: dict[str, list[Taken]] = {side: [] for side in sides}
    for question in questions:
        for side, process in sides.items():
            taken[side].append(process.tell(commands[side], *question)[1])
    return {side: summary(times) for side, times in taken.items()}


def _changes(sides: dict[str, Process], documents: Sequence[Path]) -> dict[str, Any]:
    """Seconds until a changed document is found by what was added to it, the file named; whether it then is first."""
    taken: dict[str, list[Taken]] = {side: [] for side in sides}
    first: dict[str, int] = dict.fromkeys(sides, 0)
    for number, document in enumerate(documents):
        word = change(document, number)
        for side, process in sides.items():
            _, replaced = process.tell("replace", str(document))
            hits, asked = process.tell("search", word)
            taken[side].append(replaced + asked)
            first[side] += bool(hits) and word in hits[0]["text"]
    return {side: summary(times) | {"found first": first[side]} for side, times in taken.items()}


def summary(times: Sequence[Taken]) -> dict[str, Any]:
    """The median and the 95th percentile (by linear interpolation), by the clock and of the processor; the count."""
    by = {"clock": [taken.clock for taken in times], "processor": [taken.processor for taken in times]}
    return {"n": len(times)} | {name: _spread(seconds) for name, seconds in by.items()}


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    last = statistics.quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    return {"median": statistics.median(seconds), "p95": last}

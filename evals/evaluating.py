"""An evaluation from its cases to its figures: over the bundled suites, or over anybody's cases."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.core.assistant import Assistant
from evals.assembling import DOCUMENTS, SAMPLES, assembled
from evals.cases import Case
from evals.examining import Examination
from evals.faults import BY_HAND, PLANTED, Checker, measure, read_items
from evals.observing import Grounds
from evals.outcomes import UnfinishedRun
from evals.running import Bench, Progress, run_cases
from evals.runs import Run
from evals.versioning import cases_fingerprint, code_fingerprint, package_version
from knowledge.types import Snapshot

FOLDER = "eval"
"""Within the data folder: the samples as the suites ask them, and runs that were broken off."""
_UNFINISHED = "unfinished.jsonl"
_PLACE_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an evaluation keeps its things, and with what it is done."""

    data: Path
    embedding: str
    progress: Progress | None = None
    judge: str = ""
    """The chat model `provider:name` that judges; none when empty."""


def evaluate_suites(cases: Sequence[Case], setting: Setting) -> Run:
    """Ask the cases of the bundled suites, over the samples in a folder of their own; raises `SamplesError`."""
    roots = [SAMPLES, DOCUMENTS]
    # Another checkout's samples are other documents, under the same ids.
    place = hashlib.sha256(repr([str(root) for root in roots]).encode()).hexdigest()[:_PLACE_DIGITS]
    with assembled(roots, setting.data / FOLDER / place, setting.embedding) as parts:
        return evaluate(cases, parts.current(), parts.assistant, setting)


def evaluate(cases: Sequence[Case], snapshot: Snapshot, assistant: Assistant, setting: Setting) -> Run:
    """Ask the cases of an assistant over a generation; a run that was broken off is taken up where it ended."""
    configuration = {
        "embedding": setting.embedding,
        "code": code_fingerprint(),
        "cases": cases_fingerprint(cases),
        "sources": str(len(snapshot.sources())),
    }
    examination = Examination.open(setting.judge, setting.data / FOLDER) if setting.judge else None
    if examination:
        configuration["judge"] = setting.judge
    key = " ".join([*configuration.values(), *sorted(source.text_id for source in snapshot.sources())])
    digest = hashlib.sha256(key.encode()).hexdigest()
    unfinished = UnfinishedRun(setting.data / FOLDER / _UNFINISHED, digest)
    bench = Bench(assistant, Grounds.of(snapshot), unfinished, examination.examine if examination else None)
    outcomes = run_cases(cases, bench, setting.progress)
    judged = examination.figures(outcomes) if examination else None
    unfinished.done()
    return Run(configuration, package_version(), snapshot.number, outcomes, fault_figures(), judged)


def fault_figures(checker: Checker | None = None) -> dict[str, Any]:
    """How many planted faults are found, by set: those that the gate holds us to, and those swapped by hand."""
    sets = {"planted": PLANTED, "by_hand": BY_HAND}
    return {name: asdict(measure(read_items(path), checker)) for name, path in sets.items()}

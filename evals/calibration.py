"""Fits when to abstain: `python -m evals.calibration [--data FOLDER]` prints weights, and both errors by threshold.

Asks the tune half of the bundled suites and the questions of `evals/cases/calibration`, reads the signs of
`assistant.core.abstention` off what is found, and fits a logistic model by Newton's method. The printed weights are
what that module's are set to. The errors are those on documents that a fit has not seen: the questions about a tenth of
the documents are judged by weights fitted on the others. Questions decided without the model (searches for courses,
small talk, a certain kind of answer that is not there, what is private) are left out. Two runs print the same.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from assistant.core import abstention
from assistant.core.abstention import Signs, signs_of
from assistant.core.assistant import Assistant
from assistant.core.private import asks_of_person
from assistant.core.question import Question
from assistant.core.scoring import Scored, is_checked
from evals.assembling import DOCUMENTS, SAMPLES, assembled
from evals.case_files import read_cases
from evals.cases import CASES_FOLDER, Case, Split, select
from evals.running import ask
from evals.stages import Stage, without
from evals.suites import read_suites

CALIBRATION_FOLDER = CASES_FOLDER / "calibration"
"""Questions to fit on and for nothing else: near misses, and answerable ones in everyday words; the first tag of each
is the document it is about. They are in no suite, so that what the suites measure was not fitted on."""

# Both kinds count the same in all; the answerable are more.
WEIGHT_UNANSWERABLE = 1.4
# Keeps weights small that few cases speak for; the bias is free.
RIDGE = 1.0
# Newton's method is done after fewer steps.
STEPS = 40
FOLDS = 10
THRESHOLDS = (0.25, 0.3, 0.35, 0.38, 0.4, 0.42, 0.44, 0.46, 0.48, 0.5, 0.55)


@dataclass(frozen=True, slots=True)
class Example:
    """The signs of a question, whether the sources answer it, and which document it is about."""

    case_id: str
    answerable: bool
    signs: Signs
    document: str = ""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A bias and the weight of each sign."""

    bias: float
    weights: Signs

    def confidence(self, signs: Signs) -> float:
        """How sure this fit is that there is an answer."""
        return abstention.confidence(signs, self.bias, self.weights)


def calibration_cases() -> list[Case]:
    """What is fitted on."""
    more = [case for path in sorted(CALIBRATION_FOLDER.glob("*.jsonl")) for case in read_cases(path)]
    return [*select(read_suites([]), Split.TUNE), *more]


def examples(cases: Sequence[Case], assistant: Assistant) -> Iterator[Example]:
    """Ask cases and give the signs of those that the model decides, as the assistant meets them."""
    met: list[Signs] = []

    def watched(question: Question, best: Scored | None) -> bool:
        if best is not None and question.subject and not _is_decided(question, best):
            met.append(signs_of(question, best))
        return abstention.is_answered(question, best)

    with without(Stage("unwatched abstention", (("assistant.core.extractive", "is_answered", watched),))):
        for case in cases:
            met.clear()
            ask(case, assistant)
            if met:
                yield Example(case.id, bool(case.answerable), met[-1], _document(case))


def _document(case: Case) -> str:
    return (*case.sources, *case.tags, case.id)[0]


def _is_decided(question: Question, best: Scored) -> bool:
    foreign = abstention.is_foreign(question, best)
    return asks_of_person(question.text) or foreign or (is_checked(question) and not best.kind)


def fit(found: Sequence[Example]) -> Fitted:
    """The most likely bias and weights, by penalised weighted maximum likelihood (Newton's method)."""
    import numpy as np

    signs = np.array([[1.0, *astuple(example.signs)] for example in found])
    answerable = np.array([float(example.answerable) for example in found])
    counts = np.where(answerable == 1.0, 1.0, WEIGHT_UNANSWERABLE)
    ridge = RIDGE * np.eye(signs.shape[1])
    ridge[0, 0] = 0.0
    weights = np.zeros(signs.shape[1])
    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (counts * (sure - answerable)) + ridge @ weights
        curve = (signs * (counts * sure * (1 - sure))[:, None]).T @ signs + ridge
        weights = weights - np.linalg.solve(curve, slope)
    return Fitted(float(weights[0]), Signs(*(float(weight) for weight in weights[1:])))


def unseen(found: Sequence[Example]) -> list[tuple[Example, float]]:
    """Each example with the confidence of a fit on other documents than its own."""
    documents = sorted({example.document for example in found})
    folds = {document: place % FOLDS for place, document in enumerate(documents)}
    judged = []
    for fold in range(FOLDS):
        held_out = [example for example in found if folds[example.document] == fold]
        seen = [example for example in found if folds[example.document] != fold]
        fitted = fit(seen) if seen and held_out else None
        judged += [(example, fitted.confidence(example.signs)) for example in held_out if fitted]
    return judged


def errors(judged: Sequence[tuple[Example, float]], threshold: float) -> tuple[float, float]:
    """The shares of unanswerable examples that are abstained from, and of answerable ones: recall, and false alarms."""
    lost: dict[bool, list[float]] = {True: [], False: []}
    for example, sure in judged:
        lost[example.answerable].append(float(sure < threshold))
    right, wrong = (sum(lost[kind]) / max(len(lost[kind]), 1) for kind in (False, True))
    return right, wrong


def report(found: Sequence[Example]) -> str:
    """What was fitted on all, and what such fits do at each threshold to documents they have not seen."""
    fitted = fit(found)
    values = zip(["bias", *(one.name for one in fields(Signs))], [fitted.bias, *astuple(fitted.weights)], strict=True)
    lines = [f"{len(found)} questions, {sum(not one.answerable for one in found)} of them unanswerable", "", "fitted"]
    lines += [f"  {name:14}{value:+.2f}" for name, value in values]
    lines += ["", "on documents not fitted on", "threshold  abstained rightly  abstained wrongly"]
    judged = unseen(found)
    for threshold in THRESHOLDS:
        right, wrong = errors(judged, threshold)
        lines.append(f"{threshold:9.2f}  {right:17.3f}  {wrong:17.3f}")
    return "\n".join(lines)


def main() -> None:
    """Ask, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a data folder for the samples; a temporary one by default")
    data = parser.parse_args().data
    with tempfile.TemporaryDirectory() as folder, assembled([SAMPLES, DOCUMENTS], data or Path(folder)) as parts:
        print(report(list(examples(calibration_cases(), parts.assistant))))


if __name__ == "__main__":
    main()

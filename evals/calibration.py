"""Fits when to abstain: `python -m evals.calibration [--data FOLDER]` prints weights, and both errors by threshold.

Asks the tune half of the bundled suites, reads the signs of `assistant.core.abstention` off what is found, and fits a
logistic model by Newton's method. The printed weights are what that module's constants are set to. Questions decided
without the model (searches for courses, small talk, a certain kind of answer that is not there, what is private) are
left out of the fit. Two runs print the same.
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
from evals.cases import Case, Split, select
from evals.running import ask
from evals.stages import Stage, without
from evals.suites import read_suites

# What cannot be answered is about an eighth of the cases; so it counts for nearly as much as the rest.
WEIGHT_UNANSWERABLE = 5.0
# Keeps weights small that few cases speak for; the bias is free.
RIDGE = 1.0
# Newton's method is done after fewer steps.
STEPS = 40
THRESHOLDS = (0.3, 0.35, 0.4, 0.42, 0.44, 0.46, 0.48, 0.5, 0.52, 0.55, 0.6)


@dataclass(frozen=True, slots=True)
class Example:
    """The signs of a question, and whether the sources answer it."""

    case_id: str
    answerable: bool
    signs: Signs


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
                yield Example(case.id, bool(case.answerable), met[-1])


def _is_decided(question: Question, best: Scored) -> bool:
    shares = best.context >= abstention.LEAST_SHARED
    return asks_of_person(question.text) or not shares or (is_checked(question) and not best.kind)


def fit(found: Sequence[Example]) -> list[float]:
    """The bias and the weight of each sign, by penalised weighted maximum likelihood (Newton's method)."""
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
    return [float(weight) for weight in weights]


def errors(found: Sequence[Example], threshold: float) -> tuple[float, float]:
    """The shares of unanswerable examples that are abstained from, and of answerable ones: recall, and false alarms."""
    lost = {True: [0.0], False: [0.0]}
    for example in found:
        lost[example.answerable].append(float(abstention.confidence(example.signs) < threshold))
    right, wrong = (sum(lost[kind]) / max(len(lost[kind]) - 1, 1) for kind in (False, True))
    return right, wrong


def report(found: Sequence[Example]) -> str:
    """What was fitted, and what the weights now in use do at each threshold."""
    names = ["bias", *(one.name for one in fields(Signs))]
    lines = [f"{len(found)} questions, {sum(not one.answerable for one in found)} of them unanswerable", "", "fitted"]
    lines += [f"  {name:14}{weight:+.2f}" for name, weight in zip(names, fit(found), strict=True)]
    lines += ["", "threshold  abstained rightly  abstained wrongly (with the weights in use)"]
    for threshold in THRESHOLDS:
        right, wrong = errors(found, threshold)
        lines.append(f"{threshold:9.2f}  {right:17.3f}  {wrong:17.3f}")
    return "\n".join(lines)


def main() -> None:
    """Ask, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a data folder for the samples; a temporary one by default")
    data = parser.parse_args().data
    cases = select(read_suites([]), Split.TUNE)
    with tempfile.TemporaryDirectory() as folder, assembled([SAMPLES, DOCUMENTS], data or Path(folder)) as parts:
        print(report(list(examples(cases, parts.assistant))))


if __name__ == "__main__":
    main()

"""Precision and recall of links between courses and competences on the hand-made set, both halves, as JSON.

    python -m evals.benchmarks.linking [--out FILE] [--fit] [--scale]

The tuning half gave the weights of `knowledge.linking.confidence` and its threshold; `--fit` fits them anew and prints
them. The held-out half was written at the same time by the same hand and looked at once, for the figures. `--scale`
also says how long 2,000 courses take against 80 competences.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import numpy as np

from evals.assembling import SAMPLES, assembled
from evals.benchmarks.linking_scale import many_courses
from evals.intervals import mean_of
from evals.link_cases import HALVES, LINK_DOCUMENTS, read_link_cases
from evals.link_quality import LinkFigures, calibration, in_question, judged_pairs, measure
from knowledge.competences import Competences
from knowledge.linking.confidence import SUGGESTED_FROM
from knowledge.linking.evidence import Evidence
from knowledge.linking.shown import candidates, shown_links
from knowledge.linking.stated import stated_links
from knowledge.types import Snapshot

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
# Of the fit: as weak as keeps weights finite, and as often as the choice of the best sentence still changes.
_REGULARISATION, _ROUNDS = 0.1, 5
_SCALE_COURSES, _SCALE_COMPETENCES = 2_000, 80


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="write the JSON here too")
    parser.add_argument("--fit", action="store_true", help="fit the weights on the tuning half and print them")
    parser.add_argument("--scale", action="store_true", help="time 2,000 courses against 80 competences")
    given = parser.parse_args()
    with link_snapshot() as snapshot:
        report = fitted(snapshot) if given.fit else figures(snapshot)
    if given.scale:
        report["scale"] = scale()
    written = json.dumps(report, ensure_ascii=False, indent=2)
    print(written)
    if given.out:
        given.out.write_text(written + "\n", encoding="utf-8")


@contextmanager
def link_snapshot() -> Iterator[Snapshot]:
    """The set's documents as the product ingests them."""
    with tempfile.TemporaryDirectory() as folder, assembled([SAMPLES, LINK_DOCUMENTS], Path(folder)) as parts:
        yield parts.current()


def figures(snapshot: Snapshot) -> dict[str, Any]:
    """The figures of both halves at the threshold in use, and by threshold."""
    begun = time.perf_counter()
    found = shown_links(snapshot)
    seconds = time.perf_counter() - begun
    stated = [(link.course_id, link.competence_key) for link in stated_links(snapshot)]
    halves = {}
    for half in HALVES:
        cases = read_link_cases(half)
        right, left_out = judged_pairs(cases, stated)
        asked = in_question(found, cases, left_out)
        halves[half] = {
            "courses": len(cases),
            "links": len(right),
            "at_threshold": _row(measure(asked, right, SUGGESTED_FROM)),
            "tempting_taken": sum(
                1 for case in cases for link in asked
                if link.course_id == case.course_id
                and link.competence_key in case.gives_not
                and link.confidence >= SUGGESTED_FROM
            ),
            "tempting": sum(len(case.gives_not) for case in cases),
            "by_threshold": [_row(measure(asked, right, threshold)) for threshold in THRESHOLDS],
            "calibration": [
                {"confidence": round(mean, 3), "links": count, "right": round(share, 3)}
                for mean, count, share in calibration(asked, right)
            ],
        }  # fmt: skip
    competences = len(Competences.of(snapshot))
    return {"threshold": SUGGESTED_FROM, "competences": competences, "seconds": round(seconds, 2), **halves}


def _row(counted: LinkFigures) -> dict[str, Any]:
    missed, wrong = counted.links - counted.right, counted.found - counted.right
    precision = mean_of([1.0] * counted.right + [0.0] * wrong) if counted.found else None
    recall = mean_of([1.0] * counted.right + [0.0] * missed)
    return {
        "threshold": counted.threshold,
        "found": counted.found,
        "right": counted.right,
        "precision": round(counted.precision, 3),
        "precision_interval": [round(precision.low, 3), round(precision.high, 3)] if precision else None,
        "recall": round(counted.recall, 3),
        "recall_interval": [round(recall.low, 3), round(recall.high, 3)],
        "right_sentence": round(counted.right_sentence, 3),
    }


def fitted(snapshot: Snapshot) -> dict[str, Any]:
    """Weights by maximum likelihood, each pair of course and competence by its likeliest sentence."""
    from scipy.optimize import minimize

    cases = read_link_cases("tuning")
    courses = {case.course_id for case in cases}
    stated = [(link.course_id, link.competence_key) for link in stated_links(snapshot)]
    right, left_out = judged_pairs(cases, stated)
    pairs: dict[tuple[str, str], list[Sequence[float]]] = {}
    for one in candidates(snapshot):
        pair = (one.course_id, one.competence.key)
        if one.course_id in courses and pair not in left_out:
            pairs.setdefault(pair, []).append((*astuple(one.evidence), 1.0))
    truth = np.asarray([pair in right for pair in pairs], dtype=float)
    weights = np.ones(len(fields(Evidence)) + 1)
    for _ in range(_ROUNDS):
        best = np.asarray([max(rows, key=lambda row: float(np.dot(row, weights))) for rows in pairs.values()])
        weights = minimize(_cost, weights, args=(best, truth), method="L-BFGS-B").x
    names = [*(field.name for field in fields(Evidence)), "intercept"]
    return {"weights": dict(zip(names, (round(float(weight), 2) for weight in weights), strict=True))}


def _cost(weights: Any, evidence: Any, truth: Any) -> float:
    margins = np.where(truth == 1, 1, -1) * (evidence @ weights)
    return float(np.logaddexp(0, -margins).sum() + _REGULARISATION / 2 * (weights[:-1] ** 2).sum())


def scale() -> Mapping[str, Any]:
    """Seconds for many courses: those of the set again and again under other ids, against made-up competences too."""
    with many_courses(_SCALE_COURSES, _SCALE_COMPETENCES) as snapshot:
        begun = time.perf_counter()
        links = shown_links(snapshot)
        seconds = time.perf_counter() - begun
        return {
            "courses": len(snapshot.courses()),
            "competences": len(Competences.of(snapshot)),
            "seconds": round(seconds, 1),
            "links": len(links),
        }


if __name__ == "__main__":
    main()

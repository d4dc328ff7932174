"""The rank of the one relevant text of each question, on a file such as the Danish SQuAD."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.benchmarks.langchain_recipe.processes import Process, Ways
from evals.benchmarks.langchain_recipe.worker import SIDES
from evals.intervals import difference_of, mean_of
from evals.ranking import Ranking

OURS, RECIPE = SIDES[:2]
MEASURES = ("nDCG@10", "R@1", "R@10")
_TELL_EVERY = 100


def measure_records(
    data: Path, questions: int | None, folder: Path, ways: Ways, progress: Callable[[str], None]
) -> dict[str, Any]:
    """Both sides over the texts of a file (`passages`: id, title, text; `questions`: question, passage), in turn.

    Of several chunks of one text the first counts.
    """
    asked = json.loads(data.read_text("utf-8"))["questions"][:questions]
    with Process(OURS, folder / OURS, ways) as ours, Process(RECIPE, folder / RECIPE, ways) as recipe:
        sides = {OURS: ours, RECIPE: recipe}
        for side, process in sides.items():
            progress(f"{side}: {data.name}")
            process.tell("ingest_records", str(data.resolve()))
        values: dict[str, dict[str, list[float]]] = {side: {one: [] for one in MEASURES} for side in sides}
        for place, question in enumerate(asked, start=1):
            if place % _TELL_EVERY == 0:
                progress(f"questions: {place} of {len(asked)}")
            for side, process in sides.items():
                ranking = _ranking(process.tell("search", question["question"])[0], question)
                for measure in MEASURES:
                    values[side][measure].append(ranking.measured(measure))
    return {
        measure: {side: asdict(mean_of(values[side][measure])) for side in sides}
        | {f"less {RECIPE}": asdict(difference_of(values[RECIPE][measure], values[OURS][measure]))}
        for measure in MEASURES
    }


def _ranking(hits: Sequence[Mapping[str, Any]], question: Mapping[str, str]) -> Ranking:
    found = dict.fromkeys(name for hit in hits for name in hit["names"])
    return Ranking(list(found), frozenset([question["passage"]]))

"""How well each side finds what the bundled cases ask for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.assembling import DOCUMENTS, SAMPLES
from evals.benchmarks.langchain_recipe.processes import Process, Ways
from evals.benchmarks.langchain_recipe.worker import SIDES
from evals.cases import Case, Split
from evals.intervals import difference_of, mean_of
from evals.matching import normalise, shows
from evals.ranking import Ranking

OURS, RECIPE, RECIPE_OWN_READERS = SIDES
OUR_ANSWER = "answer"

Scores = Mapping[str, float]
"""By measure; one that does not apply to the case is missing."""

Progress = Callable[[str], None]

_TELL_EVERY = 20

# What is written in Markdown to set a word apart, which a chunk of the raw file still holds.
_MARKS = str.maketrans(dict.fromkeys("*_`"))


def measure_quality(cases: Sequence[Case], folder: Path, ways: Ways, progress: Progress) -> dict[str, Any]:
    """Ingest the suites' documents into both sides and put every case that stands alone to them, in turn."""
    asked = [case for case in cases if not case.conversation]
    with ExitStack() as running:
        sides = {side: running.enter_context(Process(side, folder / side, ways)) for side in SIDES}
        for side, process in sides.items():
            progress(f"{side}: the suites' documents")
            process.tell("ingest", str(SAMPLES), str(DOCUMENTS))
        scored = _ask_all(asked, sides, progress)
    halves = {half: [case for case in asked if case.split is half] for half in Split}
    suites = {suite: [case for case in asked if case.suite == suite] for suite in dict.fromkeys(c.suite for c in asked)}
    return {
        "all": figures(asked, scored),
        "halves": {half: figures(chosen, scored) for half, chosen in halves.items()},
        "suites": {suite: figures(chosen, scored) for suite, chosen in suites.items()},
    }


def _ask_all(cases: Sequence[Case], sides: Mapping[str, Process], progress: Progress) -> dict[str, dict[str, Scores]]:
    stored = {side: Stored(process.tell("texts")[0]) for side, process in sides.items()}
    records: dict[str, list[str]] = sides[OURS].tell("records")[0]
    scored: dict[str, dict[str, Scores]] = {side: {} for side in (*SIDES, OUR_ANSWER)}
    for place, case in enumerate(cases, start=1):
        if place % _TELL_EVERY == 0:
            progress(f"cases: {place} of {len(cases)}")
        is_comparable = all(stored[side].answering(case) for side in SIDES)
        for side, process in sides.items():
            hits = [_with_records(hit, records) for hit in process.tell("search", case.question, case.learner)[0]]
            ranking = stored[side].ranking(case, hits) if is_comparable else None
            scored[side][case.id] = score(case, hits, ranking)
        answered = sides[OURS].tell("score", case.id)[0]
        scored[OUR_ANSWER][case.id] = {name: value for name, value in answered.items() if value is not None}
    return scored


class Stored:
    """The passages a side holds, to know those that answer a case."""

    def __init__(self, texts: Sequence[str]) -> None:
        # Equal texts are one: the recipe's fusion merges them too.
        self._ids = {text: str(place) for place, text in enumerate(dict.fromkeys(texts))}
        self._flat = {key: flat(text) for text, key in self._ids.items()}

    def answering(self, case: Case) -> frozenset[str]:
        """The passages in which a verbatim stretch of the case stands, whatever its lines, marks and capitals."""
        stretches = [flat(stretch) for stretch in case.passages]
        return frozenset(key for key, text in self._flat.items() if any(one in text for one in stretches))

    def ranking(self, case: Case, hits: Sequence[Mapping[str, Any]]) -> Ranking:
        """What was found for a case, against what answers it."""
        found = dict.fromkeys(self._ids[hit["text"]] for hit in hits)
        return Ranking(list(found), self.answering(case))


def score(case: Case, hits: Sequence[Mapping[str, Any]], ranking: Ranking | None) -> Scores:
    """A search's figures for one case: is every fact, and a right source, among the first 1, 3, 10; ranks."""
    scores = {"characters@3": float(sum(len(hit["text"]) for hit in hits[:3]))}
    for depth in (1, 3, 10):
        first = hits[:depth]
        if case.facts:
            text = "\n".join(hit["text"].translate(_MARKS) for hit in first)
            scores[f"fact@{depth}"] = float(all(shows(text, fact) for fact in case.facts))
        if case.sources:
            names = {name for hit in first for name in hit["names"]}
            scores[f"source@{depth}"] = float(not names.isdisjoint(case.sources))
    if ranking:
        scores |= {measure: ranking.measured(measure) for measure in ("nDCG@10", "R@10")}
    return scores


def figures(cases: Iterable[Case], scored: Mapping[str, Mapping[str, Scores]]) -> dict[str, Any]:
    """The means of each side with intervals, and ours less the recipe's, case by case."""
    ids = [case.id for case in cases]
    answerable = {case.id for case in cases if case.answerable}
    table: dict[str, Any] = {}
    for measure in dict.fromkeys(name for key in ids for name in scored[OURS][key]):
        columns = {side: [scored[side][key][measure] for key in ids if measure in scored[side][key]] for side in SIDES}
        table[measure] = {side: asdict(mean_of(values)) for side, values in columns.items()}
        for rival in (RECIPE, RECIPE_OWN_READERS):
            table[measure][f"less {rival}"] = asdict(difference_of(columns[rival], columns[OURS]))
    for measure in ("fact", "source", "characters"):
        values = [own[measure] for key in ids if key in answerable and measure in (own := scored[OUR_ANSWER][key])]
        if values:
            table[f"answer: {measure}"] = {OURS: asdict(mean_of(values))}
    for name, among in (("unanswerable", set(ids) - answerable), ("answerable", answerable)):
        values = [scored[OUR_ANSWER][key]["abstained"] for key in ids if key in among]
        if values:
            table[f"answer: abstained, {name}"] = {OURS: asdict(mean_of(values))}
    return table


def flat(text: str) -> str:
    """A text without line breaks, marks of Markdown and differences of capitals."""
    return normalise(text.translate(_MARKS))


def _with_records(hit: Mapping[str, Any], records: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The recipe knows a file of several records only as a whole, so on both sides the file counts as each of them."""
    return {**hit, "names": [*hit["names"], *(one for name in hit["names"] for one in records.get(name, ()))]}

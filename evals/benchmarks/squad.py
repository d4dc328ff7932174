"""Search on the Danish SQuAD: nDCG@10 and recall through the product's own knowledge base, with a row a stage.

    python -m evals.benchmarks.squad --data PATH/danish_squad_dev.json

A document is one passage. A stage's row adds the parts of the score that the stage contributes (`Hit.parts`), so every
row ranks the same candidates. Constants were tuned on the questions of even index; the odd ones are reported beside.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import ir_measures
from ir_measures import R, nDCG

from knowledge import embeddings
from knowledge.generations import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from knowledge.texts import text_id_of
from knowledge.types import Hit, Passage, SearchQuery, Snapshot, Source, SourceKind

MEASURES = (nDCG @ 10, R @ 1, R @ 5, R @ 10)
# Each row keeps the parts of those above it.
STAGES: Mapping[str, tuple[str, ...]] = {
    "stems": ("stems",),
    "+ 4-grams": ("ngrams",),
    "+ title": ("title",),
    "+ spelling": ("spelling",),
    "+ compounds": ("compounds",),
    "+ thesaurus": ("thesaurus",),
    "+ vectors": ("vector",),
    "+ closeness": ("closeness",),
    "+ rest of the source": ("document",),
    "+ boosts, diversity": ("freshness", "learner", "diversity"),
}
_CANDIDATES = 100


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="danish_squad_dev.json")
    parser.add_argument("--embedding", default=KnowledgeSettings().embedding)
    parser.add_argument("--limit", type=int, help="ask the first N questions only")
    given = parser.parse_args()
    data = json.loads(given.data.read_text("utf-8"))
    questions = data["questions"][: given.limit]
    with tempfile.TemporaryDirectory() as folder:
        settings = KnowledgeSettings(data=Path(folder), embedding=given.embedding)
        base = KnowledgeBase(settings, lambda: embeddings.load(given.embedding))
        begun = time.perf_counter()
        _fill(base, data["passages"])
        print(f"{len(data['passages'])} passages published in {time.perf_counter() - begun:.1f} s")
        _report(questions, list(_ask(base.current(), questions)))
        base.close()


def _fill(base: KnowledgeBase, passages: Sequence[Mapping[str, str]]) -> None:
    with base.writer() as draft:
        for raw in passages:
            text, text_id = raw["text"], text_id_of(raw["text"])
            source = Source(raw["id"], SourceKind.REPORT, raw["title"], text_id, root="bench")
            passage = Passage(
                raw["id"], raw["id"], SourceKind.REPORT, text_id, 0, len(text), text=text, title=raw["title"]
            )
            draft.put(source, text, [passage])
        draft.publish()


def _ask(snapshot: Snapshot, questions: Sequence[Mapping[str, str]]) -> Iterator[tuple[Hit, ...]]:
    snapshot.search(SearchQuery("varm op"))
    taken = []
    for question in questions:
        begun = time.perf_counter()
        yield snapshot.search(SearchQuery(question["question"], limit=_CANDIDATES)).hits
        taken.append((time.perf_counter() - begun) * 1000)
    print(f"search: median {statistics.median(taken):.1f} ms, p95 {statistics.quantiles(taken, n=20)[-1]:.1f} ms")


def _report(questions: Sequence[Mapping[str, str]], found: Sequence[tuple[Hit, ...]]) -> None:
    halves = {"even (tuned)": range(0, len(questions), 2), "odd": range(1, len(questions), 2)}
    for name, half in {"all": range(len(questions)), **halves}.items():
        print(f"\n{name}: {len(half)} questions")
        print(f"{'stage':<22}" + "".join(f"{measure!s:>10}" for measure in MEASURES))
        qrels = {questions[at]["id"]: {questions[at]["passage"]: 1} for at in half}
        parts: tuple[str, ...] = ()
        for stage, added in STAGES.items():
            parts += added
            run = {questions[at]["id"]: _scores(found[at], parts) for at in half}
            values = ir_measures.calc_aggregate(MEASURES, qrels, run)
            print(f"{stage:<22}" + "".join(f"{values[measure]:>10.3f}" for measure in MEASURES))


def _scores(hits: Sequence[Hit], parts: Sequence[str]) -> dict[str, float]:
    scores = {hit.passage.passage_id: sum(hit.parts.get(part, 0.0) for part in parts) for hit in hits}
    return {passage_id: score for passage_id, score in scores.items() if score > 0}


if __name__ == "__main__":
    main()

"""Measures what vectors add to the whole search where question and answer share no content word.

    python -m evals.benchmarks.embedding_field [MODEL]… [--split tune|report] [--json]

The suites `everyday-words` and `english` over the bundled samples: recall@10 of the search with each model, with its
vectors of passages alone and not of their sentences, without vectors, with random vectors of the same size and
subwords, and all of it without thesaurus and lexicons. Differences are paired by question, with 95 % bootstrap
intervals. Passages are compared one by one, so that a model costs one pass over the samples and no index.
"""

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from evals.assembling import DOCUMENTS, SAMPLES, asked_on, assembled
from evals.cases import Case, Split, select
from evals.intervals import Figure, difference_of, mean_of
from evals.observing import DEPTH, Grounds
from evals.ranking import Ranking
from evals.stages import stages, without
from evals.suites import read_suites
from knowledge.embeddings import BUNDLED, EmbeddingModel, load
from knowledge.embeddings.static import TOKENIZER_FILE, WEIGHT_FILE
from knowledge.indexing import embedded_text
from knowledge.nearest_sentences import NearestSentences
from knowledge.search import SearchParts, Sentences, Vectors, no_vectors, search
from knowledge.settings import DEFAULT_EMBEDDING
from knowledge.snapshot import OpenGeneration
from knowledge.thesaurus import bundled_thesaurus
from knowledge.types import Passage, SearchQuery
from knowledge.vector_records import lets_through

SUITES = ("everyday-words", "english")
NO_VECTORS, RANDOM, PASSAGES_ALONE = "no vectors", "random vectors", "passages alone"
THESAURUS_STAGE = "thesaurus and lexicon"
SEED = 20261122


@dataclass(frozen=True, slots=True)
class Row:
    """What one way of searching reaches on one suite."""

    suite: str
    vectors: str
    thesaurus: bool
    recall: Figure
    gain: Figure
    """Over the same search without vectors."""


@dataclass(frozen=True, slots=True)
class Way:
    """What a search compares the question with beside its words."""

    vectors: Vectors = no_vectors
    sentences: Sentences | None = None


class FieldBench:
    """The samples opened once, to be searched with any vectors."""

    def __init__(self, generation: OpenGeneration, cases: Sequence[Case]) -> None:
        self._generation = generation
        self._cases = cases
        self._texts = Grounds.of(generation).passages
        every = [passage for source in generation.sources() for passage in generation.passages(source.source_id)]
        self._passages = {passage.passage_id: passage for passage in every}

    def vectors_of(self, model: EmbeddingModel) -> Vectors:
        """Every passage compared with the question, as the product's index would."""
        passages = list(self._passages.values())
        matrix = model.embed_array([embedded_text(passage) for passage in passages])

        def nearest(text: str, limit: int, query: SearchQuery) -> list[tuple[str, float]]:
            cosines = matrix @ model.embed_question(text)
            order = [at for at in np.argsort(-cosines, kind="stable") if lets_through(query, passages[at])]
            return [(passages[at].passage_id, float(cosines[at])) for at in order[:limit]]

        return nearest

    def ways_of(self, name: str, model: EmbeddingModel) -> dict[str, Way]:
        """A model as the product uses it, and with vectors of passages alone."""
        vectors = self.vectors_of(model)
        passages_alone = {f"{name}, {PASSAGES_ALONE}": Way(vectors)}
        return {name: Way(vectors, NearestSentences(model)), **passages_alone} if model.is_instant else passages_alone

    def recalls(self, way: Way) -> dict[str, list[float]]:
        """Recall@10 of each case, by suite in the order of the cases."""
        found: dict[str, list[float]] = {suite: [] for suite in SUITES}
        parts = self._parts(way)
        for case in self._cases:
            answering = frozenset(
                key for key, text in self._texts.items() if any(part in text for part in case.passages)
            )
            hits = search(SearchQuery(case.question, DEPTH, learner=case.learner), parts).hits
            ranking = Ranking([hit.passage.passage_id for hit in hits], answering)
            found[case.suite].append(ranking.measured(f"R@{DEPTH}"))
        return found

    def _parts(self, way: Way) -> SearchParts:
        return SearchParts(
            keyword=self._generation.keyword(),
            vectors=way.vectors,
            sentences=way.sentences,
            passages=self._taken,
            sources=self._generation.source,
            thesaurus=bundled_thesaurus(),
            today=asked_on(),
        )

    def _taken(self, ids: Sequence[str]) -> Mapping[str, Passage]:
        return {key: self._passages[key] for key in ids if key in self._passages}


def table(base: FieldBench, models: Mapping[str, EmbeddingModel]) -> Iterator[Row]:
    """A row a suite, a way of searching, and a thesaurus that is there or not."""
    ways = {NO_VECTORS: Way()}
    for name, model in models.items():
        ways |= base.ways_of(name, model)
    for thesaurus in (True, False):
        with _with_thesaurus(thesaurus):
            found = {name: base.recalls(way) for name, way in ways.items()}
        for suite in SUITES:
            for name in ways:
                mine, plain = found[name][suite], found[NO_VECTORS][suite]
                yield Row(suite, name, thesaurus, mean_of(mine), difference_of(plain, mine))


def random_like(name: str, folder: Path) -> EmbeddingModel:
    """A static model with the same subwords and lengths of vectors, whose directions were never trained."""
    from safetensors.numpy import load_file, save

    source = BUNDLED / name if (BUNDLED / name).is_dir() else Path(name)
    tables = load_file(source / WEIGHT_FILE)
    trained = tables["embeddings"].astype(np.float32)
    random = np.random.default_rng(SEED).normal(size=trained.shape).astype(np.float32)
    lengths = np.linalg.norm(trained, axis=1) / np.linalg.norm(random, axis=1)
    tables = {"embeddings": random, "weights": (tables["weights"] * lengths).astype(np.float32)}
    for file in ("config.json", TOKENIZER_FILE):
        shutil.copy(source / file, folder)
    (folder / WEIGHT_FILE).write_bytes(save(tables))
    return load(str(folder))


def _with_thesaurus(there: bool) -> AbstractContextManager[None]:
    taken_out = next(stage for stage in stages() if stage.name == THESAURUS_STAGE)
    return nullcontext() if there else without(taken_out)


def _markdown(rows: Sequence[Row]) -> str:
    lines = ["| suite | thesaurus, lexicons | vectors | recall@10 | over no vectors |", "|---|---|---|---|---|"]
    for row in rows:
        there = "with" if row.thesaurus else "without"
        cells = (f"{row.suite} ({row.recall.n})", there, row.vectors, _figure(row.recall, ""), _figure(row.gain, "+"))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _figure(figure: Figure, sign: str) -> str:
    return f"{figure.value:{sign}.3f} ({figure.low:{sign}.3f} to {figure.high:{sign}.3f})"


def main() -> None:
    """Prints the rows as Markdown, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", default=[DEFAULT_EMBEDDING])
    parser.add_argument(
        "--split", type=Split, default=Split.TUNE, help="tune, or report: measure that once, at the end"
    )
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    cases = [case for case in select(read_suites(SUITES), given.split) if case.passages and not case.conversation]
    with tempfile.TemporaryDirectory() as folder, assembled([SAMPLES, DOCUMENTS], Path(folder) / "base") as parts:
        generation = parts.current()
        assert isinstance(generation, OpenGeneration)
        (Path(folder) / "random").mkdir()
        models = {name: load(name) for name in given.models}
        models[RANDOM] = random_like(DEFAULT_EMBEDDING, Path(folder) / "random")
        rows = list(table(FieldBench(generation, cases), models))
    print(json.dumps([asdict(row) for row in rows], indent=2) if given.json else _markdown(rows))


if __name__ == "__main__":
    main()

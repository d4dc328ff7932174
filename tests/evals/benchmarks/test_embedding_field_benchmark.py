"""The benchmark of vectors in the whole search: its arithmetic over a handful of passages."""

from pathlib import Path

import numpy as np
import pytest
from builders import ingest_texts

from evals.benchmarks.embedding_field import (
    NO_VECTORS,
    PASSAGES_ALONE,
    RANDOM,
    SUITES,
    FieldBench,
    Way,
    random_like,
    table,
)
from evals.cases import Case
from knowledge.embeddings import load
from knowledge.generations import KnowledgeBase
from knowledge.settings import KnowledgeSettings

TEXTS = {
    "a": "Kurset varer seks dage og ligger i Odense.",
    "b": "Lederen godkender ansøgningen om efteruddannelse.",
    "c": "Borgeren modtager et brev om samtalen.",
}


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    opened = KnowledgeBase(KnowledgeSettings(tmp_path / "data"), lambda: load("danish-static"))
    ingest_texts(opened, **TEXTS)
    return opened


def cases() -> list[Case]:
    asked = {"everyday-words": "Kurset varer hvor mange dage?", "english": "xylophone"}
    return [Case(id=suite, question=asked[suite], suite=suite, passages=(TEXTS["a"],)) for suite in SUITES]


def test_recall_counts_what_answers_among_the_first_ten(base: KnowledgeBase) -> None:
    with base:
        bench = FieldBench(base.current(), cases())
        assert bench.recalls(Way()) == {"everyday-words": [1.0], "english": [0.0]}
        # Of three passages vectors find every one.
        assert bench.recalls(bench.ways_of("trained", load("danish-static"))["trained"])["english"] == [1.0]


def test_table_has_a_row_a_suite_and_way_and_gains_are_over_no_vectors(base: KnowledgeBase) -> None:
    with base:
        rows = list(table(FieldBench(base.current(), cases()), {"danish-static": load("danish-static")}))
    ways = (NO_VECTORS, "danish-static", f"danish-static, {PASSAGES_ALONE}")
    assert {(row.suite, row.vectors, row.thesaurus) for row in rows} == {
        (suite, way, there) for suite in SUITES for way in ways for there in (True, False)
    }
    for row in rows:
        if row.vectors == NO_VECTORS:
            assert row.gain.value == 0.0
        elif row.suite == "english":
            assert row.gain.value == 1.0
    assert RANDOM not in {row.vectors for row in rows}


def test_random_vectors_have_the_size_and_lengths_of_the_trained_ones(tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    from knowledge.embeddings import BUNDLED

    random = random_like("danish-static", tmp_path)
    trained = load_file(BUNDLED / "danish-static" / "model.safetensors")
    made = load_file(tmp_path / "model.safetensors")
    assert random.dimensions == load("danish-static").dimensions
    lengths = [
        np.linalg.norm(tables["embeddings"].astype(np.float32), axis=1) * tables["weights"]
        for tables in (trained, made)
    ]
    assert np.allclose(*lengths, rtol=1e-3)
    one, other = random.embed_array(["kursus i samtaler", "brev til borgeren"])
    assert abs(float(one @ other)) < 0.3

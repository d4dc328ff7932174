"""Embeddings on a server, over real HTTP: OpenAI's wire and Ollama's."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from builders import ingest_texts

from knowledge.embeddings import load
from knowledge.embeddings.interface import unit_length
from knowledge.embeddings.remote import BATCH, LONGEST_TEXT
from knowledge.errors import EmbeddingAwayError, EmbeddingError
from knowledge.generations import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from knowledge.types import SearchQuery
from tests.knowledge.embeddings.embedding_stub import EmbeddingStub, vector_of

NAMES = ("openai:tiny", "ollama:tiny")


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddingStub]:
    with EmbeddingStub() as serving:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{serving.address}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-a-test")
        monkeypatch.setenv("OLLAMA_HOST", serving.address)
        yield serving


@pytest.mark.parametrize("name", NAMES)
def test_vectors_are_the_servers_in_the_order_of_the_texts(stub: EmbeddingStub, name: str) -> None:
    texts = ["jobcenter", "", "kursus i samtaler", " "]
    model = load(name)
    expected = unit_length(np.array([vector_of(text if text.strip() else ".") for text in texts]))
    assert np.allclose(model.embed_array(texts), expected, atol=1e-6)
    assert np.allclose(model.embed_query("jobcenter"), expected[0], atol=1e-6)
    assert model.dimensions == expected.shape[1]
    assert model.embed_array([]).shape == (0, model.dimensions)


@pytest.mark.parametrize("name", NAMES)
def test_many_texts_go_in_batches_and_long_ones_are_cut(stub: EmbeddingStub, name: str) -> None:
    rows = load(name).embed_array(["ord " * LONGEST_TEXT, *(f"tekst {number}" for number in range(BATCH))])
    assert stub.batches == [BATCH, 1]
    assert len(stub.asked[0]) == LONGEST_TEXT
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


@pytest.mark.parametrize("name", ["openai:multilingual-e5-small", "ollama:nomic-embed-text:latest"])
def test_families_that_want_prefixes_get_them(stub: EmbeddingStub, name: str) -> None:
    model = load(name)
    model.embed_array(["jobcenter"])
    model.embed_query("jobcenter")
    passage, question = ("passage: ", "query: ") if "e5" in name else ("search_document: ", "search_query: ")
    assert stub.asked == [f"{passage}jobcenter", f"{question}jobcenter"]


def test_the_key_is_sent_and_a_missing_one_is_named(stub: EmbeddingStub, monkeypatch: pytest.MonkeyPatch) -> None:
    load("openai:tiny").embed_query("jobcenter")
    assert stub.keys == {"Bearer sk-of-a-test"}
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(EmbeddingError, match="set OPENAI_API_KEY"):
        load("openai:tiny").embed_query("jobcenter")


def test_a_name_without_a_model_is_refused() -> None:
    with pytest.raises(EmbeddingError, match="behind the colon"):
        load("openai:")


@pytest.mark.parametrize(("name", "package"), [("openai:tiny", "openai"), ("ollama:tiny", "ollama")])
def test_a_missing_package_says_what_to_install(name: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(EmbeddingError, match=rf"pip install 'fagkompas\[{package}\]'"):
        load(name).embed_query("jobcenter")


def test_ollamas_fingerprint_follows_the_models_files(stub: EmbeddingStub) -> None:
    before = load("ollama:tiny").fingerprint
    assert load("ollama:tiny").fingerprint == before
    stub.digest = "two"
    assert load("ollama:tiny").fingerprint != before
    assert load("openai:tiny").fingerprint != load("openai:small").fingerprint


def test_a_model_that_ollama_lacks_is_to_be_pulled(stub: EmbeddingStub) -> None:
    with pytest.raises(EmbeddingError, match="ollama pull nothing"):
        _ = load("ollama:nothing").fingerprint


@pytest.mark.parametrize("ask", [lambda model: model.embed_query("x"), lambda model: model.embed_array(["x"])])
@pytest.mark.parametrize("name", NAMES)
def test_a_server_that_refuses_is_away(stub: EmbeddingStub, name: str, ask: Callable[[object], object]) -> None:
    stub.status = 400
    with pytest.raises(EmbeddingAwayError, match="cannot be asked"):
        ask(load(name))


@pytest.mark.parametrize("name", NAMES)
def test_questions_are_answered_by_words_while_the_server_is_away(
    stub: EmbeddingStub, name: str, tmp_path: Path
) -> None:
    with KnowledgeBase(KnowledgeSettings(tmp_path), lambda: load(name)) as base:
        ingest_texts(base, a="Kurset varer seks dage.", b="Sagsbehandleren taler med borgeren.")
        whole = base.current().search(SearchQuery("kurset"))
        stub.status = 400
        by_words = base.current().search(SearchQuery("kurset"))
        assert base.current().similarities("kurset", ["Kurset varer"]) == [0.0]
    assert not whole.by_words_alone
    assert any("vector" in hit.parts for hit in whole.hits)
    assert by_words.by_words_alone
    assert [hit.passage.text for hit in by_words.hits][:1] == ["Kurset varer seks dage."]

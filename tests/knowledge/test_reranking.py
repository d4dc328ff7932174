"""A cross-encoder that reads the best passages: what it changes, and how it is set."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from builders import ingest_texts, make_passage

from knowledge.embeddings import load
from knowledge.errors import RerankerError
from knowledge.generations import KnowledgeBase
from knowledge.reranking import RERANKED, RERANKER_WEIGHT, load_reranker, reranked
from knowledge.settings import KnowledgeSettings
from knowledge.types import Hit, SearchQuery

SENTENCES = ["Kurset varer seks dage.", "Kurset koster ti kroner.", "Lederen godkender kurset."]


class Preferring:
    """Scores a text by whether it holds a word."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        self.read = list(texts)
        return [float(self.word in text) for text in texts]


def hits(*texts: str) -> tuple[Hit, ...]:
    passages = [make_passage(text, f"kilde#{place:02}") for place, text in enumerate(texts)]
    return tuple(Hit(passage, 1.0 - place / 100, {"stems": 1.0}) for place, passage in enumerate(passages))


def test_what_the_reranker_prefers_comes_first_and_the_gain_is_shown() -> None:
    found = reranked(SearchQuery("x", limit=2), hits(*SENTENCES), Preferring("godkender"))
    assert [hit.passage.text for hit in found] == [SENTENCES[2], SENTENCES[0]]
    assert found[0].parts["reranker"] == pytest.approx(RERANKER_WEIGHT)
    assert found[0].score == pytest.approx(0.98 + RERANKER_WEIGHT)


def test_a_reranker_without_a_preference_changes_nothing() -> None:
    given = hits(*SENTENCES)
    assert reranked(SearchQuery("x"), given, Preferring("ukendt")) == given
    assert reranked(SearchQuery("x"), (), Preferring("ukendt")) == ()


def test_only_the_best_are_read() -> None:
    preferring = Preferring("nummer")
    many = hits(*(f"nummer {number}" for number in range(RERANKED + 5)))
    assert len(reranked(SearchQuery("x", limit=50), many, preferring)) == RERANKED + 5
    assert len(preferring.read) == RERANKED


@pytest.mark.parametrize("name", ["cohere:rerank", "sentence-transformers:", "sentence-transformers"])
def test_a_name_that_is_no_reranker_is_refused(name: str) -> None:
    with pytest.raises(RerankerError, match="use sentence-transformers:NAME_OR_PATH"):
        load_reranker(name)


def test_no_name_is_no_reranker() -> None:
    assert load_reranker("") is None


def test_a_missing_package_and_a_missing_model_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = load_reranker(f"sentence-transformers:{tmp_path}")
    assert nothing is not None
    with pytest.raises(RerankerError, match="give the path of its folder"):
        nothing.scores("x", ["y"])
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(RerankerError, match=r"pip install 'fagkompas\[sentence-transformers\]'"):
        nothing.scores("x", ["y"])


def save_tiny_cross_encoder(folder: Path) -> str:
    """A cross-encoder with two layers and no training, as sentence-transformers saves one."""
    from sentence_transformers import CrossEncoder
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast, set_seed

    set_seed(7)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *sorted({word for text in SENTENCES for word in text.split()})]
    tokenizer = Tokenizer(models.WordLevel({word: place for place, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    )
    size = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    config = BertConfig(vocab_size=len(words), num_labels=1, max_position_embeddings=128, **size)
    BertForSequenceClassification(config).save_pretrained(folder / "plain")
    fast.save_pretrained(folder / "plain")
    CrossEncoder(str(folder / "plain")).save_pretrained(str(folder / "saved"))
    return f"sentence-transformers:{folder / 'saved'}"


@pytest.mark.slow
def test_a_real_cross_encoder_reranks_what_a_setting_names(tmp_path: Path) -> None:
    name = save_tiny_cross_encoder(tmp_path)
    settings = KnowledgeSettings(tmp_path / "data", reranker=name)
    with KnowledgeBase(settings, lambda: load("danish-static")) as base:
        ingest_texts(base, a="\n".join(SENTENCES))
        found = base.current().search(SearchQuery("Hvad koster kurset?"))
    reranker = load_reranker(name)
    assert reranker is not None
    assert len(set(reranker.scores("Hvad koster kurset?", SENTENCES))) == len(SENTENCES)
    assert sum("reranker" in hit.parts for hit in found.hits) >= 2
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)

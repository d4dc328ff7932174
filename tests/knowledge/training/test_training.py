"""The recipe's own arithmetic, and the whole of it on a handful of sentences."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.embeddings import load
from knowledge.training.artefact import write_model
from knowledge.training.compression import cosine_parity, quantise
from knowledge.training.corpus import Corpus, all_texts, read_corpus
from knowledge.training.examples import Examples
from knowledge.training.subwords import learn_subwords
from knowledge.training.teacher import principal_components

PARAGRAPHS = [
    f"Afsnit {number} handler om kompetenceudvikling i jobcentret, om kurser og om ledere ({word})."
    for number, word in enumerate(["plan", "budget", "samtale", "borger", "virksomhed", "praktik"])
]


def make_corpus(folder: Path) -> Corpus:
    rows = {
        "danish_docs": [
            {"title": f"Titel {n}", "description": None, "blocks": ["kort", *PARAGRAPHS[n : n + 3]]} for n in range(4)
        ],
        "da_en_pairs": [{"da": text, "en": f"Paragraph {n} about courses"} for n, text in enumerate(PARAGRAPHS)],
        "thesaurus_pairs": [{"a": "leder", "b": "chef"}, {"a": "kursus", "b": "forløb"}, {"a": "leder", "b": "chef"}],
    }
    for name, lines in rows.items():
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    return read_corpus(folder)


def test_eight_bits_keep_the_cosine_of_sums_of_rows() -> None:
    random = np.random.default_rng(1)
    vectors = random.normal(size=(2000, 256)) * random.lognormal(size=(2000, 1))
    weights = random.uniform(0.001, 1.0, 2000)
    stored, stored_weights = quantise(vectors, weights)
    assert stored.dtype == np.int8
    assert stored_weights.dtype == np.float32
    texts = random.integers(0, 2000, size=(500, 20))
    exact = (vectors * weights[:, None])[texts].sum(axis=1)
    kept = (stored * stored_weights[:, None])[texts].sum(axis=1)
    assert cosine_parity(exact, kept).min() >= 0.999


@given(st.lists(st.integers(-(10**9), 10**9), min_size=4, max_size=4), st.integers(0, 1000))
def test_each_stored_number_is_within_half_a_step(numbers: list[int], thousandths: int) -> None:
    row, weight = [number / 1000 for number in numbers], thousandths / 1000
    stored, weights = quantise(np.array([row]), np.array([weight]))
    step = max(map(abs, row)) / 127 * weight
    assert np.abs(stored[0] * weights[0] - np.array(row) * weight).max() <= step * 0.501 + 1e-6 * abs(weight)


def test_row_of_zeros_stays_zero() -> None:
    stored, weights = quantise(np.zeros((1, 3)), np.ones(1))
    assert not stored.any()
    assert np.isfinite(weights).all()


def test_parity_of_a_zero_row_is_zero_and_no_error() -> None:
    assert cosine_parity(np.zeros((1, 3)), np.ones((1, 3))).tolist() == [0.0]


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_no_character_is_unknown(text: str) -> None:
    ids = TOKENIZER.encode(text).ids
    assert TOKENIZER.token_to_id("<unk>") not in ids
    assert bool(ids) or not TOKENIZER.normalizer.normalize_str(text).strip()


TOKENIZER = learn_subwords(PARAGRAPHS, 400)


def test_word_within_a_compound_is_the_same_piece_as_the_word_alone() -> None:
    pieces = learn_subwords(["udvikling kompetence udvikling", "kompetenceudvikling"] * 50, 290)
    assert pieces.encode("kompetenceudvikling").tokens == pieces.encode("kompetence udvikling").tokens


def test_corpus_drops_short_blocks_and_repeated_pairs(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path)
    assert len(corpus.word_pairs) == 2
    assert all("kort" not in document.paragraphs for document in corpus.documents)
    assert len(list(all_texts(corpus))) == len(set(all_texts(corpus)))


def test_questions_are_words_of_their_paragraph(tmp_path: Path) -> None:
    examples = Examples(make_corpus(tmp_path), TOKENIZER, seed=1)
    whole = {tuple(examples.paragraphs.text(index).ids) for index in range(len(examples.paragraphs))}
    pairs = examples.questions(8)
    for index in range(8):
        question, answer = pairs.left.text(index).ids, pairs.right.text(index).ids
        assert len(question) > 0
        assert len(answer) > 0
        assert any(set(question) | set(answer) <= set(paragraph) for paragraph in whole)


def test_neighbours_are_of_one_document(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path)
    examples = Examples(corpus, TOKENIZER, seed=1)
    pairs = examples.neighbours(6)
    following = {
        (tuple(TOKENIZER.encode(one).ids), tuple(TOKENIZER.encode(two).ids))
        for document in corpus.documents
        for one, two in zip(document.paragraphs, document.paragraphs[1:], strict=False)
    }
    drawn = {(tuple(pairs.left.text(n).ids), tuple(pairs.right.text(n).ids)) for n in range(6)}
    assert drawn <= following


def test_principal_components_keep_the_cosines_of_vectors_that_fit() -> None:
    random = np.random.default_rng(3)
    flat = random.normal(size=(50, 4)) @ random.normal(size=(4, 16))
    flat /= np.linalg.norm(flat, axis=1, keepdims=True)
    kept = principal_components(flat, 4)
    assert np.allclose(kept @ kept.T, flat @ flat.T, atol=1e-5)


@pytest.mark.slow
def test_training_brings_translations_together_and_is_the_same_each_time(tmp_path: Path) -> None:
    first, second = (_trained(tmp_path, run) for run in ("one", "two"))
    assert load(str(first)).fingerprint == load(str(second)).fingerprint
    danish, english, other = load(str(first)).embed_array([PARAGRAPHS[0], "Paragraph 0 about courses", "zzz"])
    assert danish @ english > max(0.5, danish @ other)


def _trained(folder: Path, run: str) -> Path:
    from knowledge.training.student import Schedule, Student, train

    corpus = make_corpus(folder)
    tokenizer = learn_subwords(all_texts(corpus), 400)
    examples = Examples(corpus, tokenizer, seed=1)
    student = Student(examples.frequencies(tokenizer.get_vocab_size()), 16, seed=1)
    teacher = np.eye(len(PARAGRAPHS), 16, dtype=np.float32)
    train(student, examples, teacher, Schedule(60, 0.02, 6, 4, 4, 4, 4, 2, 4), lambda step, loss: None)
    weights = student.log_weights.detach().exp().numpy()
    write_model(folder / run, tokenizer, *quantise(student.vectors.detach().numpy(), weights))
    return folder / run

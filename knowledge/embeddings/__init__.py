"""Embedding models by name: `load("danish-static")`.

One file per kind of model: `static.py` (model2vec folders), `sentence_transformers.py` (anything of that library),
`openai.py` and `ollama.py` (models on a server).
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from knowledge.embeddings.interface import EmbeddingModel
from knowledge.errors import EmbeddingError

__all__ = ["BUNDLED", "EmbeddingModel", "bundled_names", "load"]

BUNDLED = Path(__file__).resolve().parent.parent / "models"


def load(name: str) -> EmbeddingModel:
    """Gives the model of that name; its files are read when the first vector is asked for, and ours once a process.

    `danish-static` (or another folder of `knowledge/models`), `sentence-transformers:NAME_OR_PATH`, `openai:NAME`,
    `ollama:NAME`, or the path of a model2vec folder. Raises `EmbeddingError` where there is no such model.
    """
    kind, colon, model = name.partition(":")
    if colon and kind in _KINDS:
        return _KINDS[kind](model.strip(), name)
    if name in bundled_names():
        return _bundled(name)
    from knowledge.embeddings.static import StaticEmbedding

    folder = Path(name).expanduser()
    if not folder.is_dir():
        raise EmbeddingError(
            f"There is no embedding model {name!r}; use {', '.join(bundled_names())}, "
            "sentence-transformers:NAME_OR_PATH, openai:NAME, ollama:NAME, or the path of a static model's folder.",
            name=name,
        )
    return StaticEmbedding(folder, name)


def bundled_names() -> tuple[str, ...]:
    """Lists the models that come with the project."""
    return tuple(sorted(path.name for path in BUNDLED.iterdir() if (path / "model.safetensors").is_file()))


@cache
def _bundled(name: str) -> EmbeddingModel:
    """Gives a model that no one writes to, so that whoever asks next need not read its files again."""
    from knowledge.embeddings.static import StaticEmbedding

    return StaticEmbedding(BUNDLED / name, name)


def _sentence_transformers(model: str, name: str) -> EmbeddingModel:
    from knowledge.embeddings.sentence_transformers import SentenceTransformerEmbedding

    return SentenceTransformerEmbedding(model, name)


def _openai(model: str, name: str) -> EmbeddingModel:
    from knowledge.embeddings.openai import OpenAIEmbedding

    return OpenAIEmbedding(model, name)


def _ollama(model: str, name: str) -> EmbeddingModel:
    from knowledge.embeddings.ollama import OllamaEmbedding

    return OllamaEmbedding(model, name)


_KINDS: Mapping[str, Callable[[str, str], EmbeddingModel]] = {
    "sentence-transformers": _sentence_transformers,
    "openai": _openai,
    "ollama": _ollama,
}
"""What stands before the colon of a name -> what opens the model behind it."""

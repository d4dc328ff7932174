"""Static models in model2vec's format: a vector a subword, read with numpy, without torch and without a network.

The files are read here and not by model2vec, whose import alone (the hub's client, model cards) and second copy of
the tokenizer take longer than reading the model; a test holds both to the same vectors.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge.embeddings.fingerprint import folder_fingerprint
from knowledge.embeddings.interface import WRAPPER_VERSION, EmbeddingModel, unit_length
from knowledge.errors import EmbeddingError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WEIGHT_FILE = "model.safetensors"
TOKENIZER_FILE = "tokenizer.json"
NEEDED_FILES = ("config.json", WEIGHT_FILE, TOKENIZER_FILE)
# Texts split into subwords at once: enough to keep every core busy, little to hold.
BATCH = 256


@dataclass(frozen=True, slots=True)
class StaticTables:
    """What a static model consists of; `rows` says which vector a token has where not its own."""

    tokenizer: "Tokenizer"
    unknown: int | None
    vectors: NDArray[Any]
    weights: NDArray[Any] | None
    rows: NDArray[Any] | None


class StaticEmbedding(EmbeddingModel):
    """A model2vec folder as an embedding; the files are read at the first vector."""

    is_instant = True

    def __init__(self, folder: Path, name: str) -> None:
        missing = [file for file in NEEDED_FILES if not (folder / file).is_file()]
        if missing:
            raise EmbeddingError(
                f"The folder {folder} is no static embedding model: it lacks {', '.join(missing)}; "
                "give the folder of a model that model2vec has saved.",
                name=name,
            )
        self.name = name
        self._folder = folder

    @cached_property
    def fingerprint(self) -> str:
        """Hashes the model's files."""
        return folder_fingerprint(self._folder, "static", WRAPPER_VERSION)

    @property
    def dimensions(self) -> int:
        """The length of each vector."""
        return int(self._tables.vectors.shape[1])

    def embed_array(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embeds each text whole, whatever its length; the same text gives the same vector in any company."""
        batches = [self._embed(texts[first : first + BATCH]) for first in range(0, len(texts), BATCH)]
        return np.concatenate(batches) if batches else np.zeros((0, self.dimensions), dtype=np.float32)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Embeds a question as any other text."""
        row: NDArray[np.float32] = self.embed_array([text])[0]
        return row

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        tables = self._tables
        sums = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        coded = tables.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        for place, code in enumerate(coded):
            tokens = np.array([token for token in code.ids if token != tables.unknown], dtype=np.int64)
            sums[place] = _weighted_sum(tables, tokens)
        return unit_length(sums)

    @cached_property
    def _tables(self) -> StaticTables:
        from safetensors import SafetensorError

        try:
            return _read(self._folder)
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise EmbeddingError(
                f"The static embedding model in {self._folder} cannot be read ({error}); save or install it anew.",
                name=self.name,
            ) from error


def _weighted_sum(tables: StaticTables, tokens: NDArray[np.int64]) -> NDArray[np.float32]:
    rows = tables.vectors[tokens if tables.rows is None else tables.rows[tokens]].astype(np.float32)
    if tables.weights is None:
        total: NDArray[np.float32] = rows.sum(axis=0)
        return total
    total = tables.weights[tokens].astype(np.float32) @ rows
    return total


def _read(folder: Path) -> StaticTables:
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    # tokenizers itself would raise a bare Exception for a file that is no JSON.
    model = json.loads((folder / TOKENIZER_FILE).read_bytes())["model"]
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    unknown = model.get("unk_id")
    if unknown is None and model.get("unk_token"):
        unknown = tokenizer.token_to_id(model["unk_token"])
    tensors = load_file(folder / WEIGHT_FILE)
    vectors, weights, rows = tensors["embeddings"], tensors.get("weights"), tensors.get("mapping")
    if len(vectors if rows is None else rows) != tokenizer.get_vocab_size():
        raise ValueError(f"{len(vectors)} vectors for {tokenizer.get_vocab_size()} subwords")
    return StaticTables(tokenizer, unknown, vectors, weights, rows)

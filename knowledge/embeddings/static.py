"""Static models in model2vec's format: a vector a subword, read with numpy, without torch and without a network."""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge.embeddings.fingerprint import folder_fingerprint
from knowledge.embeddings.interface import WRAPPER_VERSION, EmbeddingModel, unit_length
from knowledge.errors import EmbeddingError

if TYPE_CHECKING:
    from model2vec import StaticModel

NEEDED_FILES = ("config.json", "model.safetensors", "tokenizer.json")


class StaticEmbedding(EmbeddingModel):
    """A model2vec folder as an embedding; the files are read at the first vector."""

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
        return int(self._model.dim)

    def embed_array(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embeds each text whole, whatever its length; the same text gives the same vector in any company."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        # model2vec's own threads start past 10,000 texts, and set an environment variable as they do.
        return unit_length(self._model.encode(list(texts), max_length=None, use_multiprocessing=False))

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Embeds a question as any other text."""
        row: NDArray[np.float32] = self.embed_array([text])[0]
        return row

    @cached_property
    def _model(self) -> "StaticModel":
        from model2vec import StaticModel
        from safetensors import SafetensorError

        try:
            # tokenizers would raise a bare Exception for a file that is no JSON.
            json.loads((self._folder / "tokenizer.json").read_bytes())
            return StaticModel.from_pretrained(self._folder)
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise EmbeddingError(
                f"The static embedding model in {self._folder} cannot be read ({error}); save or install it anew.",
                name=self.name,
            ) from error

"""Any sentence-transformers model, by folder or by its name on the hub; torch is imported at the first vector."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge.embeddings.fingerprint import folder_fingerprint
from knowledge.embeddings.interface import WRAPPER_VERSION, EmbeddingModel, unit_length
from knowledge.embeddings.prefixes import prefixes
from knowledge.errors import EmbeddingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class SentenceTransformerEmbedding(EmbeddingModel):
    """A sentence-transformers model as an embedding."""

    def __init__(self, model: str, name: str) -> None:
        self.name = name
        self._wanted = model
        self._question_prefix, self._passage_prefix = prefixes(model)

    @cached_property
    def fingerprint(self) -> str:
        """Hashes the model's files; a model that is only on the hub is fetched first."""
        return folder_fingerprint(self._folder, "sentence-transformers", WRAPPER_VERSION, *prefixes(self._wanted))

    @cached_property
    def dimensions(self) -> int:
        """The length of each vector."""
        return len(self._encode([""])[0])

    def embed_array(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embeds passages; the model itself reads no further than its own limit of tokens."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return self._encode([self._passage_prefix + text for text in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Embeds a question, behind the prefix that the model's family asks for."""
        row: NDArray[np.float32] = self._encode([self._question_prefix + text])[0]
        return row

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        vectors = self._model.encode(texts, convert_to_numpy=True, show_progress_bar=False)
        return unit_length(vectors)

    @cached_property
    def _folder(self) -> Path:
        folder = Path(self._wanted).expanduser()
        return folder if folder.is_dir() else _from_hub(self._wanted, self.name)

    @cached_property
    def _model(self) -> "SentenceTransformer":
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EmbeddingError(
                f"The embedding {self.name} needs sentence-transformers, which is not installed; "
                "run: pip install 'fagkompas[sentence-transformers]'.",
                package="fagkompas[sentence-transformers]",
                name=self.name,
            ) from error
        try:
            return SentenceTransformer(str(self._folder), local_files_only=True)
        # Damaged and foreign folders raise whatever the format's own reader raises.
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
            raise EmbeddingError(
                f"The folder {self._folder} is no sentence-transformers model that can be read ({error}).",
                name=self.name,
            ) from error


def _from_hub(model: str, name: str) -> Path:
    """Finds the model in the hub's local cache, else fetches it; raises `EmbeddingError` where neither works."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError):
        pass
    try:
        return Path(snapshot_download(model))
    except (OSError, HfHubHTTPError, HFValidationError, LocalEntryNotFoundError) as error:
        raise EmbeddingError(
            f"The embedding model {model} is neither a folder here nor to be fetched from the model hub; "
            "give the path of a folder with a sentence-transformers model, or connect and try again.",
            name=name,
        ) from error

"""What every embedding model offers: arrays of unit length, and the two methods of LangChain's `Embeddings`.

It is no subclass of that: importing it takes longer than reading the bundled model. `knowledge.retriever` registers it.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

# What the wrapper adds to a model's own vectors (unit length, the empty text); part of every fingerprint.
WRAPPER_VERSION = 1


class EmbeddingModel(ABC):
    """An embedding model as the knowledge base uses it."""

    name: str
    """What `load` was given."""
    is_instant = False
    """Whether hundreds of sentences are embedded in milliseconds, at each question."""

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """Names the model's content (64 hexadecimal digits): equal means equal vectors."""

    @property
    @abstractmethod
    def dimensions(self) -> int:
        """The length of each vector."""

    @abstractmethod
    def embed_array(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embeds passages: float32 (texts, dimensions), every row of unit length, that of an empty text too."""

    @abstractmethod
    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Embeds one question: float32 (dimensions,), unit length."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embeds passages as LangChain asks for them."""
        rows: list[list[float]] = self.embed_array(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Embeds one question as LangChain asks for it."""
        row: list[float] = self.embed_question(text).tolist()
        return row


def unit_length(vectors: NDArray[Any]) -> NDArray[np.float32]:
    """Scales rows to unit length; a row of zeros becomes the first axis, since cosine needs a direction."""
    rows: NDArray[np.float32] = np.array(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1)
    blank = lengths <= np.finfo(np.float32).tiny
    rows[~blank] /= lengths[~blank, None]
    rows[blank] = 0.0
    rows[blank, 0] = 1.0
    return rows

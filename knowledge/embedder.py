"""What the knowledge base asks of an embedding model, and the model itself: loaded late, once."""

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """An embedding model; `embed_array` gives rows of `dimensions` numbers and unit length."""

    @property
    def name(self) -> str:
        """As in the settings."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vectors would."""

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""

    def embed_query(self, text: str) -> Sequence[float]:
        """Embed a question."""

    def embed_array(self, texts: Sequence[str]) -> Vectors:
        """Embed passages."""


EmbeddingLoader = Callable[[], Embedder]


class EmbedderOnce:
    """Calls a loader at first use and keeps what it gave; safe under threads."""

    def __init__(self, load: EmbeddingLoader) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._loaded: Embedder | None = None

    def __call__(self) -> Embedder:
        """Return the model, loading it now if nobody has asked before."""
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

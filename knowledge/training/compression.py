"""Stores a trained embedding in 8 bits: each row has its own scale, which is folded into the token's weight."""

import numpy as np

# Symmetric signed bytes: -127 to 127, zero stays zero.
LARGEST_BYTE = 127


def quantise(vectors: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Turns float vectors (n, d) with weights (n,) into int8 (n, d) and float32 weights (n,).

    `bytes * new weights` is `vectors * weights` to within half a step of 1/127 of each row's largest value.
    """
    largest = np.abs(vectors).max(axis=1)
    scale = np.where(largest > 0, largest, 1.0) / LARGEST_BYTE
    stored = np.rint(vectors / scale[:, None]).astype(np.int8)
    return stored, (weights * scale).astype(np.float32)


def cosine_parity(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Gives the cosine of each row of `left` with the same row of `right`: float (n,)."""
    lengths = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    return (left * right).sum(axis=1) / np.maximum(lengths, np.finfo(np.float32).tiny)

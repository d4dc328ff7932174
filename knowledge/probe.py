"""The probe: a record that its own vector does not find is lost to every question, so it is looked for beforehand."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from knowledge.embedder import Vectors
from knowledge.vector_records import Neighbour
from knowledge.vectors import VectorStore

SAMPLE = 500
"""Live records probed beside the added ones (design/architecture.md: 18-25 of 2,000 were lost, so 500 show it)."""

# Texts can repeat, so the nearest may be a twin; a page's boilerplate seldom stands in more passages than this.
_NEIGHBOURS = 10

# Distances of float32 vectors to themselves stay below this; those of different texts lie far above.
_SAME = 1e-4

# Records between two reports of progress.
_STEP = 100


def not_found(
    store: VectorStore,
    record_ids: Sequence[str],
    vectors_of: Callable[[Sequence[str]], Vectors],
    progress: Callable[[int], None] | None = None,
) -> list[str]:
    """Name the records whose own vector finds neither them nor, at no distance, as many twins as were asked for."""
    batches = [record_ids[start : start + _STEP] for start in range(0, len(record_ids), _STEP)]

    def lost_of(batch: Sequence[str]) -> list[str]:
        found = store.nearest(vectors_of(batch), _NEIGHBOURS, None)
        return [record_id for record_id, near in zip(batch, found, strict=True) if not _is_found(record_id, near)]

    lost: list[str] = []
    # Chroma lets go of the interpreter while it searches.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for number, part in enumerate(threads.map(lost_of, batches), start=1):
            lost += part
            if progress is not None:
                progress(min(number * _STEP, len(record_ids)))
    return lost


def _is_found(record_id: str, found: Sequence[Neighbour]) -> bool:
    if any(neighbour.record_id == record_id and neighbour.distance <= _SAME for neighbour in found):
        return True
    return len(found) == _NEIGHBOURS and bool(np.all([neighbour.distance <= _SAME for neighbour in found]))

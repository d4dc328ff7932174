"""The probe: a record that its own vector does not find is lost to every question, so it is looked for beforehand."""

import random
from collections.abc import Callable, Sequence
from itertools import islice

import numpy as np

from knowledge.embedder import Vectors
from knowledge.vectors import Neighbour, VectorStore

SAMPLE = 500
"""Live records probed beside the added ones (design/architecture.md: 18-25 of 2,000 were lost, so 500 show it)."""

# Texts can repeat, so the nearest may be a twin; a page's boilerplate seldom stands in more passages than this.
_NEIGHBOURS = 10

# Distances of float32 vectors to themselves stay below this; those of different texts lie far above.
_SAME = 1e-4

# Records between two reports of progress.
_STEP = 100


def probed(added: Sequence[str], alive: Sequence[str], seed: int) -> list[str]:
    """Choose what to probe: all that was added, and `SAMPLE` of what is alive; the same choice for the same seed."""
    others = sorted(set(alive) - set(added))
    return [*added, *random.Random(seed).sample(others, min(SAMPLE, len(others)))]


def not_found(
    store: VectorStore,
    record_ids: Sequence[str],
    vectors_of: Callable[[Sequence[str]], Vectors],
    progress: Callable[[int], None] | None = None,
) -> list[str]:
    """Name the records whose own vector finds neither them nor, at no distance, as many twins as were asked for."""
    lost = []
    ids = iter(record_ids)
    done = 0
    while batch := list(islice(ids, _STEP)):
        for record_id, found in zip(batch, store.nearest(vectors_of(batch), _NEIGHBOURS, None), strict=True):
            if not _is_found(record_id, found):
                lost.append(record_id)
        done += len(batch)
        if progress is not None:
            progress(done)
    return lost


def _is_found(record_id: str, found: Sequence[Neighbour]) -> bool:
    if any(neighbour.record_id == record_id and neighbour.distance <= _SAME for neighbour in found):
        return True
    return len(found) == _NEIGHBOURS and bool(np.all([neighbour.distance <= _SAME for neighbour in found]))

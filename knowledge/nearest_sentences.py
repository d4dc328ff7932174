"""How near a question comes to the nearest sentence of a passage: what answers is one sentence, not ten together."""

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from knowledge.embedder import Embedder, Vectors
from knowledge.types import Passage

# Where a text is parted, for comparing only; one cut short at an abbreviation does no harm.
_END = re.compile(r"(?<=[.!?:])\s+|\n+")
_SHORTEST = 4
# Passages whose sentences are kept: some ten megabytes of a bundled model's vectors.
MOST_KEPT = 2_000


class NearestSentences:
    """Compares questions with passages sentence by sentence; what was embedded lately is kept. Safe under threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Vectors] = OrderedDict()

    def __call__(self, question: str, passages: Sequence[Passage]) -> Sequence[float]:
        """The question's cosine with the nearest sentence of each passage, -1 to 1."""
        asked = np.asarray(self._embedder.embed_query(question), dtype=np.float32)
        return [float((vectors @ asked).max()) for vectors in self._vectors(passages)]

    def _vectors(self, passages: Sequence[Passage]) -> Sequence[Vectors]:
        with self._lock:
            known = {one.passage_id: self._kept[one.passage_id] for one in passages if one.passage_id in self._kept}
        unread = [passage for passage in passages if passage.passage_id not in known]
        read = self._read(unread)
        found = known | read
        with self._lock:
            for passage_id, vectors in found.items():
                self._kept[passage_id] = vectors
                self._kept.move_to_end(passage_id)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return [found[passage.passage_id] for passage in passages]

    def _read(self, passages: Sequence[Passage]) -> dict[str, Vectors]:
        """Embed all sentences of the passages in one go."""
        if not passages:
            return {}
        parted = [sentences(passage.text) for passage in passages]
        vectors = self._embedder.embed_array([sentence for parts in parted for sentence in parts])
        ends = np.cumsum([len(parts) for parts in parted])[:-1]
        return {passage.passage_id: own for passage, own in zip(passages, np.split(vectors, ends), strict=True)}


def sentences(text: str) -> list[str]:
    """The parts of a text that are compared, its own where it has none."""
    return [part for part in _END.split(text) if len(part) >= _SHORTEST] or [text]

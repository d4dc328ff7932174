"""What embeddings over a wire have in common: batches, prefixes, and a server that may be away."""

import hashlib
from abc import abstractmethod
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.embeddings.interface import WRAPPER_VERSION, EmbeddingModel, unit_length
from knowledge.embeddings.prefixes import prefixes
from knowledge.errors import EmbeddingAwayError, EmbeddingError

# Texts in one request: few enough for every server, many enough that the way there does not count.
BATCH = 64
# Servers refuse what is longer than the model reads, often 8,192 tokens; no token is shorter than a character.
LONGEST_TEXT = 8_000
# A question is answered by words alone where the server takes longer.
SECONDS = 20.0
# Servers refuse an empty text.
BLANK = "."


class RemoteEmbedding(EmbeddingModel):
    """An embedding model on a server; equal names count as equal models unless the server tells them apart."""

    def __init__(self, model: str, name: str) -> None:
        if not model:
            raise EmbeddingError(f"{name!r} names no model; write the model's name behind the colon.", name=name)
        self.name = name
        self._wanted = model
        self._question_prefix, self._passage_prefix = prefixes(model)

    @cached_property
    def fingerprint(self) -> str:
        """Hashes the model's name and what the server says its version is."""
        extra = (WRAPPER_VERSION, self._question_prefix, self._passage_prefix)
        return hashlib.sha256(repr((self.name, self.version(), *extra)).encode()).hexdigest()

    @cached_property
    def dimensions(self) -> int:
        """The length of each vector; asks the server."""
        return len(self.embed_question(BLANK))

    def embed_array(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embeds passages, cut where no model reads on."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return self._embed([self._passage_prefix + text for text in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Embeds a question, behind the prefix that the model's family asks for."""
        row: NDArray[np.float32] = self._embed([self._question_prefix + text])[0]
        return row

    def version(self) -> str:
        """What else tells the model apart from another of its name; nothing where the server does not say."""
        return ""

    @abstractmethod
    def ask(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """Has the server embed texts that are not blank; raises `EmbeddingError` and `EmbeddingAwayError`."""

    def away(self, reason: object) -> EmbeddingAwayError:
        """The error of a server that does not answer as it should."""
        return EmbeddingAwayError(
            f"The embedding {self.name} cannot be asked ({reason}); see that its server runs and its key is valid.",
            name=self.name,
        )

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        asked = [text[:LONGEST_TEXT] if text.strip() else BLANK for text in texts]
        rows: list[Sequence[float]] = []
        for first in range(0, len(asked), BATCH):
            batch = asked[first : first + BATCH]
            rows += self.ask(batch)
        if len(rows) != len(texts):
            raise self.away(f"it gave {len(rows)} vectors for {len(texts)} texts")
        return unit_length(np.array(rows, dtype=np.float32))

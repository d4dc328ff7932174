"""Builders for tests: each gives a whole valid thing, and takes only what the test is about."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.generations import Draft, KnowledgeBase
from knowledge.settings import KnowledgeSettings
from knowledge.texts import text_id_of
from knowledge.types import Passage, Source, SourceKind


@dataclass(frozen=True)
class FakeEmbedding:
    """Embeds by hashing words to a few dimensions: deterministic, and like texts get like vectors."""

    name: str = "fake"
    fingerprint: str = "fake-1"
    dimensions: int = 32
    is_instant: bool = False

    def embed_array(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([self._embed(text) for text in texts]) if texts else np.zeros((0, self.dimensions), np.float32)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self._embed(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(number) for number in row] for row in self.embed_array(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(number) for number in self._embed(text)]

    def _embed(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(self.dimensions, dtype=np.float32)
        for word in text.lower().split():
            digest = hashlib.sha256(f"{self.fingerprint} {word}".encode()).digest()
            vector[digest[0] % self.dimensions] += 1 if digest[1] % 2 else -1
        if not vector.any():
            vector[0] = 1.0
        return vector / np.float32(np.linalg.norm(vector))


def make_passage(text: str = "Jobcentret har åbent.", source_id: str = "kilde", **changes: object) -> Passage:
    """A passage that is the whole text of its source."""
    passage = Passage(
        passage_id=f"{source_id}#0",
        source_id=source_id,
        kind=SourceKind.REPORT,
        text_id=text_id_of(text),
        start=0,
        end=len(text),
        text=text,
        title=f"Titel på {source_id}",
    )
    return replace(passage, **changes)  # type: ignore[arg-type]


def make_source(source_id: str = "kilde", text: str = "Jobcentret har åbent.", **changes: object) -> Source:
    source = Source(
        source_id=source_id,
        kind=SourceKind.REPORT,
        title=f"Titel på {source_id}",
        text_id=text_id_of(text),
        root="/dokumenter",
        path=f"{source_id}.txt",
    )
    return replace(source, **changes)  # type: ignore[arg-type]


def make_knowledge_base(
    data: Path, embedding: FakeEmbedding | None = None, keep_generations: int = 3, chroma_url: str = ""
) -> KnowledgeBase:
    settings = KnowledgeSettings(data, "fake", keep_generations, chroma_url)
    return KnowledgeBase(settings, lambda: embedding or FakeEmbedding())


def put_text(draft: Draft, source_id: str, text: str) -> None:
    """Add a source whose lines are its passages."""
    passages, start = [], 0
    for number, line in enumerate(text.split("\n")):
        whole = make_passage(text, source_id, passage_id=f"{source_id}#{number}")
        passages.append(replace(whole, start=start, end=start + len(line), text=line))
        start += len(line) + 1
    draft.put(make_source(source_id, text), text, passages)


def ingest_texts(knowledge_base: KnowledgeBase, **texts: str) -> int:
    """Publish these texts as sources, beside what is there."""
    with knowledge_base.writer() as draft:
        for source_id, text in texts.items():
            put_text(draft, source_id, text)
        return draft.publish()

"""Settings of the knowledge base; read from the environment by the doors and handed down."""

from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_EMBEDDING = "danish-static"
"""The static Danish embedding in `knowledge/models`; needs neither torch nor a model hub."""


@dataclass(frozen=True, slots=True)
class KnowledgeSettings:
    """Where the knowledge base lies and how it is embedded and kept."""

    data: Path = Path(".fagkompas")
    embedding: str = DEFAULT_EMBEDDING
    """`danish-static`, `sentence-transformers:NAME_OR_PATH`, `openai:NAME`, `ollama:NAME`, or a folder."""
    keep_generations: int = 3
    """How many published generations stay for rollback, the current one included."""
    chroma_url: str = field(default="", repr=False)
    """The Chroma server that holds the vectors; empty: they lie in the data folder."""
    reranker: str = ""
    """A cross-encoder for the best passages, `sentence-transformers:NAME_OR_PATH`; empty: none."""

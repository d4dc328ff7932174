"""A knowledge base over a data folder of its own, and a real Chroma server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import make_knowledge_base

from knowledge.generations import KnowledgeBase
from tests.chroma_server import running_chroma


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """Nothing is ingested yet."""
    with make_knowledge_base(tmp_path / "data") as knowledge_base:
        yield knowledge_base


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server for all tests of this process that leave it running."""
    with running_chroma(tmp_path_factory.mktemp("chroma")) as server:
        yield server.url

"""A knowledge base over a data folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import make_knowledge_base

from knowledge.generations import KnowledgeBase


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """Nothing is ingested yet."""
    with make_knowledge_base(tmp_path / "data") as knowledge_base:
        yield knowledge_base

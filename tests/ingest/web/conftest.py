"""A site and a knowledge base of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import make_knowledge_base

from knowledge.generations import KnowledgeBase
from tests.ingest.web.site import Site, running_site
from tests.ingest.web.visitor import Visitor


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


@pytest.fixture
def visitor(tmp_path: Path, site: Site) -> Visitor:
    return Visitor(tmp_path / "spejl", site)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with make_knowledge_base(tmp_path / "data") as made:
        yield made

"""Assistants over a few documents, and the documents of the bundled suites, ingested once."""

import datetime
from collections.abc import Iterator

import pytest

from evals.assembling import DOCUMENTS, SAMPLES, Assembled, assembled
from knowledge.types import Snapshot
from tests.evals.questions import write_documents


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assembled]:
    """An assistant over two reports and a course."""
    folder = tmp_path_factory.mktemp("tiny")
    with assembled([write_documents(folder / "documents")], folder / "data") as parts:
        yield parts


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """What the bundled suites are asked of, as the product's own ingest stores it."""
    with assembled([SAMPLES, DOCUMENTS], tmp_path_factory.mktemp("samples")) as parts:
        yield parts.current()


@pytest.fixture
def created() -> datetime.datetime:
    """When a run was made."""
    return datetime.datetime(2026, 11, 22, 8, 30, 15, 999, tzinfo=datetime.UTC)

"""Real knowledge bases and a real service for the doors' tests."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from tests.assistant.channels.browsing import started_browser
from tests.assistant.channels.changed import ingest_twice
from tests.assistant.channels.doors import ingest_into, serving, write_sources

SAMPLES = Path(__file__).resolve().parents[3] / "knowledge" / "samples"


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small sources, for reading only."""
    folder = tmp_path_factory.mktemp("small")
    ingest_into(folder / "data", write_sources(folder / "sources"))
    return folder / "data"


@pytest.fixture(scope="session")
def samples_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the bundled samples, for reading only."""
    data = tmp_path_factory.mktemp("samples") / "data"
    ingest_into(data, SAMPLES)
    return data


@pytest.fixture(scope="session")
def changed_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two generations of the small sources, for reading only."""
    return ingest_twice(tmp_path_factory.mktemp("changed"))


@pytest.fixture(scope="session")
def client(small_data: Path) -> Iterator[httpx.Client]:
    """A client of a service over the small sources."""
    with serving(small_data) as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module's tests."""
    with started_browser() as started:
        yield started

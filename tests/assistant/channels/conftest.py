"""Real knowledge bases and a real service for the doors' tests."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.channels.state.store import State
from tests.assistant.channels.browsing import started_browser
from tests.assistant.channels.changed import ingest_twice
from tests.assistant.channels.doors import ingest_into, serving, write_sources
from tests.assistant.channels.state.postgres_server import find_programs, running_server

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


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server for all tests of this process."""
    programs = find_programs()
    if programs is None:
        pytest.skip("Postgres is not installed (Debian: apt-get install postgresql)")
    with running_server(programs) as url:
        yield url


@pytest.fixture
def ingested(tmp_path: Path) -> Path:
    """A folder with the small sources, and with what they make in `data`."""
    ingest_into(tmp_path / "data", write_sources(tmp_path / "sources"))
    return tmp_path


@pytest.fixture
def kept(ingested: Path) -> Iterator[State]:
    """What is kept beside the small sources."""
    with open_kept(Settings(data=ingested / "data")) as opened:
        yield opened

"""The app, running over a small knowledge base and connected to a fake workspace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.channels.build import Application
from assistant.channels.slack.manifest import own_manifest
from tests.assistant.channels.doors import ingest_into, write_sources
from tests.slack.app_under_test import Running, app_in, opened
from tests.slack.workspace import Workspace


@pytest.fixture(scope="session")
def known_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small sources, for reading only."""
    folder = tmp_path_factory.mktemp("known")
    ingest_into(folder / "data", write_sources(folder / "sources"))
    return folder / "data"


@pytest.fixture(scope="session")
def known(known_data: Path) -> Iterator[Application]:
    """The parts over the small sources."""
    with opened(known_data) as parts:
        yield parts


@pytest.fixture
def lawful() -> Iterator[Workspace]:
    """A workspace in which no limit is broken by the end of the test."""
    with Workspace(manifest=dict(own_manifest())) as workspace:
        yield workspace
        assert workspace.violations == []


@pytest.fixture
def state_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/state.sqlite"


@pytest.fixture
def running(lawful: Workspace, known: Application, state_url: str) -> Iterator[Running]:
    """The app as it is set up by default."""
    with app_in(lawful, known, state_url) as made:
        yield made

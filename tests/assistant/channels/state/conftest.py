"""One set of tests over SQLite and Postgres alike."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from assistant.channels.state.store import State, open_state
from assistant.channels.state.types import Limits, Policy
from tests.assistant.channels.state.stored import Clock

Opener = Callable[..., State]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/state.sqlite"
    server: str = request.getfixturevalue("postgres_url")
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(url: str, clock: Clock) -> Iterator[Opener]:
    """Opens the database as often as is wanted, with these limits; all are closed at the end."""
    states: list[State] = []

    def opened(**limits: int) -> State:
        states.append(open_state(url, Policy(Limits(**limits), clock)))
        return states[-1]

    yield opened
    for state in states:
        state.close()


@pytest.fixture
def state(opened: Opener) -> State:
    return opened()

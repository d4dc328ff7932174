"""Which channels want to be told what changes; over SQLite and Postgres alike."""

from sqlalchemy import create_engine, text

from assistant.channels.state.slack_types import Digest
from assistant.channels.state.store import State
from assistant.channels.state.tables import SCHEMA_VERSION
from tests.assistant.channels.state.conftest import Opener

ASKED = Digest("T1", "C1", "U1", 4)


def test_a_channel_asks_once_and_is_told_from_then_on(state: State) -> None:
    assert state.slack_digests.ask(ASKED)
    assert not state.slack_digests.ask(Digest("T1", "C1", "U2", 9))
    assert state.slack_digests.wanted("T1") == [ASKED]
    assert state.slack_digests.wanted("T2") == []
    state.slack_digests.told("T1", "C1", 5)
    assert state.slack_digests.find("T1", "C1") == Digest("T1", "C1", "U1", 5)


def test_a_channel_that_stopped_is_told_nothing(state: State) -> None:
    state.slack_digests.ask(ASKED)
    state.slack_digests.ask(Digest("T1", "C2", "U1", 4))
    assert state.slack_digests.stop("T1", "C1")
    assert not state.slack_digests.stop("T1", "C1")
    state.slack_digests.told("T1", "C1", 5)
    assert [one.channel for one in state.slack_digests.wanted("T1")] == ["C2"]


def test_a_state_of_the_version_before_gets_the_table(opened: Opener, url: str) -> None:
    opened()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE slack_digests"))
        connection.execute(text("UPDATE schema_version SET version = 3"))
    assert opened().slack_digests.ask(ASKED)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT version FROM schema_version")) == SCHEMA_VERSION
    engine.dispose()

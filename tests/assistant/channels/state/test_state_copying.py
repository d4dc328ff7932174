"""The state copied out and in again: all of it, into either database, and nothing of it where that fails."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from assistant.channels.state.copying import read_tables, write_tables
from assistant.channels.state.errors import StateNewerError
from assistant.channels.state.slack_types import Arrival, EventState
from assistant.channels.state.store import State, open_state
from assistant.channels.state.tables import METADATA, SCHEMA_VERSION
from assistant.channels.state.types import Limits, Policy
from tests.assistant.channels.state.stored import Clock, make_answer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "copied"
    made.mkdir()
    return made


@pytest.fixture
def other(tmp_path: Path, clock: Clock) -> State:
    return open_state(f"sqlite:///{tmp_path}/other.sqlite", Policy(Limits(), clock))


def rows(state: State) -> dict[str, list[object]]:
    with state.database.reading() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in METADATA.sorted_tables}


def fill(state: State) -> None:
    for number in range(3):
        state.conversations.remember(make_answer(number, f"con_{number}"), "owner", internal=False)
    state.keys.create("ny nøgle")
    state.ingests.start("owner", ["/mappe"])


def test_everything_comes_back_in_either_database(state: State, other: State, folder: Path) -> None:
    fill(state)
    write_tables(state.database, folder)
    read_tables(other.database, folder)
    assert rows(other) == rows(state)
    again = folder.with_name("again")
    again.mkdir()
    write_tables(other.database, again)
    read_tables(state.database, again)
    assert rows(other) == rows(state)
    # What counts up goes on above what came back.
    state.ingests.start("owner", ["/anden"])
    other.close()


def test_questions_of_slack_that_were_not_answered_are_not_asked_again(
    state: State, other: State, folder: Path
) -> None:
    for name in ("besvaret", "ubesvaret"):
        state.slack_events.put(Arrival(name, "mention", name, {}))
    state.slack_events.finish("besvaret")
    write_tables(state.database, folder)
    read_tables(other.database, folder)
    assert other.slack_events.waiting() == 0
    assert other.slack_events.state_of("besvaret") is EventState.DONE
    # Who sends it again is answered.
    assert other.slack_events.put(Arrival("ubesvaret", "mention", "ubesvaret", {}))
    other.close()


def test_what_is_there_goes(state: State, other: State, folder: Path) -> None:
    write_tables(other.database, folder)
    fill(state)
    read_tables(state.database, folder)
    assert rows(state) == rows(other)
    other.close()


def test_a_folder_without_a_state_changes_nothing(state: State, folder: Path) -> None:
    fill(state)
    before = rows(state)
    read_tables(state.database, folder)
    assert rows(state) == before


def test_a_state_of_a_newer_version_is_refused_and_nothing_changes(state: State, folder: Path) -> None:
    fill(state)
    before = rows(state)
    (folder / "schema_version.jsonl").write_text(json.dumps({"version": SCHEMA_VERSION + 1}))
    with pytest.raises(StateNewerError):
        read_tables(state.database, folder)
    assert rows(state) == before


def test_a_copy_that_breaks_off_changes_nothing(state: State, folder: Path) -> None:
    fill(state)
    before = rows(state)
    write_tables(state.database, folder)
    with (folder / "keys.jsonl").open("a") as file:
        file.write("{")
    with pytest.raises(ValueError, match="Expecting"):
        read_tables(state.database, folder)
    assert rows(state) == before

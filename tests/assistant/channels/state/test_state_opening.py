"""Opening: an empty database gets its tables, one that cannot be used is refused with what to do about it."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from assistant.channels.explaining import explain_error
from assistant.channels.state.database import Database, translated
from assistant.channels.state.errors import (
    StateDamagedError,
    StateError,
    StateNewerError,
    StateUnreachableError,
    StateUnwritableError,
    StateUrlError,
)
from assistant.channels.state.store import IN_MEMORY, State, check_state, has_state, open_state
from assistant.channels.state.tables import SCHEMA_VERSION
from assistant.channels.state.types import Limits, Policy
from knowledge.errors import FagkompasError
from prompts.wording import LANGUAGES, Wording
from tests.assistant.channels.state.conftest import Opener
from tests.assistant.channels.state.stored import Clock, make_answer

WORDING = Wording.load()
WRITER = """
import sys
from assistant.channels.state.store import open_state
from assistant.channels.state.types import Policy
from tests.assistant.channels.state.stored import Clock, make_answer
url, place = sys.argv[1], int(sys.argv[2])
state = open_state(url, Policy())
for number in range(10):
    state.conversations.remember(make_answer(place * 100 + number, f"con_{place}"), "mig", False)
state.close()
"""


def refused(url: str) -> FagkompasError:
    with pytest.raises(FagkompasError) as caught:
        open_state(url, Policy())
    for language in LANGUAGES:
        sentence = explain_error(caught.value, WORDING, language)
        assert sentence != caught.value.message
        assert "None" not in sentence
    return caught.value


def test_a_newer_version_is_refused_and_left_as_it_is(opened: Opener, url: str) -> None:
    opened().conversations.remember(make_answer(), "mig", False)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE schema_version SET version = {SCHEMA_VERSION + 1}"))
    error = refused(url)
    assert isinstance(error, StateNewerError)
    assert f"version {SCHEMA_VERSION + 1}" in explain_error(error, WORDING)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM answers")) == 1
    engine.dispose()


def test_several_processes_open_an_empty_database_and_write_at_once(url: str) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, url, str(place)]) for place in range(2)]
    assert [writer.wait() for writer in writers] == [0, 0]
    state = open_state(url, Policy())
    assert [len(state.conversations.turns(f"con_{place}", "mig")) for place in range(2)] == [10, 10]
    state.close()


def test_the_file_is_made_with_its_folder_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    state = open_state(f"sqlite:///{tmp_path}/ny/mappe/state.sqlite", Policy())
    state.keys.create("x")
    files = list((tmp_path / "ny" / "mappe").iterdir())
    assert {file.name for file in files} == {"state.sqlite", "state.sqlite-wal", "state.sqlite-shm"}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    state.close()


def test_opening_a_file_twice_keeps_the_locks_of_who_has_it_open(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/state.sqlite"
    first = open_state(url, Policy())
    first.conversations.remember(make_answer(), "mig", False)
    second = open_state(url, Policy())
    # Another process that leaves would take the log with it if it believed itself alone.
    subprocess.run([sys.executable, "-c", WRITER, url, "2"], check=True)
    first.conversations.remember(make_answer(2), "mig", False)
    third = open_state(url, Policy())
    assert len(third.conversations.history("con_1", "mig")) == 2
    assert third.conversations.listed("mig", 10)[1] == 2
    for state in (first, second, third):
        state.close()


def test_what_was_deleted_is_overwritten(tmp_path: Path) -> None:
    state = open_state(f"sqlite:///{tmp_path}/state.sqlite", Policy())
    state.conversations.remember(make_answer(question="Hemmelighedens ord"), "mig", False)
    state.conversations.forget("con_1", "mig")
    state.close()
    assert b"Hemmelighed" not in (tmp_path / "state.sqlite").read_bytes()


def test_a_folder_that_cannot_be_made_is_refused_and_memory_does_instead(tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    error = refused(f"sqlite:///{tmp_path}/fil/state.sqlite")
    assert isinstance(error, StateUnwritableError)
    assert str(tmp_path) in explain_error(error, WORDING)
    state = open_state(IN_MEMORY, Policy())
    state.conversations.remember(make_answer(), "mig", False)
    assert len(state.conversations.history("con_1", "mig")) == 1
    state.close()


def test_a_file_that_may_only_be_read_is_refused(tmp_path: Path) -> None:
    open_state(f"sqlite:///{tmp_path}/state.sqlite", Policy()).close()
    error = refused(f"sqlite:///file:{tmp_path}/state.sqlite?mode=ro&uri=true")
    assert isinstance(error, StateUnwritableError)


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(b"ikke en database " * 100)
    assert isinstance(refused(f"sqlite:///{path}"), StateDamagedError)
    assert path.read_bytes() == b"ikke en database " * 100


def test_a_server_that_is_not_there_is_refused_without_telling_the_password(tmp_path: Path) -> None:
    for url in (
        f"postgresql+psycopg://mig:hemmelig@/fag?host={tmp_path}",
        f"postgresql+psycopg://mig@/fag?host={tmp_path}&password=hemmelig",
    ):
        error = refused(url)
        assert isinstance(error, StateUnreachableError)
        for said in (error.message, explain_error(error, WORDING), repr(error.values)):
            assert "hemmelig" not in said


def test_a_wrong_database_on_a_server_is_refused(postgres_url: str) -> None:
    assert isinstance(refused(postgres_url.replace("/postgres?", "/findes_ikke?")), StateUnreachableError)


def test_a_server_that_may_only_be_read_is_refused(postgres_url: str) -> None:
    read_only = postgres_url + "&options=-c%20default_transaction_read_only%3Don"
    assert isinstance(refused(read_only), StateUnwritableError)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hest",
        "mysql://vært/fag",
        "hest://vært",
        "sqlite+aiosqlite:///x",
        "postgresql+hest://x",
    ],
)
def test_what_is_no_address_of_a_database_is_refused(url: str) -> None:
    assert isinstance(refused(url), StateUrlError)


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    error = refused("postgresql+psycopg://vært/fag")
    assert isinstance(error, StateUrlError)
    assert "fagkompas[postgres]" in explain_error(error, WORDING)


def test_a_database_that_breaks_while_it_is_used_gives_our_error(state: State) -> None:
    with state.database.writing() as connection:
        connection.execute(text("DROP TABLE feedback"))
    with pytest.raises(StateError):
        state.feedback.all()


def test_a_full_disk_is_told_as_what_it_is(tmp_path: Path) -> None:
    state = open_state(f"sqlite:///{tmp_path}/state.sqlite", Policy())
    with state.database.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    big = make_answer(text="x" * 1_000_000)
    with pytest.raises(StateUnwritableError):
        state.conversations.remember(big, "mig", False)
    state.close()


def test_an_error_that_nobody_knows_is_ours_all_the_same() -> None:
    assert type(translated(SQLAlchemyError("noget"), "sqlite://")) is StateError
    lost = OperationalError("SELECT 1", {}, Exception("server closed the connection"))
    assert type(translated(lost, "postgresql://")) is StateUnreachableError


def test_a_whole_database_is_found_whole_and_loses_nothing_by_it(opened: Opener, url: str, clock: Clock) -> None:
    opened().conversations.remember(make_answer(), "mig", False)
    clock.go_on(days=29)
    check_state(url, Policy(Limits(), clock))
    assert len(opened().conversations.turns("con_1", "mig")) == 1


def test_a_broken_page_is_found(tmp_path: Path) -> None:
    url, path = f"sqlite:///{tmp_path}/state.sqlite", tmp_path / "state.sqlite"
    state = open_state(url, Policy())
    state.conversations.remember(make_answer(), "mig", False)
    state.close()
    whole = path.read_bytes()
    # The first pages stay: it opens, and what lies further back is not what the first pages say.
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(StateDamagedError):
        check_state(url, Policy())


def test_there_is_a_state_where_a_file_holds_something_or_a_server_is_named(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/state.sqlite"
    assert not has_state(url)
    (tmp_path / "state.sqlite").touch()
    assert not has_state(url)
    open_state(url, Policy()).close()
    assert has_state(url)
    assert has_state("postgresql+psycopg://vært/fag")
    assert not has_state(IN_MEMORY)


def test_a_write_waits_for_another_of_its_process_but_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.channels.state.database.BUSY_SECONDS", 0.05)
    database = Database(f"sqlite:///{tmp_path / 'state.sqlite'}")
    with database.writing(), pytest.raises(StateUnreachableError), database.writing():
        raise AssertionError
    with database.writing() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    database.close()

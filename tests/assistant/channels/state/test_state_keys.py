"""Keys: the secret is given once and stored nowhere; revoked and expired ones open nothing."""

import datetime

import pytest

from assistant.channels.state.errors import KeyExpiredError, KeyMissingError, KeyUnknownError, UnknownKeyError
from assistant.channels.state.keys import USE_NOTED_EVERY
from assistant.channels.state.store import State
from assistant.channels.state.tables import KEYS
from assistant.channels.state.types import Role
from tests.assistant.channels.state.conftest import Opener
from tests.assistant.channels.state.stored import Clock


def test_a_key_is_found_by_its_secret(opened: Opener, clock: Clock) -> None:
    key, secret = opened().keys.create("Slack", Role.EDITOR, internal=True)
    found = opened().keys.find(secret)
    assert found == key
    assert (key.name, key.role, key.internal, key.created, key.expires) == ("Slack", Role.EDITOR, True, clock(), None)
    assert opened().keys.require(secret).key_id == key.key_id


def test_secrets_differ_and_are_long_and_not_in_the_database(state: State) -> None:
    made = [state.keys.create("x") for _ in range(20)]
    assert len({secret for _, secret in made}) == len({key.key_id for key, _ in made}) == 20
    assert all(secret.startswith("fk_") and len(secret) >= 46 for _, secret in made)
    with state.database.reading() as connection:
        rows = repr(connection.execute(KEYS.select()).all())
    assert not any(secret in rows or secret.removeprefix("fk_") in rows for _, secret in made)


@pytest.mark.parametrize("secret", ["fk_", "fk_forkert", "nul\x00", "halv \ud83d", "x" * 100_000])
def test_a_secret_of_no_key_opens_nothing(state: State, secret: str) -> None:
    state.keys.create("x")
    assert state.keys.find(secret) is None
    with pytest.raises(KeyUnknownError):
        state.keys.require(secret)


def test_no_secret_at_all_is_told_apart(state: State) -> None:
    with pytest.raises(KeyMissingError):
        state.keys.require("")


def test_a_key_opens_until_it_expires_and_not_then(state: State, clock: Clock) -> None:
    _, secret = state.keys.create("x", expires=clock() + datetime.timedelta(days=1))
    clock.go_on(days=1, seconds=-1)
    assert state.keys.find(secret)
    clock.go_on(seconds=1)
    assert state.keys.find(secret) is None
    with pytest.raises(KeyExpiredError):
        state.keys.require(secret)


def test_a_revoked_key_opens_nothing_any_more_and_stays_on_the_list(state: State, clock: Clock) -> None:
    key, secret = state.keys.create("x")
    assert state.keys.revoke(key.key_id).revoked == clock()
    first = clock()
    clock.go_on(hours=1)
    assert state.keys.revoke(key.key_id).revoked == first
    assert state.keys.find(secret) is None
    with pytest.raises(KeyUnknownError):
        state.keys.require(secret)
    assert [listed.revoked for listed in state.keys.listed()] == [first]


def test_an_unknown_key_cannot_be_revoked(state: State) -> None:
    with pytest.raises(UnknownKeyError, match="key_9"):
        state.keys.revoke("key_9")


def test_the_list_has_the_oldest_first(state: State, clock: Clock) -> None:
    for name in ("a", "b"):
        state.keys.create(name)
        clock.go_on(minutes=1)
    assert [key.name for key in state.keys.listed()] == ["a", "b"]


def test_the_last_use_is_known_to_some_minutes(state: State, clock: Clock) -> None:
    _, secret = state.keys.create("x")
    assert state.keys.listed()[0].last_used is None
    noted = clock()
    state.keys.find(secret)
    clock.go_on(seconds=1)
    state.keys.find(secret)
    assert state.keys.listed()[0].last_used == noted
    clock.time += USE_NOTED_EVERY
    state.keys.find(secret)
    assert state.keys.listed()[0].last_used == clock()


def test_keys_that_open_nothing_any_more_still_close_the_door_to_those_without(state: State) -> None:
    assert not state.keys.any()
    key, _ = state.keys.create("x")
    state.keys.revoke(key.key_id)
    assert state.keys.any()


def test_roles_are_ordered_by_what_they_may() -> None:
    assert Role.READER < Role.EDITOR < Role.ADMIN
    assert Role.ADMIN > Role.EDITOR >= Role.EDITOR
    assert sorted(Role) == [Role.READER, Role.EDITOR, Role.ADMIN]
    assert Role.READER <= Role.READER

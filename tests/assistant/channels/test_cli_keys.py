"""`fagkompas keys`: a key is made, listed and taken back; the secret is shown once."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.channels.state.errors import StateUnwritableError
from assistant.channels.state.store import State, open_state
from assistant.channels.state.types import Policy, Role
from tests.assistant.channels.terminal import Outcome, run

TODAY = datetime.date.today()


class Keys:
    """The command on one data folder."""

    def __init__(self, capsys: pytest.CaptureFixture[str], data: Path) -> None:
        self._capsys = capsys
        self.data = data

    def __call__(self, *arguments: str) -> Outcome:
        return run(self._capsys, "keys", *arguments, "--data", str(self.data))

    def made(self, *arguments: str) -> Any:
        """What `create --json` writes."""
        outcome = self("create", *arguments, "--json")
        assert (outcome.code, outcome.error) == (0, "")
        return outcome.json

    def opened(self) -> State:
        return open_state(f"sqlite:///{self.data}/state.sqlite", Policy())


@pytest.fixture
def keys(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Keys:
    return Keys(capsys, tmp_path / "data")


def test_a_key_is_made_and_opens(keys: Keys) -> None:
    outcome = keys("create", "Slack i Aarhus", "--role", "editor", "--internal")
    assert (outcome.code, outcome.error) == (0, "")
    sentence, secret = outcome.output.splitlines()
    assert "(Slack i Aarhus): editor, ser også interne kilder, oprettet " in sentence
    state = keys.opened()
    key = state.keys.require(secret)
    state.close()
    assert (key.name, key.role, key.internal, key.expires) == ("Slack i Aarhus", Role.EDITOR, True, None)


def test_without_more_a_key_is_for_reading_what_is_for_all(keys: Keys) -> None:
    made = keys.made("Websiden")
    assert (made["role"], made["internal"], made["expires"], made["status"]) == ("reader", False, None, "active")


def test_the_secret_is_shown_this_once(keys: Keys) -> None:
    made = keys.made("x")
    shown = keys("list").output + keys("list", "--json").output + keys("revoke", made["key_id"]).output
    assert made["key_id"] in shown
    assert made["secret"] not in shown
    assert b"fk_" not in (keys.data / "state.sqlite").read_bytes()


def test_the_list_says_what_each_key_may_and_whether_it_still_does(keys: Keys) -> None:
    assert keys("list").output == "Der er ingen nøgler. Lav en: fagkompas keys create NAVN.\n"
    first, second = keys.made("den første"), keys.made("den anden", "--role", "admin", "--expires", "30")
    assert keys("revoke", first["key_id"]).output.startswith("Nøglen giver ikke adgang mere: key_")
    lines = keys("list").output.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        f"{first['key_id']} (den første)",
        f"{second['key_id']} (den anden)",
    ]
    assert "trukket tilbage" in lines[0]
    assert "admin, oprettet" in lines[1]
    assert "udløber" in lines[1]
    listed = keys("list", "--json").json["keys"]
    assert [(key["name"], key["status"]) for key in listed] == [("den første", "revoked"), ("den anden", "active")]


def test_a_key_lasts_so_many_days(keys: Keys) -> None:
    made = keys.made("x", "--expires", "30")
    created, expires = (datetime.datetime.fromisoformat(made[name]) for name in ("created", "expires"))
    assert datetime.timedelta(days=29, hours=23) < expires - created < datetime.timedelta(days=30, hours=1)


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d-%m-%Y"])
def test_a_key_lasts_to_the_end_of_its_last_day(keys: Keys, form: str) -> None:
    day = TODAY + datetime.timedelta(days=400)
    made = keys.made("x", "--expires", day.strftime(form))
    expires = datetime.datetime.fromisoformat(made["expires"]).astimezone()
    assert (expires.date(), expires.time()) == (day, datetime.time(23, 59, 59))


def test_today_may_be_the_last_day(keys: Keys) -> None:
    assert keys.made("x", "--expires", TODAY.isoformat())["status"] == "active"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["create"], "name"),
        (["create", ""], "navn"),
        (["create", "to\x1blinjer"], "navn"),
        (["create", "x" * 101], "100"),
        (["create", "x", "--role", "chef"], "--role"),
        (["create", "x", "--expires", "i morgen"], "i morgen"),
        (["create", "x", "--expires", "0"], "3650"),
        (["create", "x", "--expires", "99999999999"], "3650"),
        (["create", "x", "--expires", "2020-01-01"], "2020-01-01"),
        (["create", "x", "--expires", "0001-01-01"], "0001-01-01"),
        (["create", "x", "--expires", "9999-12-31"], "9999-12-31"),
        (["create", "x", "--expires", "2031-02-29"], "2031-02-29"),
        (["create", "to", "navne"], "navne"),
        (["revoke"], "key_id"),
        (["revoke", "key_9"], "key_9"),
        (["hest"], "hest"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(keys: Keys, arguments: list[str], said: str) -> None:
    outcome = keys(*arguments)
    assert (outcome.code, outcome.output) == (2, "")
    assert outcome.error.count("\n") == 1
    assert said in outcome.error
    assert keys("list", "--json").json == {"keys": []}


def test_a_database_that_cannot_be_opened_is_refused_in_one_sentence(
    keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAGKOMPAS_STATE_URL", "mysql://mig:hemmelig@vært/fag")
    outcome = keys("create", "x")
    assert (outcome.code, outcome.output, outcome.error.count("\n")) == (2, "", 1)
    assert "FAGKOMPAS_STATE_URL" in outcome.error
    assert "hemmelig" not in outcome.error


def test_doctor_says_what_is_wrong_with_the_keys(
    keys: Keys, small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    database = tmp_path / "state.sqlite"
    monkeypatch.setenv("FAGKOMPAS_STATE_URL", f"sqlite:///{database}")
    doctor = ["doctor", "--data", str(small_data)]
    assert run(capsys, *doctor).code == 0
    assert not database.exists()
    keys.made("x")
    assert run(capsys, *doctor).code == 0
    database.write_bytes(b"ikke en database " * 100)
    broken = run(capsys, *doctor)
    assert broken.code == 1
    assert f"sqlite:///{database} er beskadiget" in broken.output
    (finding,) = run(capsys, *doctor, "--json").json["findings"]
    assert (finding["code"], finding["severity"]) == ("state_damaged", "error")


def test_the_service_does_not_go_on_without_the_keys_it_cannot_reach(tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    nothing_kept = Settings(state_url=f"sqlite:///{tmp_path}/fil/state.sqlite")
    with open_kept(nothing_kept) as state:
        assert not state.keys.any()
    with open_kept(Settings(data=tmp_path)) as state:
        state.keys.create("x")
    kept = Settings(state_url=f"sqlite:///file:{tmp_path}/state.sqlite?mode=ro&uri=true")
    with pytest.raises(StateUnwritableError), open_kept(kept):
        pass

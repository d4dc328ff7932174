"""A day's share of a language model: counted by key, and quotations where it is used up."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.channels.build import open_application
from assistant.channels.model_budget import may_use_model, within_budget
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.core.events import Token
from assistant.core.types import AskRequest
from tests.assistant.channels.doors import serving
from tests.assistant.channels.test_model_doors import QUESTION, honest
from tests.evals.judges import stub_model
from tests.model_stub import ModelStub

# The longest wait for what comes within milliseconds.
PATIENCE = 30


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelStub]:
    with stub_model(honest, monkeypatch) as served:
        yield served


def test_where_nobody_can_tell_the_model_is_not_used(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, model="openai:stub")
    with open_kept(settings) as state:
        assert may_use_model("key_1", settings, state)
        with state.database.writing() as connection:
            connection.exec_driver_sql("DROP TABLE model_tokens")
        assert not may_use_model("key_1", settings, state)
        assert may_use_model("key_1", Settings(data=tmp_path), state), "without a model there is nothing to look up"


def test_a_key_whose_share_is_used_gets_quotations_and_is_told(
    stub: ModelStub, small_data: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(small_data, tmp_path / "data", ignore=shutil.ignore_patterns("state.sqlite*"))
    with open_kept(Settings(data=data)) as state:
        one, other = (state.keys.create(name)[1] for name in ("leder", "konsulent"))
    with serving(data, model="openai:stub", model_tokens_a_day=1) as client:
        answers = [
            client.post("/api/ask", json={"question": QUESTION}, headers={"Authorization": f"Bearer {key}"}).json()
            for key in (one, one, other)
        ]
    assert [answer["mode"] for answer in answers] == ["generative", "extractive", "generative"]
    assert "model_used_up" in {notice["code"] for notice in answers[1]["notices"]}
    assert "54 procent" in answers[1]["text"]
    assert stub.calls == 2


def test_who_leaves_before_the_end_is_charged_all_the_same(stub: ModelStub, small_data: Path, tmp_path: Path) -> None:
    data = shutil.copytree(small_data, tmp_path / "data", ignore=shutil.ignore_patterns("state.sqlite*"))
    settings = Settings(data=data, model="openai:stub")
    with open_application(settings) as parts, open_kept(settings) as state:
        stream = parts.assistant.stream(within_budget(AskRequest(QUESTION), "key_1", settings, state))
        next(event for event in stream if isinstance(event, Token))
        stream.close()
        until = time.monotonic() + PATIENCE
        while not state.model_tokens.today("key_1") and time.monotonic() < until:
            time.sleep(0.01)
        assert state.model_tokens.today("key_1") > 0

"""A language model at the doors: set by an option or a setting, refused in a sentence, streamed and counted."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.channels.doors import serving
from tests.assistant.channels.terminal import run
from tests.assistant.core.generative.replies import claim, number_of, reply
from tests.evals.judges import forget_providers, stub_model
from tests.model_stub import Failure, ModelStub, Request

QUESTION = "Hvad er det sværeste område for medarbejderne?"
QUOTED = "54 procent af lederne peger på virksomhedssamarbejde som det sværeste område for medarbejderne."
SAID = "Virksomhedssamarbejde er det sværeste område for medarbejderne, peger 54 procent af lederne på"


def honest(request: Request) -> str:
    return reply(claim(SAID, (number_of(request, QUOTED), QUOTED)))


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelStub]:
    with stub_model(honest, monkeypatch) as served:
        yield served


def ask(data: Path, capsys: pytest.CaptureFixture[str], *options: str) -> Any:
    return run(capsys, "--data", str(data), "ask", QUESTION, *options)


def test_the_command_line_lets_a_model_answer(
    stub: ModelStub, small_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(small_data, capsys, "--model", "openai:stub", "--json").json
    assert answer["text"] == f"{SAID} [1]."
    assert (answer["mode"], answer["usage"]["model"]) == ("generative", "openai:stub")
    assert answer["citations"][0]["quote"] == QUOTED


def test_the_setting_names_the_model_of_every_answer(
    stub: ModelStub, small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAGKOMPAS_MODEL", "openai:stub")
    assert SAID in " ".join(ask(small_data, capsys).output.split())
    assert "54 procent" in run(capsys, "--data", str(small_data), "search", QUESTION).output
    assert stub.calls == 1, "what asks nothing needs no model"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gpt-5", "»gpt-5« er ikke navnet på en sprogmodel"),
        ("nosuch:model", "Der er ingen udbyder, der hedder nosuch"),
        ("openai:gpt-5", "openai:gpt-5 kræver en nøgle. Sæt OPENAI_API_KEY."),
    ],
)
def test_a_model_that_cannot_be_opened_is_refused_with_what_to_do(
    name: str, said: str, small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_providers(monkeypatch)
    outcome = ask(small_data, capsys, "--model", name)
    assert outcome.code == 2
    assert said in outcome.error
    assert "Traceback" not in outcome.error


def test_a_model_that_is_gone_leaves_the_quotations(
    small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_providers(monkeypatch)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-a-key")
    with ModelStub([Failure(401)]) as gone:
        monkeypatch.setenv("OPENAI_BASE_URL", gone.base_url)
        output = ask(small_data, capsys, "--model", "openai:stub").output
    assert "Sprogmodellen svarede ikke" in output
    assert "54 procent" in output


def test_doctor_tells_of_a_model_that_does_not_answer(
    small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAGKOMPAS_MODEL", "openai:stub")
    with stub_model([Failure(401, "Wrong key")], monkeypatch):
        outcome = run(capsys, "--data", str(small_data), "doctor")
    assert outcome.code == 1
    assert "openai:stub svarer ikke" in outcome.output
    assert "Wrong key" in outcome.output
    monkeypatch.setenv("FAGKOMPAS_MODEL", "nosuch:model")
    assert "Der er ingen udbyder, der hedder nosuch" in run(capsys, "--data", str(small_data), "doctor").output


def test_doctor_finds_a_model_that_answers_in_order(
    stub: ModelStub, small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAGKOMPAS_MODEL", "openai:stub")
    assert "Alt er i orden." in run(capsys, "--data", str(small_data), "doctor").output
    assert stub.calls == 1


def test_over_http_claims_are_streamed_as_they_are_checked_and_counted(stub: ModelStub, small_data: Path) -> None:
    with serving(small_data, model="openai:stub") as client:
        reply = client.post("/api/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"})
        figures = client.get("/metrics").text
    events = [block.split("\n") for block in reply.text.strip().split("\n\n")]
    told = [(lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in events]
    names = [name for name, _ in told]
    assert names.index("sources") < names.index("token") < names.index("citation") < names.index("answer")
    (answer,) = [data for name, data in told if name == "answer"]
    assert "".join(data["text"] for name, data in told if name == "token") == answer["text"]
    assert answer["mode"] == "generative"
    assert 'fagkompas_model_total{what="verified"} 1.0' in figures
    assert 'fagkompas_model_total{what="input_tokens"}' in figures

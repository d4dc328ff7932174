"""The chat in the terminal: answers, sources in their place, follow-ups, a new beginning."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.assistant.channels.terminal import Outcome, run

Chat = Callable[..., str]
Call = Callable[..., Outcome]
QUESTION = "Hvad er det sværeste område for medarbejderne?"


@pytest.fixture
def chat(small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Chat:
    def talk(*lines: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        outcome = run(capsys, "--data", str(small_data), "ask")
        assert (outcome.code, outcome.error) == (0, "")
        return outcome.output

    return talk


def test_a_source_is_read_in_its_place(chat: Chat) -> None:
    said = chat(QUESTION, "/kilde 1", "/slut")
    assert "Lederne om opkvalificering – rapport.md" in said
    marked = said.split("»»")[1].split("««")[0]
    assert "54 procent" in marked
    assert "Undersøgelsen bygger på svar fra 120 ledere" in said


def test_a_follow_up_leans_on_what_came_before(chat: Chat) -> None:
    assert chat(QUESTION, "Hvor mange peger på det?").count("54 procent") == 2


def test_a_new_beginning_forgets(chat: Chat) -> None:
    said = chat(QUESTION, "/forfra", "/kilde 1")
    assert "Vi begynder forfra." in said
    assert "Skriv /kilde og nummeret" in said


@pytest.mark.parametrize("command", ["/kilde", "/kilde 99", "/kilde et", "/kilde -1"])
def test_a_source_that_was_not_given_is_explained(chat: Chat, command: str) -> None:
    assert "Skriv /kilde og nummeret" in chat(QUESTION, command)


def test_an_unknown_command_lists_the_known(chat: Chat) -> None:
    assert "Kommandoer: /kilde N" in chat("/hest")


def test_the_chat_ends_with_its_input_and_passes_over_empty_lines(chat: Chat) -> None:
    assert chat("", "   ").count("\n") == 1
    assert "54 procent" not in chat("/slut", QUESTION)


@pytest.fixture
def kept(small_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("FAGKOMPAS_STATE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    return lambda *arguments: run(capsys, "--data", str(small_data), *arguments)


def test_a_conversation_with_a_name_goes_on_from_call_to_call(kept: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept("ask", QUESTION, "--conversation", "mit-team", "--json").json
    assert first["conversation_id"] == "mit-team"
    follow_up = kept("ask", "Hvor mange peger på det?", "--conversation", "mit-team").output
    assert "54 procent" in follow_up
    monkeypatch.setattr("sys.stdin", io.StringIO("Hvor mange peger på det?\n/slut\n"))
    assert "54 procent" in kept("ask", "--conversation", "mit-team").output


def test_conversations_are_listed_read_and_forgotten(kept: Call) -> None:
    kept("ask", QUESTION, "--conversation", "mit-team")
    assert f"mit-team: {QUESTION}" in kept("conversations", "list").output
    assert [one["conversation_id"] for one in kept("conversations", "list", "--json").json["conversations"]] == [
        "mit-team"
    ]
    read = kept("conversations", "show", "mit-team").output
    assert read.startswith(f"> {QUESTION}")
    assert "54 procent" in read
    [answer] = kept("conversations", "show", "mit-team", "--json").json["answers"]
    assert answer["question"] == QUESTION
    assert kept("conversations", "forget", "mit-team").code == 0
    for wanted in ("show", "forget"):
        gone = kept("conversations", wanted, "mit-team")
        assert (gone.code, gone.output) == (2, "")
        assert "mit-team" in gone.error
    assert "ingen gemte samtaler" in kept("conversations", "list").output


def test_a_new_beginning_forgets_what_was_kept(kept: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{QUESTION}\n/forfra\n"))
    kept("ask", "--conversation", "mit-team")
    assert kept("conversations", "show", "mit-team").code == 2


@pytest.mark.parametrize("name", ["", "a b", "../x", "x" * 101])
def test_a_name_that_cannot_be_one_is_refused(kept: Call, name: str) -> None:
    refused = kept("ask", QUESTION, "--conversation", name)
    assert (refused.code, refused.output) == (2, "")
    assert "navnet på en samtale" in refused.error

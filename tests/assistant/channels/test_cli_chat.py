"""The chat in the terminal: answers, sources in their place, follow-ups, a new beginning."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.assistant.channels.terminal import run

Chat = Callable[..., str]
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

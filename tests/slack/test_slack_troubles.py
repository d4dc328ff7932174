"""Never silent: what cannot be done is said, with what to do, to whoever asked for it."""

import pytest

from assistant.channels.build import Application
from assistant.channels.state.errors import StateUnreachableError
from tests.slack.app_under_test import FIGURE, QUESTION, Running, app_in
from tests.slack.conversations import Message
from tests.slack.people import Person
from tests.slack.workspace import Workspace


@pytest.fixture
def slack(lawful: Workspace, running: Running) -> Workspace:
    """The workspace with the app in it."""
    return lawful


def last_word(slack: Workspace, person: Person, count: int = 1) -> str:
    """The last of so many messages that only this person sees in C1."""
    slack.wait_until(lambda: len(person.private()) >= count, 30)
    return person.private()[-1].shown


def forgotten(slack: Workspace, running: Running, person: Person) -> Message:
    """An answer in the channel that is not kept any more."""
    answer = slack.answer_to(person.mention(QUESTION))
    slack.wait_until(lambda: running.state.slack_events.waiting() == 0)
    reply = running.state.slack_replies.of("T1", person.id, 1)[0]
    running.state.answers.forget(reply.answer_id or "")
    return answer


@pytest.mark.parametrize("button", ["solved", "feedback"])
def test_a_button_below_a_forgotten_answer_says_so(slack: Workspace, running: Running, button: str) -> None:
    anne = slack.person("anne")
    anne.press(forgotten(slack, running, anne), button)
    assert "ikke gemt længere" in last_word(slack, anne)


def test_the_sources_of_a_forgotten_answer_are_gone(slack: Workspace, running: Running) -> None:
    anne = slack.person("anne")
    anne.press(forgotten(slack, running, anne), "open_sources")
    assert anne.modal
    assert "ikke længere i videnbasen" in anne.modal.shown


def test_a_modal_that_does_not_open_is_told_of(slack: Workspace) -> None:
    anne = slack.person("anne")
    slack.faults.refuse("views.open", "expired_trigger_id")
    anne.slash("/kursus")
    assert "Prøv igen" in last_word(slack, anne)


def test_a_colleagues_channel_that_we_are_not_in_is_told_of(
    lawful: Workspace, known: Application, state_url: str
) -> None:
    with app_in(lawful, known, state_url, slack_colleague_channel="C2"):
        anne = lawful.person("anne")
        anne.press(lawful.answer_to(anne.mention(QUESTION)), "ask_colleague")
        assert "slack_colleague_channel" in last_word(lawful, anne)
        assert lawful.violations.pop() == "chat.postMessage: not_in_channel"


def test_our_own_fault_is_told_in_the_thread(
    slack: Workspace, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_request: object) -> None:
        raise ZeroDivisionError

    anne = slack.person("anne")
    with monkeypatch.context() as patched:
        patched.setattr(running.parts.assistant, "ask", broken)
        question = anne.mention(QUESTION)
        told = slack.answer_to(question)
        assert "Der gik noget galt" in told.shown
        slack.wait_until(lambda: running.state.slack_events.waiting() == 0)
    anne.press(told, "try_again")
    slack.wait_until(lambda: FIGURE in told.shown, 30)
    slack.wait_until(lambda: running.state.slack_events.waiting() == 0)
    assert question.thread.answers == [told]
    assert slack.sessions["C1", question.ts].status == "active"


def test_a_command_that_cannot_be_stored_says_so(
    slack: Workspace, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_arrival: object) -> bool:
        raise StateUnreachableError("The disk is full.")

    anne = slack.person("anne")
    with monkeypatch.context() as patched:
        patched.setattr(running.state.slack_events, "put", full)
        anne.slash(f"/fagkompas {QUESTION}")
    assert "ikke gemme dit spørgsmål" in last_word(slack, anne)

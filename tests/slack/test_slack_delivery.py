"""Whatever Slack and the network do on the way, each question ends with one complete answer."""

import pytest

from assistant.channels.slack.web import PAGE
from tests.slack.app_under_test import FIGURE, QUESTION, Running
from tests.slack.conversations import Message
from tests.slack.workspace import Workspace


@pytest.fixture
def slack(lawful: Workspace, running: Running) -> Workspace:
    """The workspace with the app in it."""
    return lawful


def ended(slack: Workspace, running: Running) -> None:
    """Wait until all is worked off."""
    slack.wait_until(lambda: running.state.slack_events.waiting() == 0, 30)


def whole(question: Message) -> bool:
    """Whether there is one answer, with its figure, its source and its buttons."""
    (answer,) = question.thread.answers
    shown = answer.shown
    has_all = FIGURE in shown and "Kilder" in shown and "Løst" in shown
    return has_all and len(question.thread.replies) == 1 and "Something went wrong" not in shown


@pytest.mark.parametrize("fault", ["lose_reply", "lose_call", "fail"])
@pytest.mark.parametrize("method", ["agents.sessions.setStatus", "chat.startStream", "chat.stopStream"])
def test_a_broken_call_leaves_one_whole_answer(slack: Workspace, running: Running, method: str, fault: str) -> None:
    getattr(slack.faults, fault)(method)
    question = slack.person("anne").mention(QUESTION)
    slack.answer_to(question, 30)
    ended(slack, running)
    assert whole(question)


@pytest.mark.parametrize("fault", ["lose_reply", "lose_call"])
def test_a_whole_message_that_is_lost_on_its_way_is_there_once(slack: Workspace, running: Running, fault: str) -> None:
    slack.faults.rate_limit("chat.startStream", 1, times=3)
    getattr(slack.faults, fault)("chat.postMessage")
    question = slack.person("anne").mention(QUESTION)
    slack.answer_to(question, 30)
    ended(slack, running)
    assert whole(question)


def test_a_stream_that_slack_does_not_begin_now_is_posted_whole(slack: Workspace, running: Running) -> None:
    slack.faults.rate_limit("chat.startStream", 20)
    question = slack.person("anne").mention(QUESTION)
    slack.answer_to(question)
    ended(slack, running)
    assert whole(question)
    assert slack.sessions["C1", question.ts].status == "active"


def test_slack_is_left_alone_as_long_as_it_wants(slack: Workspace, running: Running) -> None:
    slack.faults.rate_limit("chat.stopStream", 2)
    question = slack.person("anne").mention(QUESTION)
    slack.answer_to(question, 30)
    ended(slack, running)
    assert whole(question)
    first, second = slack.called("chat.stopStream")
    assert second.at - first.at >= 2


def test_an_expired_stream_is_completed_in_its_place(slack: Workspace, running: Running) -> None:
    slack.faults.after("chat.startStream", lambda _call: slack.expire_streams())
    question = slack.person("anne").mention(QUESTION)
    slack.wait_until(lambda: question.thread.answers, 30)
    ended(slack, running)
    assert whole(question)
    assert len(slack.called("chat.update")) == 1


def test_a_stream_that_slack_refuses_is_posted_whole(slack: Workspace, running: Running) -> None:
    slack.faults.refuse("chat.startStream", "method_not_supported_for_channel_type")
    question = slack.person("anne").mention(QUESTION)
    slack.answer_to(question)
    ended(slack, running)
    assert whole(question)


def test_the_stop_button_ends_the_work_and_it_can_be_begun_again(slack: Workspace, running: Running) -> None:
    anne = slack.person("anne")
    pressed: list[Message] = []

    def press(_call: object) -> None:
        anne.stop(pressed[0])

    slack.faults.after("chat.startStream", press)
    slack.faults.delay("agents.sessions.setStatus", 0.5)
    pressed.append(anne.dm(QUESTION))
    question = pressed[0]
    told = slack.wait_until(lambda: [one for one in question.thread.answers if "stoppede" in one.shown], 30)[0]
    ended(slack, running)
    assert slack.sessions[question.channel.id, question.ts].status == "active"
    anne.press(told, "try_again")
    slack.wait_until(lambda: any("Løst" in one.shown for one in question.thread.answers), 30)


def test_a_channel_that_takes_nothing_is_told_of_directly(slack: Workspace, running: Running) -> None:
    slack.faults.refuse("chat.startStream", "restricted_action")
    slack.faults.refuse("chat.postMessage", "restricted_action", times=2)
    anne = slack.person("anne")
    anne.mention(QUESTION)
    told = slack.wait_until(lambda: [one for one in anne.direct.shown if one.bot], 30)[0]
    assert "Der gik noget galt" in told.shown
    ended(slack, running)


def test_a_question_deleted_meanwhile_is_not_answered(slack: Workspace, running: Running) -> None:
    anne = slack.person("anne")
    slack.faults.delay("assistant.threads.setStatus", 1)
    question = anne.mention(QUESTION)
    slack.wait_until(lambda: slack.called("agents.sessions.setStatus"))
    anne.delete(question)
    ended(slack, running)
    assert [one for one in question.thread.messages if one.bot] == []
    assert set(slack.violations) <= {"chat.startStream: thread_not_found", "chat.postMessage: thread_not_found"}
    slack.violations.clear()


def test_pages_are_read_to_the_end(slack: Workspace, running: Running) -> None:
    anne, bo = slack.person("anne"), slack.person("bo")
    root = bo.say("Hvad siger I?", "C1")
    for number in range(PAGE + 5):
        bo.say(f"Svar {number}", "C1", root)
    question = anne.mention(QUESTION, thread=root)
    assert FIGURE in slack.answer_to(question, 30).shown
    assert len(slack.called("conversations.replies")) == 2


@pytest.mark.parametrize("fault", ["lose_reply", "lose_call"])
def test_what_is_shared_and_asked_by_a_button_is_there_once(slack: Workspace, running: Running, fault: str) -> None:
    anne = slack.person("anne")
    anne.slash(f"/fagkompas {QUESTION}")
    private = slack.wait_until(anne.private)[0]
    getattr(slack.faults, fault)("chat.postMessage")
    anne.press(private, "share")
    ended(slack, running)
    (shared,) = slack.channel("C1").shown
    assert FIGURE in shared.shown
    getattr(slack.faults, fault)("chat.postMessage")
    anne.open_home()
    home = slack.wait_until(lambda: anne.home)
    anne.press(home, "example_0")
    ended(slack, running)
    (asked,) = [one for one in anne.direct.shown if one.bot]
    assert len(asked.thread.replies) == 1
    getattr(slack.faults, fault)("chat.postMessage")
    anne.press(shared, "solved")
    ended(slack, running)
    assert len(shared.thread.replies) == 1


def test_a_reply_below_a_message_of_ours_leaves_that_as_it_is(slack: Workspace, running: Running) -> None:
    anne = slack.person("anne")
    anne.open_home()
    home = slack.wait_until(lambda: anne.home)
    anne.press(home, "search_courses")
    anne.submit(values={"query": "facilitering"})
    root = slack.wait_until(lambda: anne.direct.shown)[0]
    before = root.shown
    slack.faults.lose_call("chat.startStream")
    further = anne.dm(QUESTION, root)
    assert FIGURE in slack.answer_to(further, 30).shown
    ended(slack, running)
    assert root.shown == before
    assert len(root.thread.replies) == 2

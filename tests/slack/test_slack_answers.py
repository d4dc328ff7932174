"""Questions in Slack, asked through the socket: each gets one complete answer, where people look for it."""

from pathlib import Path

import pytest

from assistant.channels.build import Application
from assistant.channels.state.types import StoredAnswer
from tests.assistant.channels.doors import ingest_into, write_sources
from tests.slack.app_under_test import CPR, FIGURE, QUESTION, SECRET, SECRET_QUESTION, Running, app_in, opened
from tests.slack.workspace import Workspace


@pytest.fixture
def slack(lawful: Workspace, running: Running) -> Workspace:
    """The workspace with the app in it."""
    return lawful


def test_a_mention_is_answered_in_its_thread(slack: Workspace) -> None:
    question = slack.person("anne").mention(QUESTION)
    answer = slack.answer_to(question)
    assert FIGURE in answer.shown
    assert "Lederne om opkvalificering" in answer.shown
    assert question.thread.answers == [answer]
    assert [call.given["status"] for call in slack.called("agents.sessions.setStatus")] == ["processing"]
    assert slack.sessions["C1", question.ts].status == "active"


def test_a_direct_message_is_answered_in_its_thread_with_a_title(slack: Workspace) -> None:
    question = slack.person("anne").dm(QUESTION)
    assert FIGURE in slack.answer_to(question).shown
    session = slack.sessions[question.channel.id, question.ts]
    assert (session.status, session.title) == ("active", QUESTION)


def test_an_english_question_is_answered_in_english(slack: Workspace) -> None:
    question = slack.person("anne").dm("How many managers point to cooperation with companies as difficult?")
    assert "Sources" in slack.answer_to(question).shown


def test_a_mention_in_a_direct_message_is_answered_once(slack: Workspace) -> None:
    anne = slack.person("anne")
    question = anne.mention(QUESTION, anne.direct)
    slack.answer_to(question)
    again = anne.dm("tak")
    slack.answer_to(again)
    assert len(question.thread.answers) == 1


def test_somebody_asks_on_in_the_thread_without_a_mention(slack: Workspace, running: Running) -> None:
    anne, bo = slack.person("anne"), slack.person("bo")
    question = anne.mention(QUESTION)
    slack.answer_to(question)
    further = anne.say("Hvornår virker kurserne bedst?", "C1", question)
    assert "øver sig" in slack.answer_to(further).shown
    bo.say("Godt at vide!", "C1", question)
    anne.say(f"<@{bo.id}> har du prøvet det?", "C1", question)
    last = bo.mention("Hvor mange ledere svarede?", thread=question)
    slack.answer_to(last)
    assert len(question.thread.answers) == 3
    conversations = {answer.conversation_id for answer in _kept(running)}
    assert len(conversations) == 1


def _kept(running: Running) -> list[StoredAnswer]:
    replies = running.state.slack_replies.of("T1", "U1", 10) + running.state.slack_replies.of("T1", "U2", 10)
    found = [running.state.answers.find(reply.answer_id or "") for reply in replies]
    return [answer for answer in found if answer]


def test_an_empty_mention_is_told_how_to_ask(slack: Workspace) -> None:
    question = slack.person("anne").mention("")
    assert "Hvad vil du vide?" in slack.answer_to(question).shown


def test_bots_and_the_app_itself_are_not_answered(slack: Workspace) -> None:
    robot = slack.person("robot", bot=True)
    asked = robot.mention(QUESTION)
    after = slack.person("anne").mention(QUESTION)
    slack.answer_to(after)
    assert asked.thread.answers == [asked] or asked.thread.replies == []


def test_an_event_that_comes_twice_is_answered_once(slack: Workspace) -> None:
    slack.deliveries.duplicate = 2
    question = slack.person("anne").mention(QUESTION)
    slack.answer_to(question)
    after = slack.person("anne").mention("tak")
    slack.answer_to(after)
    slack.wait_until(lambda: not slack.deliveries.pending)
    assert len(question.thread.answers) == 1


def test_an_event_whose_acknowledgement_is_lost_is_answered_once(slack: Workspace) -> None:
    slack.deliveries.lose_acknowledgements = 1
    question = slack.person("anne").mention(QUESTION)
    slack.answer_to(question)
    slack.wait_until(lambda: not slack.deliveries.pending)
    after = slack.person("anne").mention("tak")
    slack.answer_to(after)
    assert len(question.thread.answers) == 1


def test_an_edited_question_is_answered_anew_in_the_same_message(slack: Workspace, running: Running) -> None:
    anne = slack.person("anne")
    question = anne.mention("Hvad koster facilitering?")
    answer = slack.answer_to(question)
    first = answer.shown
    anne.edit(question, f"<@{slack.bot_id}> {QUESTION}")
    slack.wait_until(lambda: FIGURE in answer.shown)
    assert first != answer.shown
    assert question.thread.answers == [answer]
    slack.wait_until(lambda: running.state.slack_events.waiting() == 0)
    assert [turn.answer["question"] for turn in _kept(running)] == [QUESTION]


def test_a_mention_put_in_afterwards_is_answered(slack: Workspace) -> None:
    anne = slack.person("anne")
    message = anne.say(QUESTION, "C1")
    anne.edit(message, f"<@{slack.bot_id}> {QUESTION}")
    assert FIGURE in slack.answer_to(message).shown


def test_a_deleted_question_takes_its_answer_with_it(slack: Workspace, running: Running) -> None:
    anne = slack.person("anne")
    question = anne.dm(QUESTION)
    answer = slack.answer_to(question)
    anne.delete(question)
    slack.wait_until(lambda: answer.deleted)
    slack.wait_until(lambda: running.state.slack_events.waiting() == 0)
    assert _kept(running) == []


def test_a_cpr_number_is_stored_nowhere_and_its_sender_is_told_alone(
    slack: Workspace, running: Running, tmp_path: Path
) -> None:
    anne = slack.person("anne")
    question = anne.mention(f"{QUESTION} Det gælder {CPR}.")
    answer = slack.answer_to(question)
    assert FIGURE in answer.shown
    told = slack.wait_until(lambda: anne.private("C1"))
    assert "CPR-nummer" in told[0].shown
    slack.wait_until(lambda: running.state.slack_events.waiting() == 0)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("state.sqlite*"))
    assert CPR.encode() not in stored
    assert b"XXXXXX-XXXX" in stored
    assert CPR not in str([call.given for call in slack.calls])


def test_internal_sources_are_for_direct_messages_alone(lawful: Workspace, known: Application, state_url: str) -> None:
    with app_in(lawful, known, state_url, slack_internal=True):
        anne = lawful.person("anne")
        in_private, in_channel = anne.dm(SECRET_QUESTION), anne.mention(SECRET_QUESTION)
        assert SECRET in lawful.answer_to(in_private).shown
        assert SECRET not in lawful.answer_to(in_channel).shown


def test_internal_sources_are_for_nobody_by_default(slack: Workspace) -> None:
    question = slack.person("anne").dm(SECRET_QUESTION)
    assert SECRET not in slack.answer_to(question).shown


def test_a_channel_that_is_not_allowed_is_refused_to_the_asker_alone(
    lawful: Workspace, known: Application, state_url: str
) -> None:
    with app_in(lawful, known, state_url, slack_channels="G1 C9"):
        anne = lawful.person("anne")
        anne.join("G1")
        refused = anne.mention(QUESTION)
        told = lawful.wait_until(lambda: anne.private("C1"))
        assert "ikke i denne kanal" in told[0].shown
        assert FIGURE in lawful.answer_to(anne.mention(QUESTION, "G1")).shown
        assert FIGURE in lawful.answer_to(anne.dm(QUESTION)).shown
        assert refused.thread.answers == []


def test_another_workspace_is_not_answered(lawful: Workspace, known: Application, state_url: str) -> None:
    with app_in(lawful, known, state_url, slack_team="T9"):
        anne = lawful.person("anne")
        question = anne.dm(QUESTION)
        told = lawful.wait_until(lambda: anne.private(anne.direct))
        assert "eget arbejdsområde" in told[0].shown
        assert question.thread.answers == []


def test_the_web_page_is_linked_to_at_the_quotation(lawful: Workspace, known: Application, state_url: str) -> None:
    with app_in(lawful, known, state_url, public_url="https://fagkompas.example"):
        answer = lawful.answer_to(lawful.person("anne").mention(QUESTION))
        assert any(address.startswith("https://fagkompas.example/texts/") for _, address in answer.links)


def test_nothing_known_is_said_and_can_be_asked_again(lawful: Workspace, tmp_path: Path, state_url: str) -> None:
    with opened(tmp_path / "data") as parts, app_in(lawful, parts, state_url):
        anne = lawful.person("anne")
        question = anne.mention(QUESTION)
        answer = lawful.answer_to(question)
        assert "ingen kilder" in answer.shown
        ingest_into(tmp_path / "data", write_sources(tmp_path / "sources"))
        anne.press(answer, "try_again")
        lawful.wait_until(lambda: FIGURE in answer.shown)
        assert question.thread.answers == [answer]

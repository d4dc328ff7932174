"""What is pressed, commanded, chosen and opened, through the socket, as people do it."""

import pytest

from assistant.channels.build import Application
from assistant.channels.cli.feedback_cases import read_feedback_cases
from assistant.channels.cli.session import Session
from assistant.channels.slack.blocks import names
from assistant.channels.state.slack_types import Person
from tests.slack.app_under_test import CPR, FIGURE, QUESTION, SECRET, SECRET_QUESTION, Running, app_in
from tests.slack.conversations import Message
from tests.slack.people import Person as Member
from tests.slack.workspace import Workspace


@pytest.fixture
def slack(lawful: Workspace, running: Running) -> Workspace:
    """The workspace with the app in it."""
    return lawful


def private(slack: Workspace, person: Member, count: int = 1, channel: str = "C1") -> Message:
    """The last of so many messages that only this person sees."""
    slack.wait_until(lambda: len(person.private(channel)) >= count)
    return person.private(channel)[-1]


def test_a_command_is_answered_privately_and_shared(slack: Workspace) -> None:
    anne, bo = slack.person("anne"), slack.person("bo")
    anne.slash(f"/fagkompas {QUESTION}")
    answer = private(slack, anne)
    assert FIGURE in answer.shown
    assert bo.private() == []
    anne.press(answer, "share")
    shared = slack.wait_until(lambda: slack.channel("C1").shown)[0]
    assert FIGURE in shared.shown
    assert anne.name in shared.shown
    assert "delt" in private(slack, anne, 2).shown
    anne.press(answer, "share")
    further = bo.mention("Hvornår virker kurserne bedst?", thread=shared)
    slack.answer_to(further)
    assert len(slack.channel("C1").shown) == 1


def test_a_command_without_a_question_tells_how_to_ask(slack: Workspace) -> None:
    anne = slack.person("anne")
    anne.slash("/fagkompas")
    assert "/kursus" in private(slack, anne).shown


def test_a_command_with_a_cpr_number_is_answered_with_a_word_about_it(slack: Workspace) -> None:
    anne = slack.person("anne")
    anne.slash(f"/fagkompas {QUESTION} {CPR}")
    assert "CPR-nummer" in private(slack, anne, 2).shown


def test_an_internal_answer_is_not_shared(lawful: Workspace, known: Application, state_url: str) -> None:
    with app_in(lawful, known, state_url, slack_internal=True):
        anne = lawful.person("anne")
        anne.slash(f"/fagkompas {SECRET_QUESTION}")
        answer = private(lawful, anne)
        assert SECRET in answer.shown
        anne.press(answer, "share")
        shared = lawful.wait_until(lambda: lawful.channel("C1").shown)[0]
        assert SECRET not in shared.shown


def test_a_private_answer_is_shared_only_where_we_are(slack: Workspace) -> None:
    anne = slack.person("anne")
    anne.join("C2")
    anne.slash(f"/fagkompas {QUESTION}", "C2")
    answer = private(slack, anne, channel="C2")
    anne.press(answer, "share")
    assert "ikke i denne kanal" in private(slack, anne, 2, "C2").shown
    assert slack.violations.pop() == "chat.postMessage: not_in_channel"


def test_courses_are_searched_by_command(slack: Workspace) -> None:
    anne = slack.person("anne")
    anne.slash("/kursus facilitering")
    found = private(slack, anne)
    assert "Facilitering af møder" in found.shown
    assert "Facilitering for begyndere" not in found.shown
    anne.press(found, "filter_courses")
    anne.submit(values={"query": "facilitering", "include_expired": ["yes"]})
    assert "Facilitering for begyndere" in private(slack, anne, 2).shown
    anne.press(anne.private()[-1], "compare_courses")
    assert "side om side" in private(slack, anne, 3).shown


def test_courses_that_were_found_are_shared(slack: Workspace) -> None:
    anne = slack.person("anne")
    anne.slash("/kursus facilitering")
    anne.press(private(slack, anne), "share_courses")
    shared = slack.wait_until(lambda: slack.channel("C1").shown)[0]
    assert "Facilitering af møder" in shared.shown
    assert anne.name in shared.shown


def test_the_course_command_without_words_opens_the_filters(slack: Workspace) -> None:
    anne = slack.person("anne")
    anne.slash("/kursus")
    anne.submit(values={"query": "facilitering"})
    assert "Facilitering af møder" in private(slack, anne).shown


def test_courses_are_found_for_a_message(slack: Workspace) -> None:
    anne, bo = slack.person("anne"), slack.person("bo")
    message = bo.say("Vi mangler nogen, der kan facilitering", "C1")
    anne.shortcut(names.COURSES_SHORTCUT, message)
    assert "Facilitering af møder" in private(slack, anne).shown
    assert message.thread.answers == []


def test_a_thumb_down_asks_for_a_reason_and_becomes_feedback(slack: Workspace, running: Running) -> None:
    anne = slack.person("anne")
    answer = slack.answer_to(anne.mention(QUESTION))
    anne.press(answer, "feedback", "feedback_down")
    anne.submit(values={"reason": f"Det er gammelt. {CPR}"})
    slack.wait_until(lambda: running.state.slack_events.waiting() == 0)
    feedback = running.state.feedback.all()
    assert [(one.verdict.value, one.comment) for one in feedback] == [("down", "Det er gammelt. XXXXXX-XXXX")]
    assert feedback[0].question == QUESTION
    assert feedback[0].passages
    (case,) = read_feedback_cases(Session(running.parts.settings, running.parts.wording))
    assert case.question == QUESTION


def test_a_thumb_up_is_kept_with_thanks(slack: Workspace, running: Running) -> None:
    anne = slack.person("anne")
    anne.press(slack.answer_to(anne.mention(QUESTION)), "feedback", "feedback_up")
    assert "gemt" in private(slack, anne).shown
    assert anne.modal is None
    assert [one.verdict.value for one in running.state.feedback.all()] == ["up"]


def test_solved_is_told_in_the_thread_and_kept_as_feedback(slack: Workspace, running: Running) -> None:
    anne = slack.person("anne")
    question = anne.mention(QUESTION)
    answer = slack.answer_to(question)
    anne.press(answer, "solved")
    slack.wait_until(lambda: len(question.thread.answers) == 2)
    assert anne.name in question.thread.answers[1].shown
    anne.press(answer, "solved")
    slack.wait_until(lambda: running.state.slack_events.waiting() == 0)
    assert len(question.thread.answers) == 2
    assert [one.verdict.value for one in running.state.feedback.all()] == ["up"]


def test_a_colleague_is_asked_in_the_channel_for_it(lawful: Workspace, known: Application, state_url: str) -> None:
    with app_in(lawful, known, state_url, slack_colleague_channel="G1"):
        anne = lawful.person("anne")
        question = anne.mention(QUESTION)
        anne.press(lawful.answer_to(question), "ask_colleague")
        asked = lawful.wait_until(lambda: lawful.channel("G1").shown)[0]
        assert QUESTION in asked.shown
        assert FIGURE in asked.shown
        assert any("archives/C1" in address for _, address in asked.links)
        assert "kolleger" in private(lawful, anne).shown


def test_the_quotations_are_shown_in_their_sources(slack: Workspace) -> None:
    anne = slack.person("anne")
    anne.press(slack.answer_to(anne.mention(QUESTION)), "open_sources")
    assert anne.modal
    assert "Kurserne virker bedst" in anne.modal.shown


def test_a_follow_up_is_asked_once_by_a_button(slack: Workspace, running: Running) -> None:
    anne = slack.person("anne")
    question = anne.mention("Hvilke kurser er der i facilitering?")
    answer = slack.answer_to(question)
    button = next(
        one for one in answer.buttons if one.action_id.startswith("follow_up") or "ask_about" in one.action_id
    )
    anne.press(answer, button.action_id)
    slack.wait_until(lambda: len(question.thread.answers) == 3)
    anne.press(answer, button.action_id)
    slack.wait_until(lambda: running.state.slack_events.waiting() == 0)
    echo, following = question.thread.answers[1:]
    assert anne.name in echo.shown
    assert button.value in echo.shown
    assert len(following.shown) > len(echo.shown)


def test_home_tells_what_is_known_and_answers_an_example(slack: Workspace, running: Running) -> None:
    anne = slack.person("anne")
    slack.answer_to(anne.dm(QUESTION))
    # An answer is kept as one's own after it stands in Slack.
    slack.wait_until(lambda: running.state.slack_replies.of("T1", anne.id, 1))
    anne.open_home()
    slack.wait_until(lambda: anne.home)
    assert anne.home
    assert "1 rapport" in anne.home.shown
    assert QUESTION in anne.home.shown
    anne.press(anne.home, "example_0")
    echo = slack.wait_until(lambda: [m for m in anne.direct.shown if m.bot])[0]
    slack.wait_until(lambda: len(echo.thread.answers) == 2)


def test_home_keeps_what_is_chosen(slack: Workspace, running: Running) -> None:
    anne = slack.person("anne")
    anne.open_home()
    slack.wait_until(lambda: anne.home)
    assert anne.home
    anne.press(anne.home, "set_language", "en")
    anne.press(anne.home, "set_learner", "citizen")
    slack.wait_until(lambda: running.state.slack_people.find("T1", anne.id) == Person("citizen", "en"))
    assert "Sources" in slack.answer_to(anne.dm(QUESTION)).shown
    anne.press(anne.home, "set_language", "as_asked")
    slack.wait_until(lambda: running.state.slack_people.find("T1", anne.id) == Person("citizen", None))


def test_courses_are_searched_from_home(slack: Workspace) -> None:
    anne = slack.person("anne")
    anne.open_home()
    slack.wait_until(lambda: anne.home)
    assert anne.home
    anne.press(anne.home, "search_courses")
    anne.submit(values={"query": "facilitering"})
    found = slack.wait_until(lambda: anne.direct.shown)[0]
    assert "Facilitering af møder" in found.shown


def test_the_agent_view_offers_questions(slack: Workspace) -> None:
    anne = slack.person("anne")
    anne.open_home("messages")
    prompts = slack.wait_until(lambda: slack.prompts.get(anne.direct.id))
    assert len(prompts) == 3


def test_what_nobody_listens_to_is_acknowledged(slack: Workspace) -> None:
    anne = slack.person("anne")
    question = anne.dm(QUESTION)
    slack.answer_to(question)
    anne.rename(question, "Mit navn")
    slack.wait_until(lambda: not slack.deliveries.pending)
    assert slack.sessions[question.channel.id, question.ts].title == "Mit navn"

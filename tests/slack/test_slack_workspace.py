"""The fake workspace, tried with Bolt and Slack's own client as an app would."""

import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slack.pace import Pace
from tests.slack.workspace import Workspace

logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
HURRIED = Pace(ack_seconds=0.4, retry_after=(0.05, 0.1, 0.2))


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with Workspace(pace=HURRIED) as workspace:
        yield workspace


@pytest.fixture
def client(slack: Workspace) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url)


@pytest.fixture
def app(slack: Workspace, client: WebClient) -> Iterator[App]:
    """An app that answers each mention with what it was asked."""
    app = App(client=client, token=slack.bot_token, process_before_response=False)
    handler = SocketModeHandler(app, slack.app_token)
    handler.client.logger.setLevel(logging.CRITICAL)
    handler.connect()
    slack.wait_for_app()
    yield app
    slack.hang_up(handler)


def refusal(call: Any, **given: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**given)
    return str(caught.value.response["error"])


def test_bolt_hears_a_mention_and_answers_in_the_thread(slack: Workspace, app: App) -> None:
    @app.event("app_mention")
    def answer(event: dict[str, Any], client: WebClient, context: dict[str, Any]) -> None:
        stream = client.chat_stream(
            channel=event["channel"], thread_ts=event["ts"], recipient_team_id=context["team_id"],
            recipient_user_id=event["user"], buffer_size=1,
        )  # fmt: skip
        stream.append(markdown_text="**Svar** ")
        stream.append(markdown_text="med kilde [1].")
        button = {"type": "button", "action_id": "up", "text": {"type": "plain_text", "text": "Ja"}, "value": "1"}
        stream.stop(
            blocks=[{"type": "actions", "elements": [button]}], metadata={"event_type": "a", "event_payload": {}}
        )

    @app.event("message")
    def other() -> None:
        """The app's own messages come back as events too."""

    pressed = threading.Event()

    @app.action("up")
    def press(ack: Any, body: dict[str, Any]) -> None:
        ack()
        pressed.set()

    anne = slack.person("anne")
    question = anne.mention("hvad er en mentor?")
    reply = slack.answer_to(question)
    assert reply.shown == "**Svar** med kilde [1].\nJa"
    assert anne.press(reply, "up").acknowledged
    assert pressed.wait(1)
    assert [message.user for message in slack.channel("C1").thread(question.ts).messages] == ["U1", slack.bot_id]
    assert slack.violations == []

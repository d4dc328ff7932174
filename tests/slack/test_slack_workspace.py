"""The fake workspace, tried with Bolt and Slack's own client as an app would."""

import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from assistant.channels.slack.running import disconnect
from tests.slack.pace import Pace
from tests.slack.workspace import Workspace

logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
# Slack's client alone takes three: so long it waits for a silent connection before it looks at anything else.
SECONDS_TO_END = 2.0
HURRIED = Pace(ack_seconds=0.4, retry_after=(0.05, 0.1, 0.2))
MODAL = {
    "type": "modal",
    "callback_id": "filters",
    "title": {"type": "plain_text", "text": "Find kurser"},
    "submit": {"type": "plain_text", "text": "Søg"},
    "blocks": [
        {
            "type": "input",
            "block_id": "place",
            "label": {"type": "plain_text", "text": "Sted"},
            "element": {"type": "plain_text_input", "action_id": "place_text"},
        }
    ],
}


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with Workspace(pace=HURRIED) as workspace:
        yield workspace


@pytest.fixture
def app(slack: Workspace) -> App:
    return App(client=WebClient(slack.bot_token, base_url=slack.api_url))


@pytest.fixture
def handler(slack: Workspace, app: App) -> Iterator[SocketModeHandler]:
    """The app's Socket Mode connection."""
    handler = SocketModeHandler(app, slack.app_token, ping_interval=0.2)
    handler.client.logger.setLevel(logging.CRITICAL)
    handler.client.connect()
    slack.wait_for_app()
    yield handler
    slack.hang_up(handler)


def hear(app: App, event: str) -> list[dict[str, Any]]:
    """Collect the bodies of an event; other events are acknowledged."""
    heard: list[dict[str, Any]] = []

    @app.event(event)
    def listen(body: dict[str, Any]) -> None:
        heard.append(body)

    @app.event({"type": "message"})
    def other() -> None:
        """Messages that are not asked for."""

    return heard


@pytest.mark.usefixtures("handler")
def test_bolt_hears_a_mention_and_streams_its_answer_into_the_thread(slack: Workspace, app: App) -> None:
    pressed = threading.Event()

    @app.event("app_mention")
    def answer(event: dict[str, Any], client: WebClient, context: dict[str, Any]) -> None:
        stream = client.chat_stream(
            channel=event["channel"],
            thread_ts=event["ts"],
            recipient_team_id=context["team_id"],
            recipient_user_id=event["user"],
            buffer_size=1,
        )
        stream.append(markdown_text="**Svar** ")
        stream.append(markdown_text="med [kilde](https://example.dk/1).")
        button = {"type": "button", "action_id": "up", "text": {"type": "plain_text", "text": "Ja"}, "value": "1"}
        stream.stop(blocks=[{"type": "actions", "elements": [button]}])

    @app.action("up")
    def press(ack: Any) -> None:
        ack()
        pressed.set()

    hear(app, "reaction_added")
    anne = slack.person("anne")
    question = anne.mention("hvad er en mentor?")
    reply = slack.answer_to(question)
    assert reply.shown == "**Svar** med [kilde](https://example.dk/1).\nJa"
    assert reply.links == [("kilde", "https://example.dk/1")]
    assert anne.press(reply, "up").acknowledged
    assert pressed.wait(1)
    assert [message.user for message in slack.channel("C1").thread(question.ts).messages] == ["U1", slack.bot_id]
    assert slack.violations == []


def test_a_silent_connection_is_ended_at_once(slack: Workspace, app: App) -> None:
    handler = SocketModeHandler(app, slack.app_token)
    handler.client.connect()
    slack.wait_for_app()
    began = time.monotonic()
    disconnect(handler)
    assert time.monotonic() - began < SECONDS_TO_END
    slack.wait_until(lambda: not slack.socket.links)
    assert slack.socket.connections == 1


@pytest.mark.usefixtures("handler")
def test_an_event_comes_again_until_it_is_acknowledged(slack: Workspace, app: App) -> None:
    heard = hear(app, "app_mention")
    # The message is told twice over: as a mention, and as a message in a channel.
    slack.deliveries.lose_acknowledgements = 2
    slack.person("anne").mention("igen?")
    slack.wait_until(lambda: not slack.deliveries.pending and len(heard) == 2)
    assert len({body["event_id"] for body in heard}) == 1
    assert not slack.deliveries.lost


@pytest.mark.usefixtures("handler")
def test_an_event_can_come_twice_although_it_was_acknowledged(slack: Workspace, app: App) -> None:
    heard = hear(app, "app_mention")
    slack.deliveries.duplicate = 2
    slack.person("anne").mention("to gange?")
    slack.wait_until(lambda: len(heard) == 2)
    assert heard[0]["event_id"] == heard[1]["event_id"]


def test_an_event_is_lost_when_nobody_is_there_for_long(slack: Workspace) -> None:
    slack.person("anne").mention("er her nogen?")
    slack.wait_until(lambda: slack.deliveries.lost)
    assert {envelope.attempts for envelope in slack.deliveries.made} == {4}


@pytest.mark.usefixtures("handler")
@pytest.mark.parametrize("broken", ["disconnect", "cut"])
def test_the_app_connects_anew_after_a_connection_ends(slack: Workspace, app: App, broken: str) -> None:
    heard = hear(app, "app_mention")
    getattr(slack.socket, broken)()
    slack.wait_until(lambda: slack.socket.connections == 2 and slack.socket.links)
    slack.person("anne").mention("stadig der?")
    slack.wait_until(lambda: heard)


@pytest.mark.usefixtures("handler")
def test_edits_and_deletions_are_told(slack: Workspace, app: App) -> None:
    changes: list[dict[str, Any]] = []

    @app.event("message")
    def listen(event: dict[str, Any]) -> None:
        if event.get("subtype"):
            changes.append(event)

    anne = slack.person("anne")
    message = anne.dm("hvad koster et kursus?")
    anne.edit(message, "hvad koster et mentorkursus?")
    # Bolt hears two events in two threads: which of them comes first is chance.
    slack.wait_until(lambda: len(changes) == 1)
    anne.delete(message)
    slack.wait_until(lambda: len(changes) == 2)
    assert changes[0]["message"]["text"] == "hvad koster et mentorkursus?"
    assert changes[0]["previous_message"]["text"] == "hvad koster et kursus?"
    assert changes[1]["deleted_ts"] == message.ts
    assert anne.direct.shown == []


@pytest.mark.usefixtures("handler")
def test_a_command_opens_a_modal_that_can_be_filled_in(slack: Workspace, app: App) -> None:
    @app.command("/kursus")
    def command(ack: Any, client: WebClient, body: dict[str, Any]) -> None:
        ack(text="Et øjeblik")
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("filters")
    def submit(ack: Any, view: dict[str, Any]) -> None:
        place = view["state"]["values"]["place"]["place_text"]["value"]
        if not place:
            ack(response_action="errors", errors={"place": "Skriv et sted"})
        else:
            ack(response_action="update", view=MODAL | {"title": {"type": "plain_text", "text": place}})

    anne = slack.person("anne")
    anne.slash("/kursus mentor")
    assert [message.shown for message in anne.private("C1")] == ["Et øjeblik"]
    view = slack.wait_until(lambda: anne.modal)
    anne.submit()
    assert view.errors == {"place": "Skriv et sted"}
    anne.submit(values={"place_text": "Odense"})
    assert view.title == "Odense"
    assert slack.violations == []


@pytest.mark.usefixtures("handler")
def test_an_interaction_nobody_acknowledges_in_time_is_a_violation(slack: Workspace, app: App) -> None:
    @app.command("/kursus")
    def silent() -> None:
        """Forget to acknowledge."""

    anne = slack.person("anne")
    assert not anne.slash("/kursus mentor").acknowledged
    assert anne.told == ["operation_timeout"]
    assert slack.violations == ["slash_commands: not acknowledged within 0.4 s"]


@pytest.mark.usefixtures("handler")
def test_a_response_url_answers_in_private_five_times(slack: Workspace, app: App) -> None:
    given: list[Any] = []

    @app.command("/fagkompas")
    def command(ack: Any, respond: Any) -> None:
        ack()
        given.append(respond)

    anne, bente = slack.person("anne"), slack.person("bente")
    anne.slash("/fagkompas hvad er en mentor?")
    slack.wait_until(lambda: given)
    respond = given[0]
    assert [respond(f"svar {number}").status_code for number in range(6)] == [200] * 5 + [404]
    assert len(anne.private("C1")) == 5
    assert bente.private("C1") == []
    assert slack.violations == ["response_url: used_url"]


@pytest.mark.usefixtures("handler")
def test_home_stop_and_shortcut_reach_the_app(slack: Workspace, app: App) -> None:
    opened, stopped = hear(app, "app_home_opened"), hear(app, "agent_session_stopped")
    chosen: list[dict[str, Any]] = []

    @app.shortcut("find_courses")
    def shortcut(ack: Any, body: dict[str, Any]) -> None:
        ack()
        chosen.append(body)

    anne = slack.person("anne")
    message = anne.say("vi mangler mentorer", "C1")
    anne.open_home()
    anne.stop(message)
    assert anne.shortcut("find_courses", message).acknowledged
    slack.wait_until(lambda: opened and stopped)
    assert opened[0]["event"]["tab"] == "home"
    assert stopped[0]["event"]["thread_ts"] == message.ts
    assert chosen[0]["message"]["text"] == "vi mangler mentorer"

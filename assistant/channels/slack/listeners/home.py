"""The Home tab and the agent's view as they are opened, and what is chosen on Home."""

from typing import Any

from slack_bolt import Ack, App

from assistant.channels.slack import arrivals
from assistant.channels.slack.blocks import names
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.listeners.letting_in import is_let_in
from assistant.channels.slack.pressing import pressed
from assistant.channels.state.slack_types import Arrival

# Which choice stands for none.
NONE = {names.ANYBODY, names.AS_ASKED}


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.event("app_home_opened")
    def opened(event: dict[str, Any], body: dict[str, Any]) -> None:
        person, is_home = event["user"], event.get("tab") != "messages"
        kind = arrivals.HOME if is_home else arrivals.PROMPTS
        given = {"person": person, "channel": event.get("channel")}
        desk.put(Arrival(body["event_id"], kind, f"home/{person}", given))

    for action, name in ((names.SET_LEARNER, "learner"), (names.SET_LANGUAGE, "language")):
        on_choice(app, desk, action, name)


def on_choice(app: App, desk: Desk, action: str, name: str) -> None:
    """Put into the queue what was chosen."""

    @app.action(action)
    def chosen(ack: Ack, body: dict[str, Any]) -> None:
        if is_let_in(body, desk):
            press = pressed(body)
            given = {"person": press.person, "name": name, "value": None if press.value in NONE else press.value}
            desk.put(Arrival(f"chosen:{press.trigger}", arrivals.CHOSEN, f"home/{press.person}", given))
        ack()

"""`app_mention`: somebody asks in a channel."""

from typing import Any

from slack_bolt import App

from assistant.channels.slack.arrivals import asked, is_from_person
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.listeners.letting_in import let_in


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.event("app_mention")
    def mentioned(event: dict[str, Any], body: dict[str, Any]) -> None:
        if is_from_person(event, desk.identity) and let_in(event, body, desk):
            desk.put(asked(event, desk.identity.team, body["event_id"], desk.identity))

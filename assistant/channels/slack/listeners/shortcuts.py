"""The shortcut "Find kurser til dette" on a message."""

from typing import Any

from slack_bolt import Ack, App

from assistant.channels.slack.blocks import names
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.listeners.letting_in import is_let_in
from assistant.channels.slack.pressing import course_search


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.shortcut(names.COURSES_SHORTCUT)
    def find_courses(ack: Ack, body: dict[str, Any]) -> None:
        if is_let_in(body, desk):
            desk.put(course_search(body, (body.get("message") or {}).get("text") or "", desk))
        ack()

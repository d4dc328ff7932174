"""`/fagkompas` asks privately, `/kursus` searches courses."""

from typing import Any

from slack_bolt import Ack, App

from assistant.channels.slack import arrivals
from assistant.channels.slack.blocks import names
from assistant.channels.slack.blocks.states import Trouble
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.listeners.courses import open_filters
from assistant.channels.slack.listeners.letting_in import is_let_in
from assistant.channels.slack.pressing import commanded, course_search, refused
from assistant.channels.slack.queue import WORKERS
from assistant.channels.state.slack_types import Arrival
from knowledge.courses import CourseFilter


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.command(names.MENTION_COMMAND)
    def ask(ack: Ack, body: dict[str, Any]) -> None:
        if is_let_in(body, desk):
            desk.put(commanded(body, desk) if (body.get("text") or "").strip() else asked_for_help(body))
            tell_of_queue(body, desk)
        ack()

    @app.command(names.COURSE_COMMAND)
    def courses(ack: Ack, body: dict[str, Any]) -> None:
        if is_let_in(body, desk):
            text = (body.get("text") or "").strip()
            if text:
                desk.put(course_search(body, text, desk))
            else:
                open_filters(body, CourseFilter(), desk)
        ack()


def asked_for_help(body: dict[str, Any]) -> Arrival:
    """A command without a question."""
    given = {"person": body["user_id"], "response_url": body["response_url"]}
    return Arrival(f"help:{body['trigger_id']}", arrivals.HELP, f"help/{body['user_id']}", given)


def tell_of_queue(body: dict[str, Any], desk: Desk) -> None:
    """Say that it takes a while, where it does; nothing else is seen of a private question meanwhile."""
    if desk.state.slack_events.waiting() > 2 * WORKERS:
        word = refused(Trouble.BUSY.value, body["trigger_id"], body["user_id"], response_url=body["response_url"])
        desk.put(word)

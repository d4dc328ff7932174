"""`message`: direct messages, what is asked on in a thread, and messages that are changed or deleted."""

from typing import Any

from slack_bolt import App

from assistant.channels.slack.arrivals import asked, deleted, edited, is_from_person, mentions, mentions_others
from assistant.channels.slack.desk import Desk, is_direct
from assistant.channels.slack.listeners.letting_in import let_in
from assistant.channels.state.slack_types import ReplyState


def register(app: App, desk: Desk) -> None:
    """Listen."""
    team, identity = desk.identity.team, desk.identity

    @app.event({"type": "message", "subtype": "message_changed"})
    def changed(event: dict[str, Any], body: dict[str, Any]) -> None:
        if is_from_person(event["message"], identity) and is_ours_to_follow(event, desk):
            desk.put(edited(event, team, body["event_id"], identity))

    @app.event({"type": "message", "subtype": "message_deleted"})
    def removed(event: dict[str, Any], body: dict[str, Any]) -> None:
        desk.put(deleted(event, team, body["event_id"]))

    @app.event("message")
    def said(event: dict[str, Any], body: dict[str, Any]) -> None:
        if is_from_person(event, identity) and is_for_us(event, desk) and let_in(event, body, desk):
            desk.put(asked(event, team, body["event_id"], identity))


def is_for_us(event: dict[str, Any], desk: Desk) -> bool:
    """Whether a message asks us: all direct ones; in a thread those of whoever asked there, if meant for nobody else.

    A mention comes as an event of its own.
    """
    if is_direct(event["channel"]):
        return True
    text, person = event.get("text") or "", desk.identity.person
    if not event.get("thread_ts") or mentions(text, person) or mentions_others(text, person):
        return False
    replies = desk.state.slack_replies.in_thread(desk.identity.team, event["channel"], event["thread_ts"])
    return any(one.question.person == event["user"] and one.state is not ReplyState.DELETED for one in replies)


def is_ours_to_follow(event: dict[str, Any], desk: Desk) -> bool:
    """Whether a changed message is, or has become, a question to us."""
    message, channel = event["message"], event["channel"]
    if is_direct(channel) or mentions(message.get("text") or "", desk.identity.person):
        return True
    return desk.state.slack_replies.find((desk.identity.team, channel, message["ts"])) is not None

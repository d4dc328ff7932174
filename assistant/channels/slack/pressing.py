"""Reads what Slack sends when somebody presses, chooses, submits or commands."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.channels.slack import arrivals
from assistant.channels.slack.arrivals import question_arrival, said, thread_key
from assistant.channels.slack.desk import Desk
from assistant.channels.state.slack_types import Arrival, Question

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that was pressed or a menu in which something was chosen, and where."""

    value: str
    person: str
    trigger: str
    channel: str | None = None
    message: str | None = None
    thread: str | None = None
    ephemeral: bool = False
    response_url: str | None = None

    @property
    def place(self) -> dict[str, Any]:
        """What the work needs to answer there."""
        return {
            "person": self.person,
            "channel": self.channel,
            "message": self.message,
            "thread": self.thread,
            "ephemeral": self.ephemeral,
            "response_url": self.response_url,
        }


def pressed(body: Body) -> Pressed:
    """Read a `block_actions` payload."""
    action, container = body["actions"][0], body.get("container") or {}
    message = container.get("message_ts")
    thread = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts") or message
    value = action.get("value") or (action.get("selected_option") or {}).get("value") or ""
    return Pressed(
        str(value),
        body["user"]["id"],
        body.get("trigger_id") or "",
        (body.get("channel") or {}).get("id"),
        message,
        thread,
        bool(container.get("is_ephemeral")),
        body.get("response_url"),
    )


def arrival(kind: str, press: Pressed, once: str = "", **more: Any) -> Arrival:
    """Work that a press asks for; presses with the same `once` are one."""
    team_thread = thread_key("press", press.channel or "", press.thread or press.person)
    return Arrival(f"{kind}:{once or press.trigger}", kind, team_thread, {**press.place, **more})


def asked_by_button(press: Pressed, desk: Desk) -> Arrival:
    """A question on a button; pressed twice below the same message it is asked once."""
    digest = hashlib.sha256(press.value.encode()).hexdigest()[:16]
    once = f"{press.channel}:{press.message}:{digest}" if press.message else press.trigger
    body = {**press.place, "text": press.value}
    return Arrival(f"pressed:{once}", arrivals.PRESSED, _thread(press, desk), body)


def asked_again(press: Pressed, desk: Desk) -> Arrival:
    """The same question once more."""
    body = {**press.place, "text": press.value}
    return Arrival(f"again:{press.trigger}", arrivals.AGAIN, _thread(press, desk), body)


def _thread(press: Pressed, desk: Desk) -> str:
    if press.channel and press.thread and not press.ephemeral:
        return thread_key(desk.identity.team, press.channel, press.thread)
    return thread_key(desk.identity.team, press.person, press.trigger)


def commanded(body: Body, desk: Desk) -> Arrival:
    """What somebody asks by a command, to be answered privately."""
    event_id = f"command:{body['trigger_id']}"
    told = said(body.get("text") or "", desk.identity, event_id)
    team, channel, person = desk.identity.team, body["channel_id"], body["user_id"]
    question = Question(team, channel, event_id, event_id, person, told.text, event_id, private=True)
    return question_arrival(question, arrivals.PRIVATE, masked=told.masked, response_url=body["response_url"])


def course_search(body: Body, text: str, desk: Desk) -> Arrival:
    """A search for courses, by a command's words or a message's."""
    person, event_id = body.get("user_id") or body["user"]["id"], f"courses:{body['trigger_id']}"
    told = said(text, desk.identity, event_id)
    given = {"person": person, "text": told.text, "masked": told.masked, "response_url": body.get("response_url")}
    return Arrival(event_id, arrivals.COURSES, f"courses/{person}", given)


def refused(trouble: str, event_id: str, person: str, **place: Any) -> Arrival:
    """A word to somebody for whom nothing is done."""
    return Arrival(f"refused:{event_id}", arrivals.REFUSED, f"refused/{person}", {
        "person": person, "trouble": trouble, **place,
    })  # fmt: skip

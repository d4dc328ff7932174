"""The payloads Slack sends to an app, built from what people do."""

import time
from typing import TYPE_CHECKING, Any

from tests.slack.conversations import Channel, Message
from tests.slack.showing import Button
from tests.slack.view_methods import View

if TYPE_CHECKING:
    from tests.slack.people import Person
    from tests.slack.workspace import Workspace

# An event and the scope an app needs for it (https://docs.slack.dev/reference/events).
EVENT_SCOPES = {
    "app_mention": "app_mentions:read", "message.channels": "channels:history", "message.groups": "groups:history",
    "message.im": "im:history", "app_home_opened": "", "agent_session_stopped": "assistant:write",
    "agent_session_title_changed": "assistant:write", "app_context_changed": "assistant:write",
    "reaction_added": "reactions:read", "member_joined_channel": "channels:read", "app_uninstalled": "",
    "tokens_revoked": "", "assistant_thread_started": "assistant:write",
    "assistant_thread_context_changed": "assistant:write", "message.mpim": "mpim:history",
}  # fmt: skip
MESSAGE_EVENTS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
CHANNEL_TYPES = {"channel": "channel", "group": "group", "im": "im"}


def envelope(slack: "Workspace", event: dict[str, Any]) -> dict[str, Any]:
    """Wrap an event as Slack does; each has an id of its own."""
    return {
        "token": "legacy", "team_id": slack.team_id, "api_app_id": slack.app_id, "event": event,
        "type": "event_callback", "event_id": slack.next_id("Ev"), "event_time": int(time.time()),
        "authorizations": [{
            "enterprise_id": None, "team_id": slack.team_id, "user_id": slack.bot_id, "is_bot": True,
            "is_enterprise_install": False,
        }],
        "is_ext_shared_channel": False, "event_context": "4-fake",
    }  # fmt: skip


def said(slack: "Workspace", message: Message) -> dict[str, Any]:
    """A `message` event for a new message."""
    found = message.raw(with_metadata=False) | {
        "channel": message.channel.id, "channel_type": CHANNEL_TYPES[message.channel.kind], "event_ts": message.ts,
        "team": slack.team_id,
    }  # fmt: skip
    return found if message.bot else found | {"client_msg_id": f"client-{message.ts}"}


def mentioned(slack: "Workspace", message: Message) -> dict[str, Any]:
    """The `app_mention` event for the same message."""
    return said(slack, message) | {"type": "app_mention"}


def changed(slack: "Workspace", message: Message, before: dict[str, Any]) -> dict[str, Any]:
    """A `message_changed` event."""
    return {
        "type": "message", "subtype": "message_changed", "message": message.raw(), "previous_message": before,
        "channel": message.channel.id, "hidden": True, "ts": slack.next_ts(), "event_ts": slack.next_ts(),
        "channel_type": CHANNEL_TYPES[message.channel.kind],
    }  # fmt: skip


def deleted(slack: "Workspace", message: Message) -> dict[str, Any]:
    """A `message_deleted` event."""
    return {
        "type": "message", "subtype": "message_deleted", "previous_message": message.raw(), "hidden": True,
        "channel": message.channel.id, "deleted_ts": message.ts, "ts": slack.next_ts(), "event_ts": slack.next_ts(),
        "channel_type": CHANNEL_TYPES[message.channel.kind],
    }  # fmt: skip


def _who(slack: "Workspace", person: "Person") -> dict[str, Any]:
    return {
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": slack.team_id},
        "team": {"id": slack.team_id, "domain": slack.domain}, "api_app_id": slack.app_id, "token": "legacy",
        "enterprise": None, "is_enterprise_install": False, "trigger_id": slack.triggers.give(person.id),
    }  # fmt: skip


def slash(slack: "Workspace", person: "Person", command: str, text: str, channel: Channel) -> dict[str, Any]:
    """A slash command's payload; as in Slack every value is a string."""
    return {
        "token": "legacy", "team_id": slack.team_id, "team_domain": slack.domain, "channel_id": channel.id,
        "channel_name": channel.name if channel.kind != "im" else "directmessage", "user_id": person.id,
        "user_name": person.name, "command": command, "text": text, "api_app_id": slack.app_id,
        "is_enterprise_install": "false", "response_url": slack.response_urls.give(channel, person.id, None),
        "trigger_id": slack.triggers.give(person.id),
    }  # fmt: skip


def _action(slack: "Workspace", button: Button, value: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "action_id": button.action_id, "block_id": button.block_id or "b1", "type": button.kind,
        "action_ts": slack.next_ts(),
    }  # fmt: skip
    if button.raw.get("text"):
        found["text"] = button.raw["text"]
    if "select" in button.kind or button.kind in {"radio_buttons", "overflow"}:
        options = button.raw.get("options", [])
        found["selected_option"] = next((o for o in options if o.get("value") == value), {"value": value})
    elif button.value:
        found["value"] = button.value
    return found


def pressed(slack: "Workspace", person: "Person", message: Message, button: Button, value: Any) -> dict[str, Any]:
    """A `block_actions` payload of a message; a private message's carries no message, as in Slack."""
    channel = message.channel
    container: dict[str, Any] = {
        "type": "message", "message_ts": message.ts, "channel_id": channel.id,
        "is_ephemeral": message.seen_by is not None,
    }  # fmt: skip
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    found = _who(slack, person) | {
        "type": "block_actions", "state": {"values": {}}, "actions": [_action(slack, button, value)],
        "container": container,
        "channel": {"id": channel.id, "name": channel.name if channel.kind != "im" else "directmessage"},
        "response_url": slack.response_urls.give(channel, person.id, message),
    }  # fmt: skip
    return found if message.seen_by else found | {"message": message.raw()}


def pressed_in_view(slack: "Workspace", person: "Person", view: View, button: Button, value: Any) -> dict[str, Any]:
    """A `block_actions` payload of a modal or the Home tab."""
    return _who(slack, person) | {
        "type": "block_actions", "actions": [_action(slack, button, value)], "view": view.raw(slack),
        "container": {"type": "view", "view_id": view.id}, "state": {"values": view.typed},
    }  # fmt: skip


def submitted(slack: "Workspace", person: "Person", view: View, kind: str) -> dict[str, Any]:
    """A `view_submission` or `view_closed` payload."""
    more: dict[str, Any] = {"response_urls": []} if kind == "view_submission" else {"is_cleared": False}
    return _who(slack, person) | {"type": kind, "view": view.raw(slack)} | more


def shortcut(slack: "Workspace", person: "Person", callback_id: str, message: Message | None) -> dict[str, Any]:
    """A message shortcut's payload, or a global shortcut's without a message."""
    found = _who(slack, person) | {"type": "shortcut", "callback_id": callback_id, "action_ts": slack.next_ts()}
    if message is None:
        return found
    return found | {
        "type": "message_action", "message_ts": message.ts, "message": message.raw(),
        "channel": {"id": message.channel.id, "name": message.channel.name},
        "response_url": slack.response_urls.give(message.channel, person.id, message),
    }  # fmt: skip

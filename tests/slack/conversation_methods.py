"""`conversations.*`, `users.*`, `reactions.*`, `auth.test` and `apps.connections.open`."""

from typing import TYPE_CHECKING, Any

from tests.slack.calling import HUNDREDS, TIER_3, TIER_4, RefusedError, method
from tests.slack.conversations import Channel, Message
from tests.slack.manifest import Manifest
from tests.slack.socket_mode import MOST_LINKS

if TYPE_CHECKING:
    from tests.slack.workspace import Workspace

HISTORY_SCOPES = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}
READ_SCOPES = {"channel": "channels:read", "group": "groups:read", "im": "im:read"}
MOST_LISTED = 999
# conversations.replies and .history list so many when no limit is given.
USUALLY_LISTED = 100
PAGES = "channel! cursor inclusive include_all_metadata latest limit oldest"


@method("apps.connections.open", scope="connections:write", rate=TIER_3, token="app")
def connections_open(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    if len(slack.socket.links) >= MOST_LINKS:
        raise RefusedError("too_many_websockets")
    return {"url": f"ws://127.0.0.1:{slack.port}/link/?ticket={slack.new_ticket()}"}


@method("auth.test", rate=HUNDREDS)
def auth_test(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    return {
        "url": f"https://{slack.domain}.slack.com/", "team": slack.domain, "user": slack.bot_name,
        "team_id": slack.team_id, "user_id": slack.bot_id, "bot_id": slack.bot_profile_id,
        "is_enterprise_install": False,
    }  # fmt: skip


@method("users.info", scope="users:read", rate=TIER_4, takes="user! include_locale")
def users_info(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    person = slack.people.get(str(given["user"]))
    if person is None:
        raise RefusedError("user_not_found")
    return {"user": person.raw(with_locale=given.get("include_locale") in (True, "1", "true"))}


def readable(slack: "Workspace", given: dict[str, Any], scopes: dict[str, str]) -> Channel:
    """The channel, when the app is a member and has the scope for its kind."""
    channel = slack.channels.get(str(given["channel"]))
    if channel is None:
        raise RefusedError("channel_not_found")
    slack.need_scope(scopes[channel.kind])
    if slack.bot_id not in channel.members:
        raise RefusedError("not_in_channel" if channel.kind == "channel" else "channel_not_found")
    return channel


@method("conversations.info", takes="channel! include_locale include_num_members")
def info(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    channel = slack.channels.get(str(given["channel"]))
    if channel is None or (channel.kind != "channel" and slack.bot_id not in channel.members):
        raise RefusedError("channel_not_found")
    slack.need_scope(READ_SCOPES[channel.kind])
    found: dict[str, Any] = {
        "id": channel.id, "name": channel.name, "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group", "is_im": channel.kind == "im", "is_archived": channel.archived,
        "is_private": channel.kind != "channel", "is_member": slack.bot_id in channel.members,
    }  # fmt: skip
    if channel.kind == "im":
        found["user"] = next(iter(channel.members - {slack.bot_id}))
    if given.get("include_num_members"):
        found["num_members"] = len(channel.members)
    return {"channel": found}


@method("conversations.members", takes="channel! cursor limit", rate=TIER_4)
def members(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    channel = readable(slack, given, READ_SCOPES)
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


@method("conversations.open", scope="im:write", takes="channel users return_im prevent_creation")
def open_direct(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    users = str(given.get("users") or "").split(",")
    if len(users) != 1 or users[0] not in slack.people:
        raise RefusedError("user_not_found")
    return {"channel": {"id": slack.direct(users[0]).id}}


def page_of(found: list[Message], given: dict[str, Any], replies: bool) -> dict[str, Any]:
    """One page of messages: bounds, limit, cursor, and metadata only when asked for; a thread's root always."""
    oldest, latest = str(given.get("oldest") or "0"), str(given.get("latest") or "9")
    bounds = {oldest, latest} if given.get("inclusive") in (True, "1", "true") else set()
    found = [m for m in found if oldest < m.ts < latest or m.ts in bounds or (replies and m.ts == m.root_ts)]
    limit = int(given.get("limit") or USUALLY_LISTED)
    if not 1 <= limit <= MOST_LISTED:
        raise RefusedError("invalid_limit")
    start = int(given.get("cursor") or 0)
    with_metadata = given.get("include_all_metadata") in (True, "1", "true")
    rest = len(found) > start + limit
    return {
        "messages": [message.raw(with_metadata) for message in found[start : start + limit]],
        "has_more": rest,
        "response_metadata": {"next_cursor": str(start + limit) if rest else ""},
    }


@method("conversations.replies", rate=TIER_3, takes=f"ts! {PAGES}")
def replies(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    channel = readable(slack, given, HISTORY_SCOPES)
    asked = channel.find(str(given["ts"]))
    found = channel.thread(asked.root_ts if asked else str(given["ts"])).messages
    if not found:
        raise RefusedError("thread_not_found")
    return page_of(found, given, replies=True)


@method("conversations.history", rate=TIER_3, takes=PAGES)
def history(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    channel = readable(slack, given, HISTORY_SCOPES)
    return page_of(list(reversed(channel.shown)), given, replies=False)


@method("reactions.add", scope="reactions:write", takes="channel! timestamp! name!")
def react(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    who = _reacting(slack, given)
    if slack.bot_id in who:
        raise RefusedError("already_reacted")
    who.add(slack.bot_id)
    return {}


@method("reactions.remove", scope="reactions:write", takes="channel timestamp name!")
def unreact(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    who = _reacting(slack, given)
    if slack.bot_id not in who:
        raise RefusedError("no_reaction")
    who.remove(slack.bot_id)
    return {}


def _reacting(slack: "Workspace", given: dict[str, Any]) -> set[str]:
    channel = slack.channels.get(str(given["channel"]))
    if channel is None:
        raise RefusedError("channel_not_found")
    message = channel.find(str(given["timestamp"]))
    if message is None:
        raise RefusedError("message_not_found")
    return message.reactions.setdefault(str(given["name"]), set())


@method("api.test", rate=HUNDREDS, takes="error foo")
def api_test(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    if given.get("error"):
        raise RefusedError(str(given["error"]))
    return {"args": given}


@method("apps.manifest.validate", rate=TIER_3, takes="manifest! app_id", token="configuration")
def validate_manifest(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    found = Manifest(given["manifest"]).faults()
    if found:
        # Each fault ends with its place in brackets.
        parts = [fault.rstrip("]").rpartition(" [") for fault in found]
        raise RefusedError("invalid_manifest", errors=[{"message": what, "pointer": where} for what, _, where in parts])
    return {}

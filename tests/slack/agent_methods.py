"""`agents.sessions.*` and the older `assistant.threads.*`: a conversation's status, title and suggested prompts."""

from typing import TYPE_CHECKING, Any

from tests.slack.calling import TIER_3, RefusedError, method
from tests.slack.chat_methods import SESSION_STATES
from tests.slack.conversations import Channel

if TYPE_CHECKING:
    from tests.slack.workspace import Workspace

MOST_TITLE = 200
MOST_PROMPTS = 4
MOST_LOADING_MESSAGES = 10


def thread_of(slack: "Workspace", given: dict[str, Any]) -> tuple[Channel, str]:
    """The conversation an agent's call is about."""
    channel = slack.channels.get(str(given.get("channel_id", "")))
    if channel is None or slack.bot_id not in channel.members:
        raise RefusedError("channel_not_found")
    ts = str(given.get("thread_ts") or "")
    if not ts:
        raise RefusedError("invalid_arguments", "missing required field: thread_ts")
    if channel.find(ts) is None:
        raise RefusedError("thread_not_found")
    return channel, ts


@method(
    "agents.sessions.setStatus", scope="chat:write", rate=TIER_3,
    takes="status! channel_id thread_ts title initiator_user_id icon_emoji icon_url username",
)  # fmt: skip
def set_session_status(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    if not slack.manifest.agent:
        raise RefusedError("not_allowed", "the app is not declared as an agent (features.agent_view)")
    if given["status"] not in SESSION_STATES:
        raise RefusedError("invalid_arguments", f"must be one of {sorted(SESSION_STATES)} [json-pointer:/status]")
    if len(str(given.get("title") or "")) > MOST_TITLE:
        raise RefusedError("invalid_arguments", f"must be less than {MOST_TITLE + 1} characters [json-pointer:/title]")
    channel, ts = thread_of(slack, given)
    slack.set_session(channel.id, ts, str(given["status"]), str(given.get("title") or ""))
    found: dict[str, Any] = {"status": given["status"], "title": slack.sessions[channel.id, ts].title}
    if given["status"] == "processing" and "agent_session_stopped" not in slack.manifest.events:
        found["warning"] = "missing_agent_session_stopped_event_subscription"
    return found


@method("agents.sessions.rename", scope="chat:write", rate=TIER_3, takes="channel_id! title! thread_ts")
def rename_session(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    if len(str(given["title"])) > MOST_TITLE:
        raise RefusedError("invalid_arguments", f"must be less than {MOST_TITLE + 1} characters [json-pointer:/title]")
    channel, ts = thread_of(slack, given)
    if (channel.id, ts) not in slack.sessions:
        raise RefusedError("session_not_found")
    slack.sessions[channel.id, ts].title = str(given["title"])
    return {"title": given["title"]}


@method(
    "assistant.threads.setStatus", scope="chat:write", rate=TIER_3,
    takes="channel_id! thread_ts! status loading_messages icon_emoji icon_url username",
)  # fmt: skip
def set_status(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    channel, ts = thread_of(slack, given)
    if len(given.get("loading_messages") or []) > MOST_LOADING_MESSAGES:
        raise RefusedError("invalid_arguments", f"no more than {MOST_LOADING_MESSAGES} items [/loading_messages]")
    slack.statuses[channel.id, ts] = str(given.get("status") or "")
    return {}


@method("assistant.threads.setTitle", scope="assistant:write", rate=TIER_3, takes="channel_id! thread_ts! title!")
def set_title(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    channel, ts = thread_of(slack, given)
    slack.titles[channel.id, ts] = str(given["title"])
    return {}


@method(
    "assistant.threads.setSuggestedPrompts", scope="assistant:write", rate=TIER_3,
    takes="channel_id! prompts! thread_ts title",
)  # fmt: skip
def set_prompts(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    channel = slack.channels.get(str(given["channel_id"]))
    if channel is None or channel.kind != "im":
        raise RefusedError("channel_not_found")
    prompts = given["prompts"]
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= MOST_PROMPTS:
        raise RefusedError("invalid_arguments", f"must have 1 to {MOST_PROMPTS} prompts [json-pointer:/prompts]")
    if any(not isinstance(each, dict) or not (each.get("title") and each.get("message")) for each in prompts):
        raise RefusedError("invalid_arguments", "a prompt needs title and message [json-pointer:/prompts]")
    slack.prompts[channel.id] = prompts
    return {}

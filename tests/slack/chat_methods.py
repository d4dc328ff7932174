"""`chat.*`: posting, changing, deleting and streaming messages."""

import time
from typing import TYPE_CHECKING, Any

from tests.slack.block_rules import MOST_MARKDOWN, check_blocks, check_message, length
from tests.slack.calling import HUNDREDS, POSTING, TIER_2, TIER_3, TIER_4, RefusedError, method
from tests.slack.conversations import Channel, Message

if TYPE_CHECKING:
    from tests.slack.workspace import Workspace

# Slack cuts a longer text of a new message, and refuses it in an update; neither is what an app wants.
MOST_TEXT = 40_000
MOST_UPDATED_TEXT = 4_000
# https://docs.slack.dev/messaging/message-metadata
MOST_METADATA_BYTES = 16_000
SAYING = "text blocks attachments markdown_text mrkdwn parse link_names username icon_emoji icon_url as_user"
STREAM_CHUNKS = {"markdown_text", "task_update", "plan_update", "blocks"}
# The title, details and output of a task; seen with the API, not documented.
MOST_TASK_TEXT = 256
TASK_STATES = {"pending", "in_progress", "complete", "error"}
SESSION_STATES = {"active", "processing", "suspended", "closed"}


def channel_for_writing(slack: "Workspace", given: dict[str, Any]) -> Channel:
    """The channel, when the app may write there."""
    channel = slack.channels.get(str(given["channel"]))
    if channel is None and str(given["channel"]) in slack.people:
        return slack.direct(str(given["channel"]))
    if channel is None:
        raise RefusedError("channel_not_found")
    if channel.archived:
        raise RefusedError("is_archived")
    if slack.bot_id not in channel.members and not (
        channel.kind == "channel" and "chat:write.public" in slack.manifest.scopes
    ):
        raise RefusedError("channel_not_found" if channel.kind != "channel" else "not_in_channel")
    return channel


def thread_in(channel: Channel, given: dict[str, Any]) -> str | None:
    """The thread to answer in: its root must stand, and be a root."""
    ts = given.get("thread_ts")
    if ts is None:
        return None
    whole, _, part = str(ts).partition(".")
    if not (whole.isdigit() and part.isdigit()):
        raise RefusedError("invalid_thread_ts")
    root = channel.find(str(ts))
    if root is None:
        raise RefusedError("thread_not_found")
    if root.thread_ts not in {None, root.ts}:
        raise RefusedError("cannot_reply_to_message", "thread_ts is a reply's; give its parent's")
    return str(ts)


def own_message(slack: "Workspace", channel: Channel, ts: str) -> Message:
    """The app's own message with this ts."""
    message = channel.find(ts)
    if message is None:
        raise RefusedError("message_not_found")
    if message.user != slack.bot_id:
        raise RefusedError("cant_update_message")
    return message


def said(given: dict[str, Any], longest: int = MOST_TEXT) -> tuple[str, list[dict[str, Any]]]:
    """The text and blocks of a call, when Slack takes them."""
    text, blocks, markdown = given.get("text") or "", given.get("blocks") or [], given.get("markdown_text") or ""
    if markdown and (text or blocks):
        raise RefusedError("markdown_text_conflict")
    if not (str(text).strip() or blocks or markdown or given.get("attachments")):
        raise RefusedError("no_text")
    if length(text) > longest or length(markdown) > MOST_MARKDOWN:
        raise RefusedError("msg_too_long")
    if markdown:
        return "", [{"type": "markdown", "text": markdown}]
    check_message(blocks)
    return str(text), blocks


def metadata_in(given: dict[str, Any]) -> dict[str, Any] | None:
    """The message's metadata, when it has Slack's form."""
    found = given.get("metadata")
    if found is None:
        return None
    if not isinstance(found, dict) or not isinstance(found.get("event_type"), str):
        raise RefusedError("invalid_metadata_format")
    if not isinstance(found.get("event_payload"), dict):
        raise RefusedError("invalid_metadata_format")
    if len(str(found).encode()) > MOST_METADATA_BYTES:
        raise RefusedError("metadata_too_large")
    return found


@method(
    "chat.postMessage", scope="chat:write", rate=POSTING, per=("channel",),
    takes=f"channel! thread_ts reply_broadcast unfurl_links unfurl_media metadata container_id {SAYING}",
)  # fmt: skip
def post_message(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    channel = channel_for_writing(slack, given)
    text, blocks = said(given)
    thread_ts, metadata = thread_in(channel, given), metadata_in(given)
    broadcast = given.get("reply_broadcast") in (True, "1", "true")
    message = slack.say(channel, slack.bot_id, text, thread_ts, blocks=blocks, metadata=metadata, broadcast=broadcast)
    return {"channel": channel.id, "ts": message.ts, "message": message.raw()}


@method("chat.postEphemeral", scope="chat:write", rate=TIER_4, takes=f"channel! user! thread_ts {SAYING}")
def post_ephemeral(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    channel = channel_for_writing(slack, given)
    if given["user"] not in channel.members:
        raise RefusedError("user_not_in_channel")
    text, blocks = said(given, MOST_UPDATED_TEXT)
    message = Message(channel, slack.next_ts(), slack.bot_id, text, blocks, thread_in(channel, given), bot=True)
    message.seen_by = str(given["user"])
    channel.messages.append(message)
    return {"message_ts": message.ts}


@method(
    "chat.update", scope="chat:write", rate=TIER_3,
    takes=f"channel! ts! metadata reply_broadcast file_ids {SAYING}",
)  # fmt: skip
def update(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    channel = channel_for_writing(slack, given)
    message = own_message(slack, channel, str(given["ts"]))
    expire(message)
    if message.stream == "streaming":
        raise RefusedError("streaming_state_conflict", "the message is still being streamed; stop the stream first")
    text, blocks = said(given, MOST_UPDATED_TEXT)
    metadata = metadata_in(given)
    # Without `blocks` a message keeps those it has; an empty list takes them away.
    kept = "blocks" not in given and "markdown_text" not in given
    slack.rewrite(message, text, None if kept else blocks)
    message.metadata = metadata if metadata is not None else message.metadata
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": message.raw()}


@method("chat.delete", scope="chat:write", takes="channel! ts! as_user")
def delete(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    channel = channel_for_writing(slack, given)
    message = own_message(slack, channel, str(given["ts"]))
    expire(message)
    if message.stream == "streaming":
        raise RefusedError("cant_delete_message", "the message is still being streamed; stop the stream first")
    slack.remove(message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink", rate=HUNDREDS, takes="channel! message_ts!")
def permalink(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    channel = slack.channels.get(str(given["channel"]))
    if channel is None:
        raise RefusedError("channel_not_found")
    message = channel.find(str(given["message_ts"]))
    if message is None:
        raise RefusedError("message_not_found")
    within = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    address = f"https://{slack.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}{within}"
    return {"channel": channel.id, "permalink": address}


@method(
    "chat.startStream", scope="chat:write", rate=TIER_2,
    takes="channel! thread_ts markdown_text chunks recipient_team_id recipient_user_id task_display_mode "
    "icon_emoji icon_url username",
)  # fmt: skip
def start_stream(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    channel = channel_for_writing(slack, given)
    if channel.kind != "im":
        _check_recipient(slack, given)
    elif not given.get("thread_ts"):
        raise RefusedError("invalid_arguments", "missing required field: thread_ts")
    if given.get("task_display_mode") not in {None, "timeline", "plan"}:
        raise RefusedError("invalid_arguments", "must be timeline or plan [json-pointer:/task_display_mode]")
    message = Message(channel, slack.next_ts(), slack.bot_id, thread_ts=thread_in(channel, given), bot=True)
    append(message, given)
    message.stream, message.stream_until = "streaming", time.monotonic() + slack.pace.stream_seconds
    keep_alive(slack, message)
    channel.messages.append(message)
    slack.tell_message(message)
    return {"channel": channel.id, "ts": message.ts}


def _check_recipient(slack: "Workspace", given: dict[str, Any]) -> None:
    if not given.get("recipient_team_id"):
        raise RefusedError("missing_recipient_team_id")
    if not given.get("recipient_user_id"):
        raise RefusedError("missing_recipient_user_id")
    if given["recipient_team_id"] != slack.team_id:
        raise RefusedError("team_not_found")
    if given["recipient_user_id"] not in slack.people:
        raise RefusedError("user_not_found")


def keep_alive(slack: "Workspace", message: Message) -> None:
    """Let a stream go on for a while."""
    message.stream_idle_until = time.monotonic() + slack.pace.stream_idle_seconds


def expire(message: Message) -> None:
    """End a stream whose time is over, as Slack does on its side."""
    until = min(message.stream_until, message.stream_idle_until)
    if message.stream == "streaming" and time.monotonic() >= until:
        message.stream = "expired"


def streaming(slack: "Workspace", given: dict[str, Any]) -> Message:
    """The message of a running stream."""
    message = own_message(slack, channel_for_writing(slack, given), str(given["ts"]))
    expire(message)
    if message.stream != "streaming":
        raise RefusedError("message_not_in_streaming_state")
    return message


def append(message: Message, given: dict[str, Any]) -> None:
    """Add text, tasks and blocks to a streamed message, all or nothing."""
    added = str(given.get("markdown_text") or "")
    chunks = given.get("chunks") or []
    if any(not isinstance(chunk, dict) or chunk.get("type") not in STREAM_CHUNKS for chunk in chunks):
        raise RefusedError("invalid_chunks")
    added += "".join(str(chunk.get("text", "")) for chunk in chunks if chunk["type"] == "markdown_text")
    if length(message.streamed + added) > MOST_MARKDOWN:
        raise RefusedError("msg_too_long")
    tasks = [chunk for chunk in chunks if chunk["type"] == "task_update"]
    texts = [str(chunk.get(field) or "") for chunk in chunks for field in ("title", "details", "output")]
    if any(length(text) > MOST_TASK_TEXT for text in texts):
        raise RefusedError("invalid_chunks", f"must be less than {MOST_TASK_TEXT + 1} characters")
    if any(not task.get("id") or not task.get("title") or task.get("status") not in TASK_STATES for task in tasks):
        raise RefusedError("invalid_chunks", "a task_update needs id, title and a status")
    blocks = message.blocks + [block for chunk in chunks if chunk["type"] == "blocks" for block in chunk["blocks"]]
    check_message(blocks)
    message.streamed += added
    message.blocks = blocks
    message.tasks |= {str(task["id"]): task for task in tasks}


@method("chat.appendStream", scope="chat:write", rate=TIER_4, takes="channel! ts! markdown_text chunks")
def append_stream(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    message = streaming(slack, given)
    if not (given.get("markdown_text") or given.get("chunks")):
        raise RefusedError("no_text")
    append(message, given)
    keep_alive(slack, message)
    return {"channel": message.channel.id, "ts": message.ts}


@method(
    "chat.stopStream", scope="chat:write", rate=TIER_2,
    takes="channel! ts! markdown_text chunks blocks metadata session_status",
)  # fmt: skip
def stop_stream(slack: "Workspace", given: dict[str, Any]) -> dict[str, Any]:
    message = streaming(slack, given)
    status = given.get("session_status")
    if status is not None and status not in SESSION_STATES:
        raise RefusedError("invalid_arguments", "must be a session status [json-pointer:/session_status]")
    blocks, metadata = given.get("blocks") or [], metadata_in(given)
    check_blocks(blocks, "message")
    append(message, {"markdown_text": given.get("markdown_text"), "chunks": given.get("chunks")})
    message.blocks = message.blocks + blocks
    message.metadata = metadata or message.metadata
    message.stream = "finished"
    if status:
        slack.set_session(message.channel.id, message.root_ts, str(status))
    slack.tell_change(message)
    return {"channel": message.channel.id, "ts": message.ts, "message": message.raw()}

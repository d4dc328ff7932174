"""What stands in the workspace: channels, threads and messages, as Slack keeps them and as a person sees them."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.slack.showing import Button, buttons_in, links_in, mentions_in, shown_blocks, shown_text

Kind = Literal["channel", "group", "im"]
# A message's life: said at once (""), being streamed, ended by Slack before the app did ("expired"), or finished.
Stream = Literal["", "streaming", "expired", "finished"]


@dataclass(eq=False)
class Message:
    """One message; `shown` is what a person reads, `raw()` what the API tells."""

    channel: "Channel"
    ts: str
    user: str
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str | None = None
    bot: bool = False
    metadata: dict[str, Any] | None = None
    # The Markdown of a stream, which stands above the blocks.
    streamed: str = ""
    stream: Stream = ""
    # When the stream ends, on `time.monotonic`: at the latest, and if nothing more is appended.
    stream_until: float = 0.0
    stream_idle_until: float = 0.0
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)
    # The only person who sees it (an ephemeral message), or None.
    seen_by: str | None = None
    edits: int = 0
    deleted: bool = False
    broadcast: bool = False
    reactions: dict[str, set[str]] = field(default_factory=dict)
    # What was shown before each edit.
    earlier: list[str] = field(default_factory=list)

    @property
    def root_ts(self) -> str:
        """The thread it belongs to: its own ts when it starts one."""
        return self.thread_ts or self.ts

    @property
    def thread(self) -> "Thread":
        return self.channel.thread(self.root_ts)

    @property
    def shown(self) -> str:
        """What a person reads: blocks instead of the fallback text, mentions and links by their label."""
        parts = [self.streamed] if self.streamed else []
        parts += [task.get("title", "") for task in self.tasks.values()]
        if self.blocks:
            parts.append(shown_blocks(self.blocks, self.channel.names))
        elif not self.streamed:
            parts.append(shown_text(self.text, self.channel.names))
        if self.stream == "expired":
            parts.append("Something went wrong")
        return "\n".join(part for part in parts if part)

    @property
    def finished(self) -> bool:
        """Whether nothing more is being streamed into it."""
        return self.stream in {"", "finished"} and not self.deleted

    @property
    def buttons(self) -> list[Button]:
        return buttons_in(self.blocks)

    @property
    def links(self) -> list[tuple[str, str]]:
        """(label, address) of every link a person can follow."""
        return links_in(self.streamed, self.blocks, self.text)

    @property
    def mentions(self) -> list[str]:
        """Whom it calls: user ids, and `!channel`, `!here`, `!everyone`."""
        return mentions_in(self.streamed, self.blocks, self.text)

    def raw(self, with_metadata: bool = True) -> dict[str, Any]:
        """The message object of Slack's API."""
        found: dict[str, Any] = {
            "type": "message",
            "user": self.user,
            "ts": self.ts,
            "text": self.text or self.streamed,
        }
        if self.bot:
            found |= {"bot_id": self.channel.bot_id, "app_id": self.channel.app_id}
        if self.streamed or self.blocks:
            leading = [{"type": "markdown", "text": self.streamed}] if self.streamed else []
            found["blocks"] = leading + copy.deepcopy(self.blocks)
        if self.thread_ts:
            found["thread_ts"] = self.thread_ts
        if self.metadata and with_metadata:
            found["metadata"] = copy.deepcopy(self.metadata)
        if self.edits:
            found["edited"] = {"user": self.user, "ts": self.ts}
        if self.reactions:
            found["reactions"] = [
                {"name": name, "users": sorted(users), "count": len(users)} for name, users in self.reactions.items()
            ]
        return found


@dataclass
class Thread:
    """A thread as it stands: the root and its replies, in order."""

    channel: "Channel"
    ts: str

    @property
    def messages(self) -> list[Message]:
        """The root and the replies everybody sees, without the deleted."""
        return [m for m in self.channel.messages if m.root_ts == self.ts and not m.deleted and m.seen_by is None]

    @property
    def replies(self) -> list[Message]:
        return [message for message in self.messages if message.ts != self.ts]

    @property
    def answers(self) -> list[Message]:
        """The app's finished messages in the thread."""
        return [message for message in self.messages if message.bot and message.finished]

    def private(self, user: str) -> list[Message]:
        """The messages of the thread that only this person sees."""
        return [m for m in self.channel.messages if m.root_ts == self.ts and m.seen_by == user and not m.deleted]


@dataclass(eq=False)
class Channel:
    """A public channel, a private one (`group`) or a direct message (`im`)."""

    id: str
    name: str
    kind: Kind
    bot_id: str
    app_id: str
    # Ids to names, shared with the workspace, for showing mentions.
    names: dict[str, str]
    members: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)
    archived: bool = False

    def __iter__(self) -> Iterator[Message]:
        return iter(self.messages)

    def find(self, ts: str) -> Message | None:
        """The message with this ts that everybody sees, unless it was deleted."""
        return next((m for m in self.messages if m.ts == ts and not m.deleted and m.seen_by is None), None)

    def thread(self, ts: str) -> Thread:
        return Thread(self, ts)

    @property
    def shown(self) -> list[Message]:
        """The channel as one scrolls it: no replies but those also sent to the channel."""
        return [m for m in self.messages if not m.deleted and m.seen_by is None and (m.root_ts == m.ts or m.broadcast)]

"""The vocabulary of what is shown in Slack."""

from dataclasses import dataclass, field
from typing import Any

from assistant.core.types import Language
from prompts.wording import Wording

Block = dict[str, Any]
"""A block of Block Kit as JSON."""
Element = dict[str, Any]
"""An element within a block."""
View = dict[str, Any]
"""A modal or a home."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its blocks, and the text that notifications and screen readers tell instead of them."""

    text: str
    """Escaped, so that nobody is mentioned by it."""
    blocks: list[Block] = field(default_factory=list)

    def payload(self) -> dict[str, Any]:
        """The arguments of `chat.postMessage`, `chat.update` and `respond`."""
        return {"text": self.text, "blocks": self.blocks}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it goes to Slack, in two ways that come to the same: streamed, or posted whole.

    Streamed: the `pieces` to `chat.startStream`/`appendStream`, the `closing` blocks to `chat.stopStream`, then `more`.
    Whole: `messages`, by `chat.postMessage`, or the first by `chat.update` over what a broken stream left.
    """

    pieces: tuple[str, ...]
    """Markdown; together within Slack's limit for one message."""
    closing: Message
    """What stands below the streamed text; its own `text` is the whole answer for notifications."""
    messages: tuple[Message, ...]
    """All of the answer, in the order of the thread."""

    @property
    def more(self) -> tuple[Message, ...]:
        """The messages after the first; the same for both ways."""
        return self.messages[1:]


@dataclass(frozen=True, slots=True)
class Show:
    """How something is shown, and where."""

    wording: Wording
    language: Language = "da"
    """Of everything but an answer, which has its own."""
    public_url: str | None = None
    """Where the web page is read; citations link to it."""
    private: bool = False
    """Whether only one person sees it, who may share it with the channel."""
    colleagues: bool = False
    """Whether there is a channel in which a colleague can be asked."""

    def say(self, key: str, **values: object) -> str:
        """A sentence of `slack.toml`, in the language."""
        return self.wording.say(self.language, f"slack.{key}", **values)

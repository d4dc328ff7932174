"""What LangChain tells of a reply beside its content: the tokens it took, and whether it came whole."""

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.core.generative.material import CHARACTERS_A_TOKEN

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.messages import BaseMessage


@dataclass(slots=True)
class Heard:
    """What is known of one reply when it has ended; tokens as the provider counts them, 0 where it does not."""

    cited: bool = False
    """Whether it is text with citations, not JSON."""
    input_tokens: int = 0
    output_tokens: int = 0
    sent: int = 0
    """Characters of all that the model was given."""
    written: int = 0
    """Characters of all that it wrote, calls of tools included."""
    is_whole: bool = False
    """Whether it is JSON, or text, to its end: a stream that breaks off need not raise anything."""

    def listener(self) -> "BaseCallbackHandler":
        """What to hand to LangChain as a callback."""
        made: BaseCallbackHandler = _listener()(self)
        return made

    def tokens(self) -> tuple[int, int]:
        """What went in and came out; estimated by the characters where the provider does not count."""
        return (
            self.input_tokens or self.sent // CHARACTERS_A_TOKEN,
            self.output_tokens or self.written // CHARACTERS_A_TOKEN,
        )

    def note(self, message: "BaseMessage") -> None:
        """Read the message that the pieces of a reply make."""
        usage = getattr(message, "usage_metadata", None) or {}
        self.input_tokens += usage.get("input_tokens", 0)
        self.output_tokens += usage.get("output_tokens", 0)
        self.written += len(str(message.content)) + len(str(getattr(message, "tool_calls", None) or ""))
        if self.cited:
            self.is_whole = message.response_metadata.get("stop_reason") == "end_turn"
            return
        calls = getattr(message, "tool_call_chunks", None) or ()
        written = [call["args"] for call in calls] or [str(message.text)]
        self.is_whole = all(map(_is_json, written))


def _is_json(text: str | None) -> bool:
    try:
        return isinstance(json.loads(text or ""), dict)
    except ValueError:
        return False


@cache
def _listener() -> Any:
    """The class; made here, since LangChain takes a second to import and most processes need none of it."""
    from langchain_core.callbacks import BaseCallbackHandler

    class Listener(BaseCallbackHandler):
        def __init__(self, heard: Heard) -> None:
            self._heard = heard

        def on_chat_model_start(self, serialized: Any, messages: Any, **_: Any) -> None:
            self._heard.sent += sum(len(str(message.content)) for asked in messages for message in asked)

        def on_llm_end(self, response: Any, **_: Any) -> None:
            for generations in response.generations:
                for generation in generations:
                    self._heard.note(generation.message)

    return Listener

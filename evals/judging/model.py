"""The judge's chat model: replies and failures as plain values.

Providers raise what they please, so their exceptions are taken as LangChain's `batch(return_exceptions=True)` hands
them over: as values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.core.chat_models import ModelError, is_lasting, open_chat, readable
from evals.judging.errors import JudgeError
from prompts.templates import Message

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel, LanguageModelInput

# A model on one's own machine may take a minute over a prompt; two say that nobody is there.
REQUEST_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said, and the tokens it took."""

    text: str
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class CallFailure:
    """Why there is no verdict; `lasting` when asking again cannot help."""

    reason: str
    lasting: bool = False
    unreadable: bool = False
    """A reply came, but without a verdict: asked again at once, since waiting changes nothing."""


@dataclass(frozen=True, slots=True)
class JudgeModel:
    """A chat model under the name it was asked for by."""

    name: str
    chat: "BaseChatModel"

    def ask(self, messages: Sequence[Message], times: int) -> list[Reply | CallFailure]:
        """Send the same messages so many times at once."""
        prompts: list[LanguageModelInput] = [list(messages)] * times
        answers = self.chat.batch(prompts, {"max_concurrency": times}, return_exceptions=True)
        return [_outcome(answer) for answer in answers]


def open_model(spec: str) -> JudgeModel:
    """Open `provider:name`; raises `JudgeError` for an unknown provider, a missing package or a missing key."""
    try:
        chat = open_chat(spec, REQUEST_SECONDS)
    except ModelError as error:
        values = {"judge" if name == "model" else name: value for name, value in error.values.items()}
        raise JudgeError(error.message, **values) from error
    return JudgeModel(":".join(part.strip() for part in spec.split(":", 1)), chat)


def _outcome(answer: object) -> Reply | CallFailure:
    if isinstance(answer, Exception):
        return CallFailure(readable(answer), is_lasting(answer))
    usage: Mapping[str, int] = getattr(answer, "usage_metadata", None) or {}
    return Reply(str(getattr(answer, "text", "")), usage.get("input_tokens", 0), usage.get("output_tokens", 0))

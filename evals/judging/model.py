"""The wall to LangChain: opens a chat model by name, and gives replies and failures as plain values.

Providers raise what they please, so their exceptions are taken as LangChain's `batch(return_exceptions=True)` hands
them over: as values. Keys and addresses are read from the environment by the providers' own packages.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.judging.errors import JudgeError
from knowledge.masking import mask_cpr
from prompts.templates import Message

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel, LanguageModelInput

# The same words shall get the same verdict, as far as a model can.
TEMPERATURE = 0.0
# A model on one's own machine may take a minute over a prompt; two say that nobody is there.
REQUEST_SECONDS = 120
# We repeat, count and log failures ourselves, so the providers' packages must not do it unseen.
PROVIDER_RETRIES = 0

PROVIDER_EXTRAS = ("anthropic", "ollama", "openai")
"""The providers for which pyproject.toml has an extra."""

# Requests, addresses and keys that are wrong stay so; anything else may pass.
_LASTING = frozenset({400, 401, 403, 404, 405, 413, 422})
# The message of a provider is for a log line.
_LONGEST_MESSAGE = 200
# What may be a key, or the part of one that a provider repeats in its message, if it holds a digit or an asterisk.
_LONG_WORD = re.compile(r"[\w*-]{16,}")
_KEY_VARIABLE = re.compile(r"[A-Z]+(?:_[A-Z]+)*_API_KEY")


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
    from langchain_core.runnables import RunnableLambda

    provider, _, name = (part.strip() for part in spec.partition(":"))
    if not provider or not name:
        raise JudgeError(f"{spec!r} names no judge; write provider:name, for example openai:gpt-5.", spec=spec)
    [opened] = RunnableLambda(_create).batch([(provider, name)], return_exceptions=True)
    if isinstance(opened, Exception):
        raise _refusal(spec, provider, opened) from opened
    [chat] = opened
    _require_key(spec, chat)
    return JudgeModel(f"{provider}:{name}", chat)


def _create(named: tuple[str, str]) -> "tuple[BaseChatModel]":
    """The model in a tuple: bare, it would be taken for a further step, and run."""
    from langchain.chat_models import init_chat_model

    provider, name = named
    chat = init_chat_model(
        name,
        model_provider=provider,
        temperature=TEMPERATURE,
        max_retries=PROVIDER_RETRIES,
        timeout=REQUEST_SECONDS,
    )
    return (chat,)


def _refusal(spec: str, provider: str, error: Exception) -> JudgeError:
    if isinstance(error, ImportError):
        package = f"fagkompas[{provider}]" if provider in PROVIDER_EXTRAS else f"langchain-{provider.replace('_', '-')}"
        message = f"The judge {spec} needs a package that is not installed; run: pip install '{package}'."
        return JudgeError(message, judge=spec, package=package)
    reason = _readable(error)
    if reason.startswith("Unsupported provider"):
        known = list(PROVIDER_EXTRAS)
        message = f"There is no provider {provider}; use {', '.join(known)} or another that LangChain knows."
        return JudgeError(message, provider=provider, known=known)
    if variable := _KEY_VARIABLE.search(str(error)):
        return _keyless(spec, variable.group())
    return JudgeError(f"The judge {spec} cannot be opened: {reason}", judge=spec, reason=reason)


def _require_key(spec: str, chat: "BaseChatModel") -> None:
    """Some providers take a missing key for an empty one and fail at the first call."""
    for attribute, variable in chat.lc_secrets.items():
        reveal = getattr(getattr(chat, attribute, None), "get_secret_value", None)
        if reveal is not None and not reveal():
            raise _keyless(spec, variable)


def _keyless(spec: str, variable: str) -> JudgeError:
    return JudgeError(f"The judge {spec} needs a key; set {variable}.", judge=spec, variable=variable)


def _outcome(answer: object) -> Reply | CallFailure:
    if isinstance(answer, Exception):
        return CallFailure(_readable(answer), getattr(answer, "status_code", None) in _LASTING)
    usage: Mapping[str, int] = getattr(answer, "usage_metadata", None) or {}
    return Reply(str(getattr(answer, "text", "")), usage.get("input_tokens", 0), usage.get("output_tokens", 0))


def _readable(error: Exception) -> str:
    """The beginning of a message in one line, without what may be a key or a CPR number; the kind where it is empty."""
    line = " ".join(str(error).split())
    masked, _ = mask_cpr(_LONG_WORD.sub(_without_key, line))
    return masked[:_LONGEST_MESSAGE] or type(error).__name__


def _without_key(word: re.Match[str]) -> str:
    return "…" if re.search(r"[\d*]", word.group()) else word.group()

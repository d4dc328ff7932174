"""The wall to LangChain: opens a chat model by name, and says in one line why one cannot be had.

Keys and addresses are read from the environment by the providers' own packages.
"""

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from knowledge.errors import BadInputError
from knowledge.masking import mask_cpr

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# The same words shall get the same answer, as far as a model can.
TEMPERATURE = 0.0
# We repeat, count and log failures ourselves, so the providers' packages must not do it unseen.
PROVIDER_RETRIES = 0

PROVIDER_EXTRAS = ("anthropic", "ollama", "openai")
"""The providers for which pyproject.toml has an extra."""

# At another address than their own these count the tokens of a stream only when told to.
_TOLD_TO_COUNT = frozenset({"openai", "azure_openai"})

# What a provider's package imports at its first call, for a second: a process does so when it starts instead.
_LOADED_AT_FIRST_CALL = {"openai": "openai.resources.beta.beta", "azure_openai": "openai.resources.beta.beta"}

# Requests, addresses and keys that are wrong stay so; anything else may pass.
_LASTING = frozenset({400, 401, 403, 404, 405, 413, 422})
# The message of a provider is for a log line.
_LONGEST_MESSAGE = 200
# What may be a key, or the part of one that a provider repeats in its message, if it holds a digit or an asterisk.
_LONG_WORD = re.compile(r"[\w*-]{16,}")
_KEY_VARIABLE = re.compile(r"[A-Z]+(?:_[A-Z]+)*_API_KEY")


class ModelError(BadInputError):
    """The language model cannot be opened: its name, its package or its key."""

    code = "model"


def open_chat(spec: str, seconds: float, most_tokens: int | None = None) -> "BaseChatModel":
    """Open `provider:name`; raises `ModelError` for an unknown provider, a missing package or a missing key.

    `seconds`: how long the provider may be silent; `most_tokens`: how long a reply may be, by default as it likes.
    """
    from langchain_core.runnables import RunnableLambda

    provider, _, name = (part.strip() for part in spec.partition(":"))
    if not provider or not name:
        raise ModelError(f"{spec!r} names no model; write provider:name, for example openai:gpt-5.", spec=spec)
    settings: dict[str, Any] = {"timeout": seconds} | ({"max_tokens": most_tokens} if most_tokens else {})
    if provider in _TOLD_TO_COUNT:
        settings["stream_usage"] = True
    # Providers raise what they please: `batch` hands it over as a value.
    [opened] = RunnableLambda(_create).batch([(provider, name, settings)], return_exceptions=True)
    if isinstance(opened, Exception):
        raise _refusal(spec, provider, opened) from opened
    chat: BaseChatModel = opened[0]
    _require_key(spec, chat)
    return chat


def is_lasting(error: BaseException) -> bool:
    """Whether asking again cannot help."""
    return getattr(error, "status_code", None) in _LASTING


def readable(error: BaseException) -> str:
    """The beginning of a message in one line, without what may be a key or a CPR number; the kind where it is empty."""
    line = " ".join(str(error).split())
    masked, _ = mask_cpr(_LONG_WORD.sub(_without_key, line))
    return masked[:_LONGEST_MESSAGE] or type(error).__name__


def _create(named: tuple[str, str, dict[str, Any]]) -> "tuple[BaseChatModel]":
    """The model in a tuple: bare, it would be taken for a further step, and run."""
    from langchain.chat_models import init_chat_model

    provider, name, settings = named
    chat = init_chat_model(
        name, model_provider=provider, temperature=TEMPERATURE, max_retries=PROVIDER_RETRIES, **settings
    )
    if late := _LOADED_AT_FIRST_CALL.get(provider):
        import_module(late)
    return (chat,)


def _refusal(spec: str, provider: str, error: Exception) -> ModelError:
    if isinstance(error, ImportError):
        package = f"fagkompas[{provider}]" if provider in PROVIDER_EXTRAS else f"langchain-{provider.replace('_', '-')}"
        message = f"The model {spec} needs a package that is not installed; run: pip install '{package}'."
        return ModelError(message, model=spec, package=package)
    reason = readable(error)
    if reason.startswith("Unsupported provider"):
        known = list(PROVIDER_EXTRAS)
        message = f"There is no provider {provider}; use {', '.join(known)} or another that LangChain knows."
        return ModelError(message, provider=provider, known=known)
    if variable := _KEY_VARIABLE.search(str(error)):
        return _keyless(spec, variable.group())
    return ModelError(f"The model {spec} cannot be opened: {reason}", model=spec, reason=reason)


def _require_key(spec: str, chat: "BaseChatModel") -> None:
    """Some providers take a missing key for an empty one and fail at the first call."""
    for attribute, variable in chat.lc_secrets.items():
        reveal = getattr(getattr(chat, attribute, None), "get_secret_value", None)
        if reveal is not None and not reveal():
            raise _keyless(spec, variable)


def _keyless(spec: str, variable: str) -> ModelError:
    return ModelError(f"The model {spec} needs a key; set {variable}.", model=spec, variable=variable)


def _without_key(word: re.Match[str]) -> str:
    return "…" if re.search(r"[\d*]", word.group()) else word.group()

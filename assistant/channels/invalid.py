"""Says in the reader's language what is wrong with values that pydantic refused; what was given is not repeated."""

from collections.abc import Mapping, Sequence
from typing import Any

from prompts.wording import Wording


def field_of(location: Sequence[object]) -> str:
    """A place within what was sent: `("messages", 0, "role")` → `messages.0.role`."""
    return ".".join(map(str, location))


def advice(error: Mapping[str, Any], language: str, wording: Wording) -> str:
    """One sentence on one of pydantic's errors."""
    key = f"invalid.{error['type']}"
    values = {name: str(value) for name, value in (error.get("ctx") or {}).items()}
    if wording.knows(language, key) and wording.placeholders(language, key) <= values.keys():
        return wording.say(language, key, **values)
    return wording.say(language, "invalid.other")

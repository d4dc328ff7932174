"""Answers, and their parts, as the public JSON (see the contract in the README)."""

import dataclasses
import datetime
from typing import Any

from assistant.core.types import Answer


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain JSON values: dates as ISO strings, tuples as lists."""
    plain = to_json(answer)
    assert isinstance(plain, dict)
    return plain


def to_json(value: object) -> Any:
    """A dataclass of an answer, or several of them, as plain JSON values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value

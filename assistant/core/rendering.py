"""Answers as the public JSON (see the contract in the README)."""

import dataclasses
import datetime
from typing import Any

from assistant.core.types import Answer


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain JSON values: dates as ISO strings, tuples as lists."""
    plain = _plain(dataclasses.asdict(answer))
    assert isinstance(plain, dict)
    return plain


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value

"""Reads a judge's reply: the last JSON object in it, whatever a model writes around it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic

from evals.judging.types import Answered, Verdict

# A verdict is a line; what stands far before the end of a long reply is thinking aloud.
_REACH = 4000
# A reason is for people to skim; a model that ignores its word limit must not fill the report.
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Opinion(Generic[Verdict]):
    """A verdict and the words it was given with."""

    verdict: Verdict
    reason: str


class UnreadableReplyError(ValueError):
    """A reply that holds no verdict; the message says what is missing."""


def read_supported(reply: str) -> Opinion[bool]:
    """The verdict of `judge_support`; raises `UnreadableReplyError`."""
    found = _last_object(reply)
    verdict = found.get("supported")
    if not isinstance(verdict, bool):
        raise UnreadableReplyError('the reply has no "supported" that is true or false')
    return Opinion(verdict, _reason(found))


def read_answered(reply: str) -> Opinion[Answered]:
    """The verdict of `judge_answer`; raises `UnreadableReplyError`."""
    found = _last_object(reply)
    verdict = found.get("answers")
    if not isinstance(verdict, str) or verdict not in tuple(Answered):
        raise UnreadableReplyError('the reply has no "answers" that is yes, partly or no')
    return Opinion(Answered(verdict), _reason(found))


def _reason(found: Mapping[str, object]) -> str:
    return str(found.get("reason", ""))[:_LONGEST_REASON]


def _last_object(reply: str) -> Mapping[str, object]:
    text = reply[-_REACH:]
    decoder = json.JSONDecoder()
    found: Mapping[str, object] | None = None
    position = text.find("{")
    while position >= 0:
        try:
            value, end = decoder.raw_decode(text, position)
        except (json.JSONDecodeError, RecursionError):
            end = position + 1
        else:
            found = value
        position = text.find("{", end)
    if found is None:
        raise UnreadableReplyError("the reply holds no JSON object")
    return found

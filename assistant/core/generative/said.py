"""What a model says: claims with their quotations, read as they come, and nothing that is not of that form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

# More is no answer but a flood.
MOST_CLAIMS = 12
MOST_EVIDENCE = 6
LONGEST_CLAIM = 600

_EVIDENCE = {
    "type": "object",
    "properties": {
        "passage": {"type": "integer", "description": "The number of the passage."},
        "quotation": {"type": "string", "description": "Copied from the passage, letter for letter."},
    },
    "required": ["passage", "quotation"],
    "additionalProperties": False,
}
_CLAIM = {
    "type": "object",
    "properties": {
        "text": {"type": "string", "description": "One sentence of the answer."},
        "listed": {"type": "boolean", "description": "Whether it is an item of a list."},
        "evidence": {"type": "array", "items": _EVIDENCE},
    },
    "required": ["text", "listed", "evidence"],
    "additionalProperties": False,
}
SCHEMA: Mapping[str, Any] = {
    "title": "answer",
    "description": "The claims that answer the question, none where the passages do not.",
    "type": "object",
    "properties": {"claims": {"type": "array", "items": _CLAIM}},
    "required": ["claims"],
    "additionalProperties": False,
}
"""JSON schema of a reply, in the form that the providers' structured output takes."""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as a model gives it: a sentence, and for each quotation the number of its passage and its words."""

    text: str
    evidence: tuple[tuple[int, str], ...]
    listed: bool = False


def claims_in(reply: object) -> list[Said]:
    """The well-formed claims of a reply, as far as it has come; what has another form is left out."""
    given = reply.get("claims") if isinstance(reply, Mapping) else None
    return list(_read(given))[:MOST_CLAIMS] if isinstance(given, list) else []


def settled(reply: object) -> list[Said]:
    """The claims of a reply that goes on: all but the last, of which more may come."""
    given = reply.get("claims") if isinstance(reply, Mapping) else None
    return claims_in({"claims": given[:-1]}) if isinstance(given, list) else []


def _read(given: list[Any]) -> Iterator[Said]:
    for one in given:
        if not isinstance(one, Mapping):
            continue
        text, evidence = one.get("text"), one.get("evidence")
        if isinstance(text, str) and isinstance(evidence, list) and 0 < len(text.strip()) <= LONGEST_CLAIM:
            pairs = tuple(_pairs(evidence))[:MOST_EVIDENCE]
            yield Said(" ".join(unescape(text).split()), pairs, one.get("listed") is True)


def _pairs(evidence: list[Any]) -> Iterator[tuple[int, str]]:
    for one in evidence:
        if isinstance(one, Mapping):
            number, quotation = one.get("passage"), one.get("quotation")
            if isinstance(number, int) and isinstance(quotation, str) and quotation.strip():
                # The passages were given with < and & escaped.
                yield number, unescape(quotation)

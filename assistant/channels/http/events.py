"""The events of an answer as Server-Sent Events (HTML standard, 9.2): each a name and one JSON value."""

import json
from typing import Any

from assistant.core import events
from assistant.core.rendering import to_json
from prompts.wording import Wording

MEDIA_TYPE = "text/event-stream"
# A comment; it keeps proxies from closing a connection on which nothing is said.
PULSE = b": \n\n"
# Proxies close what is silent for a minute; most wait at least half of that.
PULSE_SECONDS = 15.0

Named = tuple[str, dict[str, Any]]


def named(event: events.Event, language: str, wording: Wording) -> Named:
    """An event's name and value; `language` is that of the words for people."""
    match event:
        case events.Status(stage):
            return "status", {"stage": stage.value, "text": wording.say(language, f"status.{stage.value}")}
        case events.Sources(sources):
            return "sources", {"sources": to_json(sources)}
        case events.Token(text):
            return "token", {"text": text}
        case events.Cited(citation):
            return "citation", to_json(citation)
        case events.Suggested(courses):
            return "courses", {"courses": to_json(courses)}
        case events.Answered(answer):
            return "answer", to_json(answer)


def written(name: str, value: dict[str, Any]) -> bytes:
    """An event as it goes over the wire."""
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n".encode()

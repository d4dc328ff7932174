"""Blocks as small as Slack takes them, to be made too large."""

from typing import Any

PLAIN = {"type": "plain_text", "text": "Ja"}
BUTTON = {"type": "button", "action_id": "a", "text": PLAIN}
CARD = {"type": "card", "title": {"type": "mrkdwn", "text": "Mentor"}}
OPTION = {"text": PLAIN, "value": "1"}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def table(rows: int, cells: int, text: str = "a") -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * cells] * rows}

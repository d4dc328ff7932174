"""Slack's rules for views (https://docs.slack.dev/reference/views), enforced as Slack does."""

from typing import Any

from tests.slack.block_rules import Reasons, faults, lengths
from tests.slack.calling import RefusedError

MOST_VIEW_BYTES = 250_000


def check_view(view: Any, kinds: tuple[str, ...]) -> None:
    """Refuse a view when Slack would; `kinds` are the types the method opens."""
    if not isinstance(view, dict) or view.get("type") not in kinds:
        raise RefusedError("invalid_arguments", f"must be one of {', '.join(kinds)} [json-pointer:/view/type]")
    if not isinstance(view.get("blocks"), list):
        raise RefusedError("invalid_arguments", "missing required field: blocks [json-pointer:/view/blocks]")
    reasons = [each.replace("[json-pointer:/blocks", "[json-pointer:/view/blocks") for each in _view_faults(view)]
    if reasons:
        raise RefusedError("invalid_arguments", *reasons)
    if len(str(view).encode()) > MOST_VIEW_BYTES:
        raise RefusedError("view_too_large")


def _view_faults(view: dict[str, Any]) -> Reasons:
    yield from lengths("view", view, "/view")
    if view["type"] == "modal":
        if not view.get("title"):
            yield "missing required field: title [json-pointer:/view/title]"
        if any(block.get("type") == "input" for block in view["blocks"]) and not view.get("submit"):
            yield "submit is required when an input block is within blocks [json-pointer:/view/submit]"
    elif view.get("title") or view.get("submit"):
        yield "unexpected key: title [json-pointer:/view/title]"
    yield from faults(view["blocks"], str(view["type"]))

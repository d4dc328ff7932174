"""Slack's rules for blocks (https://docs.slack.dev/reference/block-kit), enforced as Slack does.

Written down apart from the app's own constants, so that one checks the other.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.slack.calling import RefusedError

MOST_MARKDOWN = 12_000
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
# Undocumented; blocks of more JSON were refused (slackapi/bolt-js issues 2509 and 2867).
MOST_MESSAGE_CHARACTERS = 13_200
MOST_ID = 255
MOST_TABLE_ROWS, MOST_TABLE_CELLS, MOST_TABLE_CHARACTERS = 100, 20, 10_000
# field: (least, most) characters of its text.
LENGTHS: dict[str, dict[str, tuple[int, int]]] = {
    "section": {"text": (1, 3000)},
    "header": {"text": (1, 150)},
    "markdown": {"text": (1, MOST_MARKDOWN)},
    "input": {"label": (1, 2000), "hint": (1, 2000)},
    "image": {"title": (1, 2000), "alt_text": (1, 2000), "image_url": (1, 3000)},
    "card": {"title": (1, 150), "subtitle": (1, 150), "body": (1, 200)},
    "container": {"title": (1, 150), "subtitle": (1, 150)},
    "alert": {"text": (1, 3000)},
    "task_card": {"title": (1, 256)},
    "plan": {"title": (1, 256)},
    "button": {"text": (1, 75), "value": (0, 2000), "url": (1, 3000), "accessibility_label": (1, 75)},
    "icon_button": {"text": (1, 75), "value": (0, 2000)},
    "confirm": {"title": (1, 100), "text": (1, 300), "confirm": (1, 30), "deny": (1, 30)},
    "option": {"text": (1, 75), "value": (1, 150), "description": (1, 75)},
    "element": {"placeholder": (1, 150)},
    "feedback": {"text": (1, 75), "value": (1, 2000)},
    "view": {
        "title": (1, 24),
        "submit": (1, 24),
        "close": (1, 24),
        "private_metadata": (0, 3000),
        "callback_id": (0, MOST_ID),
    },
}
# list field: (least, most) entries.
COUNTS: dict[str, dict[str, tuple[int, int]]] = {
    "section": {"fields": (1, 10)},
    "actions": {"elements": (1, 25)},
    "context": {"elements": (1, 10)},
    "context_actions": {"elements": (1, 5)},
    "carousel": {"elements": (1, 10)},
    "card": {"actions": (1, 3)},
    "container": {"child_blocks": (1, 10)},
    "rich_text": {"elements": (1, 10_000)},
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "header": ("text",), "markdown": ("text",), "input": ("label", "element"), "actions": ("elements",),
    "context": ("elements",), "context_actions": ("elements",), "carousel": ("elements",), "image": ("alt_text",),
    "table": ("rows",), "task_card": ("task_id", "title", "status"), "plan": ("title",), "alert": ("text",),
    "container": ("child_blocks",), "rich_text": ("elements",), "divider": (), "section": (), "card": (),
    "video": ("title", "video_url", "thumbnail_url", "alt_text"), "file": ("external_id", "source"),
}  # fmt: skip
SURFACES = {
    "message": set(REQUIRED) | {"input"},
    "modal": set(REQUIRED) - {"markdown", "table", "context_actions", "card", "carousel", "task_card", "plan", "file"},
    "home": set(REQUIRED) - {"markdown", "table", "context_actions", "card", "carousel", "task_card", "plan", "file"},
}
SELECTS = {
    f"{many}{kind}_select"
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
}
PICKERS = {"datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons"}
INPUTS = {"plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input", "file_input"}
ALLOWED_ELEMENTS: dict[str, set[str]] = {
    "actions": {"button", "overflow", "workflow_button"} | SELECTS | PICKERS,
    "context": {"mrkdwn", "plain_text", "image"},
    "context_actions": {"feedback_buttons", "icon_button"},
    "carousel": {"card"},
    "accessory": {"button", "overflow", "image", "workflow_button"} | SELECTS | PICKERS,
    "input": SELECTS | PICKERS | INPUTS,
}
# Fields whose text must be plain (everything else may be mrkdwn too).
PLAIN = {
    "header": {"text"}, "input": {"label", "hint"}, "button": {"text"}, "image": {"title"},
    "view": {"title", "submit", "close"}, "element": {"placeholder"}, "feedback": {"text"},
    "confirm": {"title", "confirm", "deny"}, "icon_button": {"text"},
}  # fmt: skip
STYLES = {"primary", "danger"}
TASK_STATES = {"pending", "in_progress", "complete", "error"}
ALERT_LEVELS = {"default", "info", "warning", "error", "success"}
MOST_OPTIONS = {"overflow": 5, "radio_buttons": 10, "checkboxes": 10}
MOST_SELECT_OPTIONS = 100

Reasons = Iterator[str]


def length(text: str) -> int:
    """How long Slack finds a text: in UTF-16 code units, as a browser counts."""
    return len(text.encode("utf-16-le")) // 2


def check_message(blocks: Any) -> None:
    """Refuse the blocks of a message when Slack would."""
    check_blocks(blocks, "message")
    if len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > MOST_MESSAGE_CHARACTERS:
        raise RefusedError("msg_blocks_too_long")


def check_blocks(blocks: Any, surface: str) -> None:
    """Refuse with every reason, each with its place in the JSON."""
    if not isinstance(blocks, list) or any(not isinstance(block, dict) for block in blocks):
        raise RefusedError("invalid_blocks_format")
    reasons = list(faults(blocks, surface))
    if reasons:
        raise RefusedError("invalid_blocks", *reasons)


def faults(blocks: list[dict[str, Any]], surface: str) -> Reasons:
    """Every fault of a list of blocks, in Slack's words as far as they are known."""
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"no more than {MOST_BLOCKS[surface]} items allowed [json-pointer:/blocks]"
    for index, block in enumerate(blocks):
        yield from _block_faults(block, surface, f"/blocks/{index}")
    yield from _shared_faults(blocks)


def _shared_faults(blocks: list[dict[str, Any]]) -> Reasons:
    written = sum(length(block.get("text", "")) for block in blocks if block.get("type") == "markdown")
    if written > MOST_MARKDOWN:
        yield f"markdown blocks must be less than {MOST_MARKDOWN + 1} characters together [json-pointer:/blocks]"
    block_ids = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    yield from (f"block_id already exists: {name} [json-pointer:/blocks]" for name, n in block_ids.items() if n > 1)
    if sum(block.get("type") == "table" for block in blocks) > 1:
        yield "only_one_table_allowed [json-pointer:/blocks]"


def _block_faults(block: dict[str, Any], surface: str, where: str) -> Reasons:
    kind = str(block.get("type", ""))
    if kind not in SURFACES[surface]:
        yield f"unsupported type: {kind} [json-pointer:{where}/type]"
        return
    yield from _fields(kind, block, where)
    if len(str(block.get("block_id", ""))) > MOST_ID:
        yield _too_long(MOST_ID, f"{where}/block_id")
    yield from _own_rules(kind, block, surface, where)
    yield from _elements(kind, block, where)
    # A carousel's cards and a container's blocks are blocks of their own, each with its own names.
    within = [] if kind in {"carousel", "container"} else _walk(block)
    actions = Counter(node["action_id"] for node in within if node.get("action_id"))
    yield from (f"action_id already exists: {name} [json-pointer:{where}]" for name, n in actions.items() if n > 1)


def _own_rules(kind: str, block: dict[str, Any], surface: str, where: str) -> Reasons:
    if kind == "section" and not (block.get("text") or block.get("fields")):
        yield f"missing required field: text or fields [json-pointer:{where}]"
    elif kind == "section":
        for index, each in enumerate(block.get("fields", [])):
            yield from _text(each, (1, 2000), f"{where}/fields/{index}")
    elif kind == "table":
        yield from _table(block.get("rows") or [], where)
    elif kind == "card" and not any(block.get(field) for field in ("hero_image", "title", "actions", "body")):
        yield f"at least one of hero_image, title, actions or body is required [json-pointer:{where}]"
    elif kind == "alert" and block.get("level", "default") not in ALERT_LEVELS:
        yield f"must be a valid level [json-pointer:{where}/level]"
    elif kind == "task_card" and block.get("status") not in TASK_STATES:
        yield f"must be a valid status [json-pointer:{where}/status]"
    elif kind in {"carousel", "container"}:
        children = block.get("elements" if kind == "carousel" else "child_blocks") or []
        for index, child in enumerate(children):
            yield from _block_faults(child, "message" if kind == "carousel" else surface, f"{where}/elements/{index}")


def _table(rows: list[Any], where: str) -> Reasons:
    if not 1 <= len(rows) <= MOST_TABLE_ROWS:
        yield f"must have between 1 and {MOST_TABLE_ROWS} rows [json-pointer:{where}/rows]"
    if any(not 1 <= len(row) <= MOST_TABLE_CELLS for row in rows):
        yield f"must have between 1 and {MOST_TABLE_CELLS} cells [json-pointer:{where}/rows]"
    cells = [(r, c, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    for r, c, cell in cells:
        if cell.get("type") not in {"raw_text", "raw_number", "rich_text"}:
            yield f"unsupported type: {cell.get('type')} [json-pointer:{where}/rows/{r}/{c}/type]"
        elif cell["type"] == "raw_text" and not cell.get("text"):
            yield f"must be more than 0 characters [json-pointer:{where}/rows/{r}/{c}/text]"
    if sum(length(str(node.get("text", ""))) for _, _, cell in cells for node in _walk(cell)) > MOST_TABLE_CHARACTERS:
        yield f"must be less than {MOST_TABLE_CHARACTERS + 1} characters together [json-pointer:{where}/rows]"


def _elements(kind: str, block: dict[str, Any], where: str) -> Reasons:
    found = [(f"elements/{i}", each, kind) for i, each in enumerate(block.get("elements") or [])]
    found += [(f"actions/{i}", each, "card") for i, each in enumerate(block.get("actions") or [])]
    found += [("accessory", block["accessory"], "accessory")] if block.get("accessory") else []
    found += [("element", block["element"], "input")] if block.get("element") else []
    for name, element, role in found:
        allowed = {"button"} if role == "card" else ALLOWED_ELEMENTS.get(role)
        if allowed is not None and element.get("type") not in allowed:
            yield f"unsupported type: {element.get('type')} [json-pointer:{where}/{name}/type]"
        elif role != "carousel" and role != "rich_text":
            yield from _element(element, f"{where}/{name}")


def _element(element: dict[str, Any], where: str) -> Reasons:
    kind = str(element.get("type", ""))
    if kind in {"mrkdwn", "plain_text"}:
        yield from _text(element, (1, 2000), where)
        return
    yield from _fields(kind, element, where)
    yield from lengths("element", element, where)
    action_id = element.get("action_id")
    if kind != "image" and action_id is not None and not 1 <= len(str(action_id)) <= MOST_ID:
        yield _too_long(MOST_ID, f"{where}/action_id")
    if kind in {"button", "icon_button"} and not element.get("text"):
        yield f"missing required field: text [json-pointer:{where}/text]"
    if element.get("style") is not None and element["style"] not in STYLES and kind in {"button", "confirm"}:
        yield f"must be a valid enum value [json-pointer:{where}/style]"
    if element.get("url") and not str(element["url"]).startswith(("https://", "http://", "mailto:", "slack://")):
        yield f"Invalid URL [json-pointer:{where}/url]"
    if kind == "feedback_buttons":
        for side in ("positive_button", "negative_button"):
            if not element.get(side) or not element[side].get("value"):
                yield f"missing required field: {side} [json-pointer:{where}/{side}]"
            yield from lengths("feedback", element.get(side) or {}, f"{where}/{side}")
    if element.get("confirm"):
        yield from lengths("confirm", element["confirm"], f"{where}/confirm")
    yield from _options(kind, element, where)


def _options(kind: str, element: dict[str, Any], where: str) -> Reasons:
    options = element.get("options")
    if kind in {"static_select", "multi_static_select"} and not (options or element.get("option_groups")):
        yield f"missing required field: options [json-pointer:{where}/options]"
    if options is None:
        return
    most = MOST_OPTIONS.get(kind, MOST_SELECT_OPTIONS)
    if not 1 <= len(options) <= most:
        yield f"no more than {most} items allowed, and at least 1 [json-pointer:{where}/options]"
    for index, option in enumerate(options):
        yield from lengths("option", option, f"{where}/options/{index}")
    if len({str(option.get("value")) for option in options}) < len(options):
        yield f"option values must be unique [json-pointer:{where}/options]"
    chosen = [element["initial_option"]] if element.get("initial_option") else element.get("initial_options", [])
    if any(option not in options for option in chosen):
        yield f"initial option must be one of the options [json-pointer:{where}/initial_option]"


def _fields(kind: str, block: dict[str, Any], where: str) -> Reasons:
    for field in REQUIRED.get(kind, ()):
        if block.get(field) in (None, "", []):
            yield f"missing required field: {field} [json-pointer:{where}/{field}]"
    for field, (least, most) in COUNTS.get(kind, {}).items():
        if field in block and not least <= len(block[field]) <= most:
            yield f"no more than {most} items allowed, and at least {least} [json-pointer:{where}/{field}]"
    yield from lengths(kind, block, where)


def lengths(kind: str, block: dict[str, Any], where: str) -> Reasons:
    for field, bounds in LENGTHS.get(kind, {}).items():
        if block.get(field) is None:
            continue
        if kind in PLAIN and field in PLAIN[kind] and dict(block[field]).get("type") != "plain_text":
            yield f"must be a plain_text object [json-pointer:{where}/{field}]"
        yield from _text(block[field], bounds, f"{where}/{field}")


def _text(text: Any, bounds: tuple[int, int], where: str) -> Reasons:
    least, most = bounds
    if isinstance(text, dict):
        if text.get("type") not in {"plain_text", "mrkdwn"}:
            yield f"must be a text object [json-pointer:{where}]"
        if text.get("type") == "mrkdwn" and "emoji" in text:
            yield f"unexpected key: emoji [json-pointer:{where}/emoji]"
        text = text.get("text", "")
    if length(text) < least:
        yield f"must be more than {least - 1} characters [json-pointer:{where}/text]"
    if length(text) > most:
        yield _too_long(most, f"{where}/text")


def _too_long(most: int, where: str) -> str:
    return f"must be less than {most + 1} characters [json-pointer:{where}]"


def _walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for each in node:
            yield from _walk(each)
    elif isinstance(node, dict):
        yield node
        yield from _walk(list(node.values()))

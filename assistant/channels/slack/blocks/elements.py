"""The pieces that blocks are made of; each keeps Slack's limit for itself."""

from collections.abc import Sequence
from typing import Literal

from assistant.channels.slack.blocks import limits
from assistant.channels.slack.blocks.limits import cut
from assistant.channels.slack.blocks.mrkdwn import clean, mrkdwn
from assistant.channels.slack.blocks.types import Block, Element

# Nobody reads more in a notification; escaped, it is five times as long at worst and still within Slack's limit.
NOTIFIED = 700
# Slack refuses a text without characters; this shows that there is none.
NOTHING = "–"


def plain(text: str, most: int = limits.SECTION_TEXT) -> Element:
    """A text that Slack shows as it is."""
    return {"type": "plain_text", "text": cut(clean(text).strip(), most) or NOTHING, "emoji": False}


def marked_up(text: str, most: int) -> Element:
    """A text where Slack takes its own markup only; what it holds is shown as it is."""
    shown = text
    # Escaping makes longer, so what is too long is cut before it; an entity is never cut in two.
    while limits.length(mrkdwn(shown)) > most:
        over = limits.length(mrkdwn(shown)) - most
        shown = cut(shown, max(1, min(limits.length(shown) - 1, limits.length(shown) - over)))
    return {"type": "mrkdwn", "text": mrkdwn(shown.strip()) or NOTHING, "verbatim": True}


def notified(text: str) -> str:
    """The text of a message for notifications: its beginning, by which nobody is called."""
    return mrkdwn(cut(text.strip(), NOTIFIED)) or NOTHING


def button(
    label: str,
    action_id: str,
    value: str | None = None,
    url: str | None = None,
    style: Literal["primary", "danger"] | None = None,
) -> Element:
    """A button; a value longer than Slack takes is cut."""
    made: Element = {"type": "button", "text": plain(label, limits.BUTTON_TEXT), "action_id": action_id}
    if limits.length(label) > limits.BUTTON_TEXT:
        made["accessibility_label"] = cut(clean(label), limits.BUTTON_TEXT)
    if value is not None:
        made["value"] = cut(clean(value), limits.BUTTON_VALUE)
    if url is not None:
        made["url"] = url
    if style is not None:
        made["style"] = style
    return made


def actions(buttons: Sequence[Element], block_id: str | None = None) -> list[Block]:
    """A row of buttons; none for none."""
    made: Block = {"type": "actions", "elements": list(buttons)[: limits.ACTIONS_ELEMENTS]}
    if block_id is not None:
        made["block_id"] = block_id
    return [made] if buttons else []


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, limits.HEADER_TEXT)}


def section(text: str, accessory: Element | None = None) -> Block:
    """A paragraph, perhaps with a button at its right."""
    made: Block = {"type": "section", "text": plain(text)}
    if accessory is not None:
        made["accessory"] = accessory
    return made


def context(text: str) -> Block:
    """A paragraph in small grey."""
    return {"type": "context", "elements": [plain(text, limits.CONTEXT_TEXT)]}


def divider() -> Block:
    """A rule."""
    return {"type": "divider"}


def option(text: str, value: str) -> Element:
    """A choice in a menu."""
    return {"text": plain(text, limits.OPTION_TEXT), "value": value}


def select(action_id: str, options: Sequence[Element], chosen: str | None, placeholder: str) -> Element:
    """A menu of which one is chosen; `chosen` is the option's value."""
    kept = list(options)[: limits.OPTIONS]
    made: Element = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "options": kept,
    }
    initial = [one for one in kept if one["value"] == chosen]
    if initial:
        made["initial_option"] = initial[0]
    return made

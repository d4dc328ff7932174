"""How Slack shows a message to a person: text, blocks, links, mentions and buttons, as plain text."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# <@U1>, <#C1|name>, <!here>, <https://x|label>, <mailto:x|label>
ANGLED = re.compile(r"<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>")
MARKDOWN_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\((<[^<>]*>|[^()\s]+)(?:\s+\"[^\"]*\")?\)")
EMOJI = re.compile(r"(?<![\w:]):([a-z0-9_+'-]+):(?!\w)")


@dataclass(frozen=True, slots=True)
class Button:
    """Something a person can press; `kind` is the element's type, `block_id` its block's."""

    label: str
    action_id: str
    value: str
    url: str
    kind: str
    block_id: str
    raw: dict[str, Any]


def shown_text(text: str, names: dict[str, str]) -> str:
    """Show mrkdwn as Slack does: mentions by name, links by label, entities as characters."""

    def shown(found: re.Match[str]) -> str:
        sign, target, label = found.groups()
        if sign == "@":
            return "@" + (label or names.get(target, target))
        if sign == "#":
            return "#" + (label or names.get(target, target))
        if sign == "!":
            return "@" + target if target in {"here", "channel", "everyone"} else (label or target)
        return label or target

    return html.unescape(ANGLED.sub(shown, text))


def text_objects(node: Any) -> Iterator[tuple[str, str]]:
    """Every (type, text) a block shows, in reading order; not the values behind buttons and options."""
    if isinstance(node, list):
        for each in node:
            yield from text_objects(each)
    elif isinstance(node, dict):
        kind = node.get("type")
        if kind in {"plain_text", "mrkdwn", "markdown", "text"} and isinstance(node.get("text"), str):
            yield str(kind), node["text"]
        elif kind == "link":
            yield "link", str(node.get("text") or node.get("url", ""))
        elif kind == "raw_text":
            yield "plain_text", str(node.get("text", ""))
        elif kind == "emoji":
            yield "plain_text", f":{node.get('name', '')}:"
        elif kind == "user":
            yield "mrkdwn", f"<@{node.get('user_id', '')}>"
        else:
            yield from text_objects([value for key, value in node.items() if key not in {"confirm", "value"}])


def _rich_lines(element: dict[str, Any], names: dict[str, str]) -> list[str]:
    """Rich text as lines: a section is one, and so is each entry of a list."""
    if element.get("type") == "rich_text_list":
        return ["• " + line for entry in element["elements"] for line in _rich_lines(entry, names)]
    if element.get("type") == "rich_text":
        return [line for each in element["elements"] for line in _rich_lines(each, names)]
    parts = [shown_text(text, names) if kind == "mrkdwn" else text for kind, text in text_objects(element)]
    return ["".join(parts)]


def shown_blocks(blocks: list[dict[str, Any]], names: dict[str, str]) -> str:
    """Show blocks as lines of text; a table's row is one line."""
    lines = []
    for block in blocks:
        if block.get("type") == "rich_text":
            lines += _rich_lines(block, names)
            continue
        if block.get("type") == "table":
            for row in block.get("rows", []):
                lines.append(" | ".join(" ".join(text for _, text in text_objects(cell)) for cell in row))
            continue
        lines += [shown_text(text, names) if kind == "mrkdwn" else text for kind, text in text_objects(block)]
    return "\n".join(line for line in lines if line)


def _walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for each in node:
            yield from _walk(each)
    elif isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _walk(value)


def buttons_in(blocks: list[dict[str, Any]]) -> list[Button]:
    """Every element that can be pressed or chosen from; each thumb of a feedback element is a button of its own."""
    found = []
    for block in blocks:
        for node in _walk(block):
            block_id = str(node.get("block_id") or block.get("block_id", ""))
            if node.get("type") == "feedback_buttons":
                for side in ("positive_button", "negative_button"):
                    found.append(
                        _button(node[side] | {"action_id": node.get("action_id", "")}, "feedback_buttons", block_id)
                    )
            elif node.get("action_id") and node.get("type"):
                found.append(_button(node, str(node["type"]), block_id))
    return found


def _button(node: dict[str, Any], kind: str, block_id: str) -> Button:
    label = node.get("text") or node.get("placeholder") or {}
    shown = str(label.get("text", "")) if isinstance(label, dict) else str(label)
    value, url = str(node.get("value", "")), str(node.get("url", ""))
    return Button(shown, str(node["action_id"]), value, url, kind, block_id, node)


def links_in(streamed: str, blocks: list[dict[str, Any]], text: str) -> list[tuple[str, str]]:
    """(label, address) of links in Markdown, mrkdwn, rich text and on buttons."""
    found = [(label, address.strip("<>")) for label, address in MARKDOWN_LINK.findall(streamed)]
    for kind, shown in text_objects(blocks):
        if kind == "markdown":
            found += [(label, address.strip("<>")) for label, address in MARKDOWN_LINK.findall(shown)]
        elif kind == "mrkdwn":
            found += _angled_links(shown)
    for node in _walk(blocks):
        if node.get("type") == "link":
            found.append((str(node.get("text") or node["url"]), str(node["url"])))
        elif node.get("url") and node.get("type") == "button":
            found.append((str(node["text"]["text"]), str(node["url"])))
    return found if blocks or streamed else _angled_links(text)


def _angled_links(text: str) -> list[tuple[str, str]]:
    return [(label or target, html.unescape(target)) for sign, target, label in ANGLED.findall(text) if not sign]


def mentions_in(streamed: str, blocks: list[dict[str, Any]], text: str) -> list[str]:
    """Whom a message calls; also the fallback text counts, because Slack reads mentions in it for notifications."""
    texts = [text, streamed] + [shown for kind, shown in text_objects(blocks) if kind in {"mrkdwn", "markdown"}]
    found = [
        sign.strip("@") + target for each in texts for sign, target, _ in ANGLED.findall(each) if sign in {"@", "!"}
    ]
    people = [str(node["user_id"]) for node in _walk(blocks) if node.get("type") == "user" and node.get("user_id")]
    spread = ["!" + str(node["range"]) for node in _walk(blocks) if node.get("type") == "broadcast"]
    return found + people + spread


def emoji_in(text: str) -> list[str]:
    """The :names: Slack would draw as pictures."""
    return EMOJI.findall(text)

"""Slack's limits by name. Lengths count UTF-16 code units, as a browser does, so an emoji is two.

Source, unless said otherwise: docs.slack.dev/reference/block-kit, as of slack_sdk 3.47.0, whose models state the same.
"""

import json
from collections.abc import Sequence
from typing import Any

# docs.slack.dev/reference/block-kit/blocks
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
HEADER_TEXT = 150
SECTION_TEXT = 3_000
CONTEXT_TEXT = 2_000
ACTIONS_ELEMENTS = 25
CARD_TITLE = 150
CARD_SUBTITLE = 150
CARD_BODY = 200
CAROUSEL_CARDS = 10
TABLE_COLUMNS = 20
# All cells of a message's tables together, and no message holds two tables.
TABLE_TEXT = 10_000
INPUT_LABEL = 2_000
INPUT_HINT = 2_000

# docs.slack.dev/reference/block-kit/block-elements and composition-objects
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
PLACEHOLDER = 150
OPTIONS = 100
OPTION_TEXT = 75
OPTION_VALUE = 150
PLAIN_INPUT = 3_000

# docs.slack.dev/reference/views
VIEW_TITLE = 24
VIEW_BUTTON = 24

# docs.slack.dev/reference/methods/chat.postMessage: 4,000 are advised; chat.update refuses more (`msg_too_long`).
MESSAGE_TEXT = 4_000
# docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts and agents.sessions.setStatus
SUGGESTED_PROMPTS = 4
SESSION_TITLE = 200
# Blocks are refused as `msg_blocks_too_long` at about 13,200 characters with their containers, and with many small
# elements below 12,000 of text (slackapi/bolt-js issues 2509 and 2867); the bytes of the JSON are counted to be safe.
MESSAGE_SIZE = 12_000


def length(text: str) -> int:
    """How long Slack finds a text, in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def size(blocks: Sequence[Any]) -> int:
    """How much of a message blocks take: the bytes of their JSON."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")).encode())


def cut(text: str, most: int) -> str:
    """A text no longer than `most`, with an ellipsis for what is left out; a word is kept whole if it can be."""
    if length(text) <= most:
        return text
    kept = fitting(text, most - 1)
    whole = kept.rsplit(" ", 1)[0]
    # A last word of more than half the room is no word to be kept whole.
    kept = whole if length(whole) * 2 > most else kept
    return kept.rstrip() + "…"


def fitting(text: str, most: int) -> str:
    """As much of the beginning of a text as fits."""
    used = 0
    for position, character in enumerate(text):
        used += length(character)
        if used > most:
            return text[:position]
    return text

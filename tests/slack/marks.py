"""What the app's messages tell of which question they answer, and with which answer."""

import re

from tests.slack.conversations import Message


def place_of(message: Message) -> str:
    """The question that a message is marked to answer."""
    return str(((message.metadata or {}).get("event_payload") or {}).get("place", ""))


def part_of(message: Message) -> int:
    return int(((message.metadata or {}).get("event_payload") or {}).get("part", 0))


def answer_ids(messages: list[Message]) -> list[str]:
    """The answers whose thumbs the messages carry, each once."""
    values = [button.value for message in messages for button in message.buttons if button.action_id == "feedback"]
    return list(dict.fromkeys(value.split(" ")[-1] for value in values))


def words(text: str) -> str:
    """A text's words alone, to be found however it is laid out."""
    return " ".join(re.findall(r"\w+", re.sub(r"\]\(\S*\)", "]", text)))

"""Lets a language model make a follow-up stand alone, and keeps what it says only where the words are the asker's."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.core.generative.calling import Call, Caller, NamedChat, Tokens
from assistant.core.orders import gives_orders
from assistant.core.types import Turn
from knowledge.danish import content_stems
from prompts.templates import Message

SCHEMA: Mapping[str, Any] = {
    "title": "question",
    "description": "The question, understandable alone.",
    "type": "object",
    "properties": {"question": {"type": "string"}},
    "required": ["question"],
    "additionalProperties": False,
}
# A follow-up is rewritten before anything is found: whoever waits gets the simple means soon.
MOST_SECONDS = 6.0
# What is borrowed is a subject, not a speech.
LONGEST = 400
LONGEST_ANSWER = 500
MOST_TURNS = 4
# Words that nobody said: another form of a word may have another stem.
MOST_NEW = 2
_NUMBER = re.compile(r"\d+")


def told(before: Sequence[Turn]) -> list[str]:
    """The last turns as they are shown to a model."""
    return [f"Q: {turn.question}\nA: {turn.answer_text[:LONGEST_ANSWER]}" for turn in before[-MOST_TURNS:]]


def rewrite(caller: Caller, model: NamedChat, messages: Sequence[Message], seconds: float, used: Tokens) -> str | None:
    """What the model makes of a question; None where it is silent, slow, or says something else."""
    until = caller.clock() + min(seconds, MOST_SECONDS)
    reading, reply = caller.stream(Call(model, messages, until, schema=SCHEMA), used), dict[str, Any]()
    while True:
        try:
            reply = dict(next(reading))
        except StopIteration as ended:
            question = reply.get("question")
            return question.strip() if ended.value is None and isinstance(question, str) else None


def is_faithful(rewritten: str, question: str, before: Sequence[Turn]) -> bool:
    """Whether a rewritten question keeps the words of the question and takes all others from what was said."""
    own, new = set(content_stems(question)), set(content_stems(rewritten))
    said = " ".join([question, *(f"{turn.question} {turn.answer_text}" for turn in before)])
    numbers = set(_NUMBER.findall(rewritten)) - set(_NUMBER.findall(said))
    return (
        bool(new)
        and len(rewritten) <= LONGEST + len(question)
        and not gives_orders(rewritten)
        and not numbers
        and len(own - new) <= len(own) / 2
        and len(new - set(content_stems(said))) <= MOST_NEW
    )

"""Reads a question and what was said before it out of a list of messages."""

from collections.abc import Sequence

from assistant.channels.http.problems import ProblemError
from assistant.channels.http.shapes.chat import Message
from assistant.channels.markdown import without_below
from assistant.core.assistant import LONGEST_QUESTION
from assistant.core.types import Turn
from knowledge.masking import mask_cpr

# A follow-up leans on the turn before it, and that one on the one before; nobody leans further back.
MOST_TURNS = 20


def read_messages(messages: Sequence[Message]) -> tuple[str, tuple[Turn, ...]]:
    """The question (what a user said last) and the turns before it; raises `ProblemError` where nobody asks."""
    spoken = [(one.role, text_of(one)) for one in messages if one.role in {"user", "assistant"}]
    asked = [place for place, (role, _) in enumerate(spoken) if role == "user"]
    if not asked:
        raise ProblemError("chat_no_question")
    return spoken[asked[-1]][1], turns(spoken[: asked[-1]])


def text_of(message: Message) -> str:
    """What a message says; raises `ProblemError` for one with a picture, a sound or a file."""
    if message.content is None or isinstance(message.content, str):
        return message.content or ""
    for part in message.content:
        if part.text is None:
            raise ProblemError("chat_not_text", type=part.type)
    return "\n".join(part.text or "" for part in message.content)


def turns(spoken: Sequence[tuple[str, str]]) -> tuple[Turn, ...]:
    """Questions with the answers that followed each; the latest of them."""
    found: list[Turn] = []
    for role, text in spoken:
        if role == "user":
            found.append(Turn(mask_cpr(text)[0][:LONGEST_QUESTION]))
        elif found:
            found[-1] = Turn(found[-1].question, without_below(text))
    return tuple(found[-MOST_TURNS:])

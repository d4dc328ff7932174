"""The thread is the conversation: what was asked in it before, from the state, or read back from Slack."""

import hashlib
from collections.abc import Iterable

from assistant.channels.slack.arrivals import mentions, said, thread_key
from assistant.channels.slack.delivery import is_ours
from assistant.channels.slack.desk import Desk, is_direct
from assistant.channels.slack.errors import SlackRefusedError
from assistant.channels.slack.web import Payload
from assistant.channels.state.conversations import HISTORY_TURNS
from assistant.channels.state.slack_types import Question
from assistant.core.types import Turn

# Enough that no two threads meet.
_DIGITS = 32


def conversation_of(question: Question) -> str:
    """The id of a thread's conversation."""
    named = f"{question.team}/{question.channel}/{question.thread}"
    return f"con_{hashlib.sha256(named.encode()).hexdigest()[:_DIGITS]}"


def owner_of(question: Question) -> str:
    """Whose the conversation is: everybody's in the channel, or in private the asker's own."""
    return f"slack:{question.team}:{question.person if question.private else question.channel}"


def history(question: Question, desk: Desk) -> tuple[Turn, ...]:
    """What was asked in the thread before, the earliest first."""
    kept = desk.state.conversations.history(conversation_of(question), owner_of(question))
    if kept or question.private or question.place == question.thread:
        return kept
    try:
        return turns(desk.web.thread(question.channel, question.thread), question, desk)
    except SlackRefusedError:
        # Whoever takes away the right to read keeps the answer.
        return ()


def turns(messages: Iterable[Payload], question: Question, desk: Desk) -> tuple[Turn, ...]:
    """Questions and answers among the messages of a thread, as far as they lie before a question."""
    found: list[Turn] = []
    key = thread_key(question.team, question.channel, question.thread)
    for message in messages:
        if message["ts"] == question.place:
            break
        text = said(message.get("text") or "", desk.identity, key).text
        if is_ours(message, desk):
            if found and not found[-1].answer_text:
                found[-1] = Turn(found[-1].question, text)
        elif text and not message.get("bot_id") and asks_us(message, question.channel, desk):
            found.append(Turn(text))
    return tuple(found[-HISTORY_TURNS:])


def asks_us(message: Payload, channel: str, desk: Desk) -> bool:
    """Whether a message was for us: all in a direct conversation, elsewhere those that mention us."""
    return is_direct(channel) or mentions(message.get("text") or "", desk.identity.person)

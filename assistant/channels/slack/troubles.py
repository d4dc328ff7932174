"""What is said when there is no answer: never nothing."""

import logging

from assistant.channels.slack.blocks.states import Trouble, failure
from assistant.channels.slack.blocks.types import Message
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.errors import SlackCallError, SlackRefusedError
from assistant.channels.slack.queue import TooOftenError
from assistant.channels.state.slack_types import Question
from knowledge.errors import DamagedError, FagkompasError, NoGenerationError
from knowledge.language import detect_language

LOG = logging.getLogger("fagkompas.slack")


def trouble_of(error: Exception) -> Trouble:
    """What an error is to whoever asked."""
    if isinstance(error, NoGenerationError):
        return Trouble.NOTHING_KNOWN
    if isinstance(error, DamagedError):
        return Trouble.DAMAGED
    return Trouble.TOO_SLOW if isinstance(error, TooOftenError) else Trouble.BROKEN


def told(error: Exception, question: Question, desk: Desk) -> Message:
    """The message for an error, with a button to ask again."""
    if not isinstance(error, FagkompasError):
        LOG.error("A question was not answered", exc_info=error)
    return failure(trouble_of(error), desk.show(detect_language(question.text)), question.text)


def tell_person(person: str, message: Message, desk: Desk) -> None:
    """Say something in somebody's direct conversation, where the channel takes nothing from us."""
    try:
        desk.web.post(desk.web.open_dm(person), message.payload())
    except SlackCallError as error:
        LOG.error("%s cannot be told anything: %s", person, error)


def whisper(channel: str, person: str, message: Message, desk: Desk, thread: str | None = None) -> None:
    """Say something to one person in a channel, or where that cannot be, in the direct conversation."""
    try:
        desk.web.whisper(channel, person, message.payload(), thread)
    except SlackRefusedError:
        tell_person(person, message, desk)

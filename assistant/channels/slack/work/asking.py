"""Answers a question in its thread."""

import logging
from contextlib import suppress

from assistant.channels.slack import answers, troubles
from assistant.channels.slack.arrivals import question_in
from assistant.channels.slack.blocks.answer import reply
from assistant.channels.slack.blocks.states import PrivateWord, Trouble, failure, private_word, title_of, waiting
from assistant.channels.slack.delivery import NO_QUESTION, Delivery, StoppedError
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.errors import SlackBusyError, SlackRefusedError
from assistant.channels.slack.news import Wish, wish_in
from assistant.channels.slack.work import news
from assistant.channels.state.slack_types import Job, Question, ReplyState
from assistant.channels.state.slack_types import Reply as Kept
from knowledge.errors import FagkompasError
from knowledge.language import detect_language

LOG = logging.getLogger("fagkompas.slack")
OVER = frozenset({ReplyState.COMPLETE, ReplyState.STOPPED, ReplyState.FAILED, ReplyState.DELETED})


def work(desk: Desk, job: Job) -> None:
    """Answer, or go on answering; raises `SlackCallError` and `StateError`."""
    question = question_in(job.body)
    kept = desk.state.slack_replies.begin(question)
    if kept.state in OVER or kept.question.event_id != job.event_id:
        # The same message told of twice, as a mention and as a message; or all is done but the note of it.
        return
    begin_session(kept, desk)
    answer_in_thread(desk, job, kept)
    if job.body.get("masked"):
        tell_of_mask(question, desk)


def answer_in_thread(desk: Desk, job: Job, kept: Kept) -> None:
    """Find the answer, keep it and bring it into the thread; what goes wrong is told there too."""
    question = kept.question
    delivery = Delivery(desk, question, job.event_id, resumed=job.attempts > 1)
    try:
        state = _brought(desk, job, kept, delivery)
    except SlackRefusedError as error:
        if error.code not in NO_QUESTION:
            raise
        LOG.info("A question was deleted before it was answered")
        state = ReplyState.DELETED
    desk.state.slack_replies.end(question.key, state)
    if not delivery.is_idle and state is not ReplyState.DELETED:
        end_session(question, desk)


def _brought(desk: Desk, job: Job, kept: Kept, delivery: Delivery) -> ReplyState:
    if desk.state.slack_events.is_stopped(job.event_id):
        return _stopped(kept.question, delivery, desk)
    if not kept.question.text:
        delivery.tell(failure(Trouble.EMPTY, desk.show()), kept.messages)
        return ReplyState.FAILED
    if (wish := wish_in(kept.question.text)) and not kept.answer:
        return _told_news(wish, kept, delivery, desk)
    try:
        answer = answers.answer_of(kept.answer) if kept.answer else answers.made(kept.question, desk)
    except FagkompasError as error:
        delivery.tell(troubles.told(error, kept.question, desk), kept.messages)
        return ReplyState.FAILED
    answers.remember(kept.question, answer, desk)
    try:
        delivery.deliver(reply(answer, desk.show(answer.language)), kept.messages)
    except StoppedError:
        return _stopped(kept.question, delivery, desk)
    return ReplyState.COMPLETE


def _told_news(wish: Wish, kept: Kept, delivery: Delivery, desk: Desk) -> ReplyState:
    """Say what is new, or whether the channel will be told."""
    try:
        delivery.tell(news.told(wish, kept.question, desk), kept.messages)
    except FagkompasError as error:
        delivery.tell(troubles.told(error, kept.question, desk), kept.messages)
        return ReplyState.FAILED
    return ReplyState.COMPLETE


def _stopped(question: Question, delivery: Delivery, desk: Desk) -> ReplyState:
    """Say in the thread that the work was stopped, below what there is of it."""
    found = desk.state.slack_replies.find(question.key)
    message = failure(Trouble.STOPPED, desk.show(detect_language(question.text)), question.text)
    delivery.add(message, found.messages if found else ())
    return ReplyState.STOPPED


def begin_session(kept: Kept, desk: Desk) -> None:
    """Show at once that somebody is at work; not worth failing for."""
    question = kept.question
    show = desk.show(detect_language(question.text))
    status, messages = waiting(show)
    with suppress(SlackBusyError, SlackRefusedError):
        desk.web.session(question.channel, question.thread, "processing", title_of(question.text))
    with suppress(SlackBusyError, SlackRefusedError):
        desk.web.loading(question.channel, question.thread, status, messages)


def end_session(question: Question, desk: Desk) -> None:
    """Show that nobody is at work any more."""
    with suppress(SlackRefusedError):
        desk.web.session(question.channel, question.thread, "active")


def tell_of_mask(question: Question, desk: Desk) -> None:
    """Tell the sender alone that a CPR number was in the message, and is still in Slack."""
    word = private_word(PrivateWord.PERSONAL_MASKED, desk.show(detect_language(question.text)))
    thread = None if question.thread == question.place else question.thread
    troubles.whisper(question.channel, question.person, word, desk, thread)

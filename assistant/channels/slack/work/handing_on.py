"""Hands an answer on: shares it with the channel, puts it to a colleague, notes that it helped."""

import dataclasses
import hashlib

from assistant.channels.slack import answers
from assistant.channels.slack.blocks import handing_on
from assistant.channels.slack.blocks.states import PrivateWord, Trouble, failure, private_word
from assistant.channels.slack.blocks.types import Message
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.errors import SlackRefusedError
from assistant.channels.slack.memory import conversation_of
from assistant.channels.slack.posting import post_once
from assistant.channels.slack.scope import allows_channel
from assistant.channels.slack.work.private import say
from assistant.channels.state.slack_types import Job, Question
from assistant.channels.state.types import Verdict
from assistant.core.types import Answer, AskRequest


def share(desk: Desk, job: Job) -> None:
    """Post a private answer in the channel; raises `SlackCallError` and `StateError`."""
    channel, person = job.body["channel"], job.body["person"]
    answer = _public(desk, job)
    if answer is None:
        _tell(desk, job, Trouble.GONE)
        return
    if not allows_channel(desk.settings, channel):
        _tell(desk, job, Trouble.NOT_HERE)
        return
    try:
        messages = handing_on.shared(answer, desk.show(answer.language), person)
        root = post_once(desk, job, channel, messages)
    except SlackRefusedError:
        # We are not in the channel, or may not write in it.
        _tell(desk, job, Trouble.NOT_HERE)
        return
    _open_thread(desk, job, channel, root, answer)
    _say(desk, job, PrivateWord.SHARED)


def ask_colleague(desk: Desk, job: Job) -> None:
    """Put question and answer to the colleagues' channel; raises `SlackCallError` and `StateError`."""
    channel, person = desk.settings.slack_colleague_channel, job.body["person"]
    answer = _public(desk, job)
    if answer is None or not channel:
        _tell(desk, job, Trouble.GONE if channel else Trouble.NO_COLLEAGUE_CHANNEL)
        return
    link = desk.web.link(job.body["channel"], job.body["message"])
    request = handing_on.colleague_request(answer, desk.show(answer.language), person, link)
    try:
        root = post_once(desk, job, channel, request)
    except SlackRefusedError:
        _tell(desk, job, Trouble.NO_COLLEAGUE_CHANNEL)
        return
    _open_thread(desk, job, channel, root, answer)
    _say(desk, job, PrivateWord.COLLEAGUE_ASKED)


def solve(desk: Desk, job: Job) -> None:
    """Note in the thread and in the feedback that a question is answered; raises `SlackCallError` and `StateError`."""
    channel, thread, person = job.body["channel"], job.body["thread"], job.body["person"]
    answer = answers.find_answer(job.body["answer_id"], desk)
    if answer is None:
        _tell(desk, job, Trouble.GONE)
        return
    give_feedback(desk, answer.id, Verdict.UP, "", person, only_first=True)
    post_once(desk, job, channel, [handing_on.solved(person, desk.show(answer.language))], thread)
    _say(desk, job, PrivateWord.SOLVED)


def judge(desk: Desk, job: Job) -> None:
    """Keep what somebody thinks of an answer; raises `SlackCallError` and `StateError`."""
    body = job.body
    if answers.find_answer(body["answer_id"], desk) is None:
        _tell(desk, job, Trouble.GONE)
        return
    # A thumb is pressed before its reason is given, and pressed again it does not take the reason away.
    give_feedback(desk, body["answer_id"], body["verdict"], body["comment"], body["person"])
    if not body.get("asked_for_reason"):
        _say(desk, job, PrivateWord.FEEDBACK_KEPT)


def give_feedback(
    desk: Desk, answer_id: str, verdict: str, comment: str, person: str, only_first: bool = False
) -> None:
    """Keep a verdict on an answer in a person's name."""
    owner = f"slack:{desk.identity.team}:{person}"
    if not (only_first and desk.state.feedback.has(answer_id, owner)):
        desk.state.feedback.give(answer_id, verdict, comment, owner)


def _open_thread(desk: Desk, job: Job, channel: str, root: str, answer: Answer) -> None:
    """Let whoever asks on below a message ask on from this answer."""
    question = Question(desk.identity.team, channel, root, root, job.body["person"], answer.question, job.event_id)
    answers.remember(question, dataclasses.replace(answer, conversation_id=conversation_of(question)), desk)


def _public(desk: Desk, job: Job) -> Answer | None:
    """The answer as all may read it, by an id of its own; made anew where it names what is not for all."""
    kept = desk.state.answers.find(job.body["answer_id"])
    if kept is None:
        return None
    answer = answers.answer_of(kept.answer)
    if kept.internal:
        answer = answers.asked(AskRequest(answer.question, language=answer.language), desk)
    # The same however often it is tried.
    own = hashlib.sha256(job.event_id.encode()).hexdigest()[:32]
    return dataclasses.replace(answer, id=f"ans_{own}")


def _say(desk: Desk, job: Job, word: PrivateWord) -> None:
    say(desk, job, private_word(word, desk.show(desk.language_of(job.body["person"]))))


def _tell(desk: Desk, job: Job, trouble: Trouble) -> None:
    say(desk, job, _failure(desk, job, trouble))


def _failure(desk: Desk, job: Job, trouble: Trouble) -> Message:
    return failure(trouble, desk.show(desk.language_of(job.body["person"])))

"""Answers one person alone: through the address that came with a command, else in the direct conversation."""

from assistant.channels.slack import answers, troubles
from assistant.channels.slack.arrivals import question_in
from assistant.channels.slack.blocks.answer import reply
from assistant.channels.slack.blocks.states import PrivateWord, Trouble, failure, private_word
from assistant.channels.slack.blocks.types import Message
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.errors import SlackRefusedError
from assistant.channels.slack.news import wish_in
from assistant.channels.slack.work import news
from assistant.channels.slack.work.asking import OVER
from assistant.channels.state.slack_types import Job, Reply, ReplyState
from knowledge.errors import FagkompasError
from knowledge.language import detect_language

# Slack shows private messages and forgets them: what was sent is noted, and cannot be found again.
SENT = "sent"


def work(desk: Desk, job: Job) -> None:
    """Answer a question privately; raises `SlackCallError` and `StateError`."""
    question = question_in(job.body)
    kept = desk.state.slack_replies.begin(question)
    if kept.state in OVER:
        return
    state, messages = ReplyState.COMPLETE, []
    try:
        messages = _messages(kept, desk)
    except FagkompasError as error:
        state, messages = ReplyState.FAILED, [troubles.told(error, question, desk)]
    if job.body.get("masked"):
        messages.append(private_word(PrivateWord.PERSONAL_MASKED, desk.show(detect_language(question.text))))
    for number in range(len(kept.messages), len(messages)):
        say(desk, job, messages[number])
        desk.state.slack_replies.told(question.key, [SENT] * (number + 1))
    desk.state.slack_replies.end(question.key, state)


def _messages(kept: Reply, desk: Desk) -> list[Message]:
    """The answer, or what is new; raises `FagkompasError`."""
    question = kept.question
    if (wish := wish_in(question.text)) and not kept.answer:
        return [news.told(wish, question, desk)]
    answer = answers.answer_of(kept.answer) if kept.answer else answers.made(question, desk)
    answers.remember(question, answer, desk)
    return list(reply(answer, desk.show(answer.language, private=True)).messages)


def refuse(desk: Desk, job: Job) -> None:
    """Say to one person why nothing is done; raises `SlackCallError` and `StateError`."""
    message = failure(Trouble(job.body["trouble"]), desk.show(desk.language_of(job.body["person"])))
    channel = job.body.get("channel")
    if job.body.get("response_url") or not channel:
        say(desk, job, message)
    else:
        troubles.whisper(channel, job.body["person"], message, desk, job.body.get("thread"))


def help_out(desk: Desk, job: Job) -> None:
    """Say to one person how to ask; raises `SlackCallError` and `StateError`."""
    say(desk, job, private_word(PrivateWord.HELP, desk.show(desk.language_of(job.body["person"]))))


def say(desk: Desk, job: Job, message: Message, replace: bool = False) -> None:
    """Say something to the person of a job alone; raises `SlackCallError`."""
    url, person = job.body.get("response_url"), person_of(job)
    if url:
        try:
            desk.web.respond(url, message.payload(), replace)
            return
        except SlackRefusedError:
            # It is half an hour old, or was used five times.
            pass
    desk.web.post(desk.web.open_dm(person), message.payload())


def person_of(job: Job) -> str:
    """Who made the event come."""
    return str(job.body["question"]["person"] if "question" in job.body else job.body["person"])

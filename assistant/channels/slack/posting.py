"""Posts what is no reply, once: what somebody shared, asked by a button, found answered."""

from collections.abc import Sequence

from assistant.channels.slack.blocks.handing_on import person_sentence
from assistant.channels.slack.blocks.mrkdwn import mrkdwn
from assistant.channels.slack.blocks.rich import rich_text, text
from assistant.channels.slack.blocks.types import Message, Show
from assistant.channels.slack.delivery import is_ours
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.web import Payload, mark_of
from assistant.channels.state.slack_types import Job

# Slack's clock and ours may differ by less than this.
SECONDS_ASTRAY = 600
ASKED = "asked"
"""In the mark of a message that tells what somebody asked by a button."""


def post_once(desk: Desk, job: Job, channel: str, messages: Sequence[Message], thread: str | None = None) -> str:
    """Post messages, the later ones in the thread of the first; the first one's timestamp. Raises `SlackCallError`."""
    there = _found(desk, job, channel, thread) if job.attempts > 1 else {}
    root = thread
    first = ""
    for part, message in enumerate(messages):
        ts = there.get(part) or desk.web.post(channel, message.payload(), root, _mark(job, part))
        first, root = first or ts, root or ts
        if part == 0 and job.attempts > 1 and thread is None:
            there |= _found(desk, job, channel, ts)
    return first


def post_question(desk: Desk, job: Job, channel: str, question: str, thread: str | None) -> str:
    """Show what somebody asked by pressing a button; the timestamp of the message. Raises `SlackCallError`."""
    there = _found(desk, job, channel, thread) if job.attempts > 1 else {}
    message = asked_by(job.body["person"], question, desk.show(desk.language_of(job.body["person"])))
    return there.get(0) or desk.web.post(channel, message.payload(), thread, {**_mark(job, 0), ASKED: question})


def asked_by(person: str, question: str, show: Show) -> Message:
    """Who asks what."""
    quoted = {"type": "rich_text_quote", "elements": [text(question)]}
    return Message(mrkdwn(question), [person_sentence(person, "asked_by", show), rich_text(quoted)])


def _mark(job: Job, part: int) -> Payload:
    return {"posted_for": job.event_id, "post": part}


def _found(desk: Desk, job: Job, channel: str, thread: str | None) -> dict[int, str]:
    """What an earlier try has posted, by part."""
    since = f"{job.received.timestamp() - SECONDS_ASTRAY:.6f}"
    messages = desk.web.thread(channel, thread, since) if thread else desk.web.latest(channel, since)
    marked = ((mark_of(message), str(message["ts"])) for message in messages if is_ours(message, desk))
    return {int(mark["post"]): ts for mark, ts in marked if mark.get("posted_for") == job.event_id}

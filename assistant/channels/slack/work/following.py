"""Follows a question that was changed or taken back."""

from assistant.channels.slack.arrivals import question_in
from assistant.channels.slack.delivery import Delivery
from assistant.channels.slack.desk import Desk, is_direct
from assistant.channels.slack.work import asking
from assistant.channels.state.slack_types import Job, Reply, ReplyState


def follow_edit(desk: Desk, job: Job) -> None:
    """Answer a changed question anew, in the messages of its reply; raises `SlackCallError` and `StateError`."""
    changed = question_in(job.body)
    kept = desk.state.slack_replies.find(changed.key)
    if kept is None:
        # It was no question before: a mention was put in.
        if job.body.get("mentioned") or is_direct(changed.channel):
            asking.work(desk, job)
        return
    is_begun = kept.question.event_id == job.event_id
    if kept.state is ReplyState.DELETED or (not is_begun and kept.question.text == changed.text):
        # Slack also tells of a preview that was put under a link.
        return
    if not is_begun:
        _forget(kept, desk)
        desk.state.slack_replies.ask_anew(changed.key, changed.text, job.event_id)
    asking.work(desk, job)


def follow_deletion(desk: Desk, job: Job) -> None:
    """Take the reply back with its question; raises `SlackCallError` and `StateError`."""
    key = (desk.identity.team, job.body["channel"], job.body["place"])
    kept = desk.state.slack_replies.find(key)
    if kept is None or kept.state is ReplyState.DELETED:
        return
    Delivery(desk, kept.question, job.event_id, resumed=False).withdraw(kept.messages)
    _forget(kept, desk)
    desk.state.slack_replies.end(key, ReplyState.DELETED)


def _forget(kept: Reply, desk: Desk) -> None:
    if kept.answer_id:
        desk.state.answers.forget(kept.answer_id)

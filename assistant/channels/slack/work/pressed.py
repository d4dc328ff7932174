"""Asks what a button says: a follow-up, an example, a course, the same once more."""

import dataclasses

from assistant.channels.slack.arrivals import question_arrival
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.posting import post_question
from assistant.channels.slack.work import asking, private
from assistant.channels.state.slack_types import Job, Question, ReplyState


def ask(desk: Desk, job: Job) -> None:
    """Answer where the button was pressed; raises `SlackCallError` and `StateError`."""
    body = job.body
    if body.get("ephemeral"):
        private.work(desk, _as_question(desk, job, body["channel"], job.event_id, private=True))
        return
    channel = body.get("channel") or desk.web.open_dm(body["person"])
    thread = body.get("thread")
    shown = post_question(desk, job, channel, body["text"], thread)
    asking.work(desk, _as_question(desk, job, channel, shown, thread or shown))


def ask_again(desk: Desk, job: Job) -> None:
    """Answer in place of the message that said why there was no answer."""
    body, team = job.body, desk.identity.team
    in_thread = desk.state.slack_replies.in_thread(team, body.get("channel") or "", body.get("thread") or "")
    kept = next((reply for reply in in_thread if body.get("message") in reply.messages), None)
    if kept is None or kept.question.private:
        ask(desk, job)
        return
    if kept.question.event_id != job.event_id:
        if kept.state not in {ReplyState.FAILED, ReplyState.STOPPED}:
            return
        desk.state.slack_replies.ask_anew(kept.question.key, kept.question.text, job.event_id)
    again = dataclasses.replace(kept.question, event_id=job.event_id)
    asking.work(desk, dataclasses.replace(job, body=question_arrival(again).body))


def _as_question(
    desk: Desk, job: Job, channel: str, place: str, thread: str | None = None, private: bool = False
) -> Job:
    body = job.body
    question = Question(
        desk.identity.team, channel, place, thread or place, body["person"], body["text"], job.event_id, private
    )
    made = question_arrival(question, response_url=body.get("response_url"))
    return dataclasses.replace(job, body=made.body)

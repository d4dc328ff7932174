"""Tells what is new: to whoever asks, and to the channels that want to be told after every update."""

import logging

from assistant.channels.slack.arrivals import DIGEST, thread_key
from assistant.channels.slack.blocks import news as shown
from assistant.channels.slack.blocks.types import Message
from assistant.channels.slack.desk import Desk, is_direct
from assistant.channels.slack.errors import SlackRefusedError
from assistant.channels.slack.news import Wish
from assistant.channels.slack.posting import post_once
from assistant.channels.slack.scope import allows_channel
from assistant.channels.slack.work.places import place_of
from assistant.channels.standing import gone_quotations
from assistant.channels.state.slack_types import Arrival, Digest, Job, Question
from ingest.changes.comparing import compare_generations
from ingest.changes.types import ChangeReport
from knowledge.errors import FagkompasError
from knowledge.language import detect_language
from knowledge.visible import VisibleSnapshot

LOG = logging.getLogger("fagkompas.slack")


def told(wish: Wish, question: Question, desk: Desk) -> Message:
    """What is said to a wish, which is carried out; raises `NoGenerationError`, `StateError`."""
    show = desk.show(detect_language(question.text))
    if wish is Wish.NEWS:
        report = compare_generations(desk.parts.knowledge_base, visibilities=desk.visibilities(question))
        return shown.news(report, show)
    team, channel = desk.identity.team, question.channel
    if wish is Wish.STOP:
        return shown.said("stopped" if desk.state.slack_digests.stop(team, channel) else "not_begun", show)
    current = desk.parts.knowledge_base.current().number
    is_new = desk.state.slack_digests.ask(Digest(team, channel, question.person, current))
    return shown.said("begun" if is_new else "begun_before", show)


def look(desk: Desk) -> None:
    """Put a digest into the queue for every channel that has not been told of the current generation.

    A digest has the same id however often and by whom it is put there, so it is sent once.
    """
    wanted = desk.state.slack_digests.wanted(desk.identity.team)
    if not wanted:
        return
    try:
        current = desk.parts.knowledge_base.current().number
    except FagkompasError as error:
        LOG.warning("%s", error.message)
        return
    for digest in wanted:
        if digest.generation != current:
            desk.put(_arrival(digest, current))


def send(desk: Desk, job: Job) -> None:
    """Post what changed in a channel, once; raises `SlackCallError` and `StateError`."""
    team, channel, after = desk.identity.team, job.body["channel"], job.body["after"]
    wanted = desk.state.slack_digests.find(team, channel)
    if wanted is None or wanted.generation == after or desk.parts.knowledge_base.current().number != after:
        # It was stopped meanwhile, or all is done but the note of it, or a newer one will be told of with this.
        return
    report = _since(wanted.generation, after, desk, alone=is_direct(channel))
    if report.changes and allows_channel(desk.settings, channel):
        try:
            show = desk.show(desk.language_of(wanted.person))
            post_once(desk, job, channel, [shown.news(report, show, _stale(channel, report, desk))])
        except SlackRefusedError as error:
            # We were put out of the channel, or it was archived: nobody there waits.
            LOG.warning("The digest in %s is stopped: %s", channel, error)
            desk.state.slack_digests.stop(team, channel)
            return
    desk.state.slack_digests.told(team, channel, after)


def latest(desk: Desk) -> ChangeReport | None:
    """What the last update changed, as all may see it; None where there is nothing to compare."""
    try:
        return compare_generations(desk.parts.knowledge_base)
    except FagkompasError:
        return None


def _since(before: int, after: int, desk: Desk, alone: bool) -> ChangeReport:
    """The changes since a generation, or since the oldest that is left."""
    base = desk.parts.knowledge_base
    kept = [info.number for info in base.generations()]
    return compare_generations(base, before if before in kept else min(kept), after, desk.visible(alone))


def _stale(channel: str, report: ChangeReport, desk: Desk) -> list[shown.Stale]:
    """The answers in a channel that quote what stood in the earlier generation and is gone from the later one."""
    alone = is_direct(channel)
    now, then = (
        VisibleSnapshot(desk.parts.knowledge_base.kept(one.generation), desk.visible(alone))
        for one in (report.after, report.before or report.after)
    )
    return [
        shown.Stale(reply.question.text, place_of(reply, desk))
        for reply in desk.state.slack_replies.in_channel(desk.identity.team, channel)
        if reply.answer and gone_quotations(reply.answer, now) and not gone_quotations(reply.answer, then)
    ]


def _arrival(digest: Digest, current: int) -> Arrival:
    name = f"digest:{digest.team}:{digest.channel}:{digest.generation}:{current}"
    body = {"channel": digest.channel, "after": current, "person": digest.person}
    return Arrival(name, DIGEST, thread_key(digest.team, digest.channel, "digest"), body)

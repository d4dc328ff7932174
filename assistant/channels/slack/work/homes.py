"""Shows the Home tab and the agent's first questions, and keeps what people choose there."""

import dataclasses

from assistant.channels.slack.blocks.home import MOST_HISTORY, Asked, Home, Known, home_view
from assistant.channels.slack.blocks.states import suggested_prompts
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.work import news
from assistant.channels.slack.work.places import place_of
from assistant.channels.state.slack_types import Job, Person, Reply
from knowledge.errors import FagkompasError
from knowledge.types import Learner


def publish(desk: Desk, job: Job) -> None:
    """Show somebody's Home tab as it is now; raises `SlackCallError` and `StateError`."""
    person, team = job.body["person"], desk.identity.team
    chosen = desk.state.slack_people.find(team, person)
    home = Home(
        _known(desk),
        [_asked(reply, desk) for reply in desk.state.slack_replies.of(team, person, MOST_HISTORY)],
        Learner(chosen.learner) if chosen.learner else None,
        "en" if chosen.language == "en" else "da" if chosen.language == "da" else None,
        news.latest(desk),
    )
    desk.web.publish(person, home_view(home, desk.show(desk.language_of(person))))


def choose(desk: Desk, job: Job) -> None:
    """Keep what somebody chose, and show it; raises `SlackCallError` and `StateError`."""
    person, team = job.body["person"], desk.identity.team
    before = desk.state.slack_people.find(team, person)
    desk.state.slack_people.choose(team, person, _changed(before, job.body["name"], job.body["value"]))
    publish(desk, job)


def suggest(desk: Desk, job: Job) -> None:
    """Offer questions to begin with in the agent's view; raises `SlackCallError`."""
    show = desk.show(desk.language_of(job.body["person"]))
    desk.web.suggest(job.body["channel"], show.say("home.heading"), suggested_prompts(show))


def _changed(before: Person, name: str, value: str | None) -> Person:
    if name == "learner":
        return dataclasses.replace(before, learner=value)
    return dataclasses.replace(before, language=value)


def _known(desk: Desk) -> Known:
    """What all may see of the knowledge base, whoever looks."""
    try:
        sources = desk.snapshot(alone=False).sources()
        current = next(info for info in desk.parts.knowledge_base.generations() if info.current)
    except (FagkompasError, StopIteration):
        return Known()
    days = sorted(source.date for source in sources if source.date)
    counts: dict[str, int] = {}
    for source in sources:
        counts[source.kind.value] = counts.get(source.kind.value, 0) + 1
    return Known(
        counts,
        current.published_at.astimezone().date(),
        days[0] if days else None,
        days[-1] if days else None,
        sum(source.date is None for source in sources),
    )


def _asked(reply: Reply, desk: Desk) -> Asked:
    question = reply.question
    return Asked(question.text, reply.asked_at.astimezone().date(), place_of(reply, desk))

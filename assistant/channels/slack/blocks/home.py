"""The home of the app: what is known and how fresh, questions to begin with, own history, settings."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.channels.slack.blocks import names
from assistant.channels.slack.blocks.elements import actions, button, context, divider, header, option, section, select
from assistant.channels.slack.blocks.limits import cut
from assistant.channels.slack.blocks.links import address
from assistant.channels.slack.blocks.news import news_on_home
from assistant.channels.slack.blocks.rich import link, rich_list, rich_section, rich_text, text
from assistant.channels.slack.blocks.types import Block, Show, View
from assistant.core.types import Language
from ingest.changes.types import ChangeReport
from knowledge.types import Learner
from prompts.dates import written_date

EXAMPLES = 3
# What one looks for is among the last; the rest is found by Slack's own search.
MOST_HISTORY = 10
LONGEST_QUESTION = 120
KINDS = ("report", "profile", "course")


@dataclass(frozen=True, slots=True)
class Known:
    """What the knowledge base holds, and how fresh it is."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """Sources by kind: report, profile, course."""
    published: datetime.date | None = None
    """When it was last brought up to date; None for a knowledge base without anything in it."""
    oldest: datetime.date | None = None
    newest: datetime.date | None = None
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the person asked, and where in Slack it stands."""

    question: str
    day: datetime.date
    permalink: str | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """What a person's home shows."""

    known: Known
    history: Sequence[Asked] = ()
    learner: Learner | None = None
    language: Language | None = None
    """None for the language of the question."""
    news: ChangeReport | None = None
    """What the last update changed."""


def home_view(home: Home, show: Show) -> View:
    """The home of one person."""
    blocks = [header(show.say("home.heading")), section(show.say("home.lead")), *_examples(show), divider()]
    blocks += [header(show.say("home.known")), *_known(home.known, show), divider()]
    blocks += [header(show.say("news.heading")), *news_on_home(home.news, show), divider()]
    blocks += [header(show.say("home.history")), *_history(home.history, show), divider()]
    blocks += [header(show.say("home.settings")), *_settings(home, show), context(show.say("home.privacy"))]
    return {"type": "home", "callback_id": names.HOME_VIEW, "blocks": blocks}


def example_questions(show: Show) -> list[str]:
    """Questions that the samples answer, to begin with."""
    return [show.say(f"example.question_{number}") for number in range(1, EXAMPLES + 1)]


def _examples(show: Show) -> list[Block]:
    asked = [
        button(question, names.numbered(names.EXAMPLE, number), question)
        for number, question in enumerate(example_questions(show))
    ]
    return [*actions(asked), *actions([button(show.say("button.courses"), names.SEARCH_COURSES)])]


def _known(known: Known, show: Show) -> list[Block]:
    if known.published is None:
        return [section(show.say("home.nothing"))]
    told = [
        show.say(f"home.{kind}_{'one' if known.counts[kind] == 1 else 'other'}", count=known.counts[kind])
        for kind in KINDS
        if known.counts.get(kind)
    ]
    fresh = [show.say("home.published", date=written_date(known.published, show.language))]
    if known.oldest and known.newest:
        days = {name: written_date(day, show.language) for name, day in _span(known).items()}
        fresh.append(show.say("home.dated", **days))
    fresh += [show.say("home.undated", count=known.undated)] if known.undated else []
    return [section(", ".join(told) or show.say("home.nothing")), context(" ".join(fresh))]


def _span(known: Known) -> dict[str, datetime.date]:
    assert known.oldest is not None
    assert known.newest is not None
    return {"oldest": known.oldest, "newest": known.newest}


def _history(history: Sequence[Asked], show: Show) -> list[Block]:
    items = []
    for one in history[:MOST_HISTORY]:
        question = cut(" ".join(one.question.split()), LONGEST_QUESTION) or show.say("home.no_words")
        url = address(one.permalink)
        day = text(f", {written_date(one.day, show.language)}")
        items.append(rich_section(link(question, url) if url else text(question), day))
    return [rich_text(rich_list(items))] if items else [section(show.say("home.no_history"))]


def _settings(home: Home, show: Show) -> list[Block]:
    learners = [option(show.say("home.anybody"), names.ANYBODY)]
    learners += [option(show.say(f"learner.{one.value}"), one.value) for one in Learner]
    languages = [option(show.say("home.as_asked"), names.AS_ASKED)]
    languages += [option(show.say(f"language.{one}"), one) for one in ("da", "en")]
    chosen = home.learner.value if home.learner else names.ANYBODY
    return [
        section(show.say("home.learner"), select(names.SET_LEARNER, learners, chosen, show.say("any"))),
        section(
            show.say("home.language"),
            select(names.SET_LANGUAGE, languages, home.language or names.AS_ASKED, show.say("any")),
        ),
    ]

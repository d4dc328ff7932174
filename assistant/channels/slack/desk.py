"""What the listeners and the workers share: the parts, the queue, the calls to Slack, and who we are there."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.channels.build import Application
from assistant.channels.linking import Linked, linked
from assistant.channels.settings import Settings
from assistant.channels.slack.blocks.types import Show
from assistant.channels.slack.web import Web
from assistant.channels.state.slack_types import Arrival, Question
from assistant.channels.state.store import State
from knowledge.types import Language, Visibility
from knowledge.visible import PUBLIC, VisibleSnapshot

ALL = PUBLIC | {Visibility.INTERNAL}


@dataclass(frozen=True, slots=True)
class Identity:
    """The app in its workspace, as `auth.test` tells it."""

    team: str
    person: str
    """The user id that people mention (`U…`)."""
    bot: str
    """The id in `bot_id` of our own messages (`B…`)."""
    address: str = ""
    """The workspace's own (`https://….slack.com/`)."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One running app."""

    parts: Application
    state: State
    web: Web
    identity: Identity
    ring: Callable[[], None] = field(default=lambda: None)
    """Tells the workers that something has come."""
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def settings(self) -> Settings:
        """How the app is set up."""
        return self.parts.settings

    def put(self, arrival: Arrival) -> bool:
        """Store what has come, to be worked off; False when it came before. Raises `StateError`."""
        is_new = self.state.slack_events.put(arrival)
        self.ring()
        return is_new

    def show(self, language: Language = "da", private: bool = False) -> Show:
        """How something is shown."""
        return Show(
            self.parts.wording,
            language,
            self.settings.public_url or None,
            private,
            bool(self.settings.slack_colleague_channel),
        )

    def language_of(self, person: str) -> Language:
        """The language that somebody chose; Danish for whom never chose."""
        return "en" if self.state.slack_people.find(self.identity.team, person).language == "en" else "da"

    def visibilities(self, question: Question) -> frozenset[Visibility]:
        """What may be shown with a question: internal sources only where nobody but the asker reads."""
        return self.visible(question.private or is_direct(question.channel))

    def visible(self, alone: bool) -> frozenset[Visibility]:
        """What may be shown to somebody, alone or before others."""
        return ALL if alone and self.settings.slack_internal else PUBLIC

    def snapshot(self, alone: bool) -> VisibleSnapshot:
        """What is published now, as far as it may be shown; raises `NoGenerationError`."""
        return VisibleSnapshot(self.parts.knowledge_base.current(), self.visible(alone))

    def linked(self, alone: bool) -> Linked:
        """The links between the courses and competences that may be shown; raises `NoGenerationError`."""
        whole = self.parts.knowledge_base.current()
        seen = VisibleSnapshot(whole, self.visible(alone))
        return linked(self.parts.linker, whole, seen, self.state.links.all())


def is_direct(channel: str) -> bool:
    """Whether a channel is the conversation of one person with the app (not a group's)."""
    return channel.startswith("D")

"""What the routes share: the application's parts, and what this process remembers."""

from dataclasses import dataclass, field

from assistant.channels.build import Application
from assistant.channels.http.conversations import Conversations
from assistant.channels.http.given_texts import GivenTexts
from knowledge.visible import VisibleSnapshot


@dataclass(frozen=True, slots=True)
class Service:
    """One running service."""

    parts: Application
    conversations: Conversations = field(default_factory=Conversations)
    given_texts: GivenTexts = field(default_factory=GivenTexts)

    def snapshot(self) -> VisibleSnapshot:
        """What is published now, as far as it is for all; raises `NoGenerationError`."""
        return VisibleSnapshot(self.parts.knowledge_base.current())

"""Assembles what the doors need from the settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from assistant.channels.settings import Settings
from assistant.core.assistant import Assistant
from assistant.core.build import build_assistant
from knowledge import embeddings
from knowledge.generations import KnowledgeBase
from knowledge.linking.linker import Linker
from prompts.wording import Wording


@dataclass(frozen=True, slots=True)
class Application:
    """One process's parts; close it by leaving `open_application`."""

    settings: Settings
    knowledge_base: KnowledgeBase
    assistant: Assistant
    wording: Wording
    linker: Linker = field(default_factory=Linker)


@contextmanager
def open_application(settings: Settings) -> Iterator[Application]:
    """Put the parts together; nothing is opened before it is asked for."""
    knowledge_base = KnowledgeBase(settings.knowledge, lambda: embeddings.load(settings.embedding))
    try:
        assistant = build_assistant(knowledge_base.current)
        yield Application(settings, knowledge_base, assistant, Wording.load())
    finally:
        knowledge_base.close()

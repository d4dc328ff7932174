"""Assembles what the doors need from the settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from assistant.channels.settings import Settings
from assistant.core.assistant import Assistant
from assistant.core.build import build_assistant
from assistant.core.generative.writer import Limits, Writer
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
    writer: Writer | None = None


@contextmanager
def open_application(settings: Settings, answers: bool = True) -> Iterator[Application]:
    """Put the parts together; raises `ModelError` for a language model that cannot be opened.

    Without `answers` no model is opened, which takes a second. Of the knowledge base nothing is opened before it is
    asked for.
    """
    writer = open_writer(settings) if answers else None
    knowledge_base = KnowledgeBase(settings.knowledge, lambda: embeddings.load(settings.embedding))
    try:
        assistant = build_assistant(knowledge_base.current, writer=writer)
        yield Application(settings, knowledge_base, assistant, Wording.load(), writer=writer)
    finally:
        knowledge_base.close()
        if writer is not None:
            writer.close()


def open_writer(settings: Settings) -> Writer | None:
    """What lets a language model write, where one is set; raises `ModelError`."""
    names = [name for name in (settings.model, settings.model_fallback) if name]
    limits = Limits(settings.model_seconds, settings.model_input_tokens, settings.model_output_tokens)
    return Writer.open(names, limits) if names else None

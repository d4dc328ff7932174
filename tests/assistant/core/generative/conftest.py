"""An assistant whose language model is a stub over real HTTP, asked through the real OpenAI client."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from assistant.core.assistant import Assistant
from assistant.core.build import build_assistant
from assistant.core.generative.writer import Limits, Writer
from knowledge.generations import KnowledgeBase
from tests.assistant.core.corpus import TODAY
from tests.evals.judges import forget_providers
from tests.model_stub import ModelStub

Served = Callable[..., Assistant]


@pytest.fixture
def written_by(corpus_base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Give an assistant that a stub writes for; further stubs are fall-backs."""
    opened: list[Writer] = []
    forget_providers(monkeypatch)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-a-key")

    def served(*stubs: ModelStub, limits: Limits | None = None) -> Assistant:
        models = []
        for place, stub in enumerate(stubs):
            monkeypatch.setenv("OPENAI_BASE_URL", stub.base_url)
            models += Writer.open([f"openai:stub-{place}"], limits or Limits()).models
        writer = Writer(models, limits or Limits(), pause=lambda seconds: None)
        opened.append(writer)
        return build_assistant(corpus_base.current, lambda: TODAY, writer)

    yield served
    for writer in opened:
        writer.close()


@contextmanager
def stubs(*made: ModelStub) -> Iterator[tuple[ModelStub, ...]]:
    """Several stubs at once."""
    if not made:
        yield ()
        return
    with made[0] as first, stubs(*made[1:]) as others:
        yield first, *others

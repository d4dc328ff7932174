"""A real knowledge base over the corpus, and the assistant that answers from it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.core.assistant import Assistant
from assistant.core.build import build_assistant
from assistant.core.types import Answer, AskRequest
from ingest.options import IngestOptions
from ingest.pipeline import ingest
from knowledge import embeddings
from knowledge.generations import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from knowledge.types import Snapshot
from tests.assistant.core.corpus import TODAY, write_corpus

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def corpus_base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The corpus as the product's own ingest leaves it, for reading only."""
    folder = tmp_path_factory.mktemp("corpus")
    settings = KnowledgeSettings(data=folder / "data")
    with KnowledgeBase(settings, lambda: embeddings.load("danish-static")) as base:
        report = ingest([write_corpus(Path(folder) / "sources")], base, IngestOptions())
        assert not report.failed, report.failed
        yield base


@pytest.fixture(scope="session")
def snapshot(corpus_base: KnowledgeBase) -> Snapshot:
    return corpus_base.current()


@pytest.fixture(scope="session")
def assistant(corpus_base: KnowledgeBase) -> Assistant:
    return build_assistant(corpus_base.current, lambda: TODAY)


@pytest.fixture(scope="session")
def ask(assistant: Assistant) -> Ask:
    """Ask one question, with whatever else the request holds."""

    def asked(question: str, **request: object) -> Answer:
        return assistant.ask(AskRequest(question, **request))  # type: ignore[arg-type]

    return asked

"""A knowledge base and an assistant over one suite's documents, in a data folder of their own."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.core.assistant import Assistant
from assistant.core.build import build_assistant
from ingest.pipeline import IngestOptions, ingest
from ingest.types import IngestReport
from knowledge import embeddings
from knowledge.generations import KnowledgeBase
from knowledge.settings import DEFAULT_EMBEDDING, KnowledgeSettings

ASKED_ON = datetime.date(2026, 11, 22)
"""The day every case is asked on, so that open and expired courses do not change sides while nothing changed."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """What is needed to put questions to a set of documents."""

    knowledge_base: KnowledgeBase
    assistant: Assistant
    report: IngestReport


@contextmanager
def assembled(roots: Sequence[Path], data: Path, embedding: str = DEFAULT_EMBEDDING) -> Iterator[Assembled]:
    """Ingest the roots into the data folder and yield an assistant over them; what was ingested there is kept."""
    settings = KnowledgeSettings(data=data, embedding=embedding)
    with KnowledgeBase(settings, lambda: embeddings.load(embedding), _asked_on) as knowledge_base:
        report = ingest(roots, knowledge_base, IngestOptions())
        yield Assembled(knowledge_base, build_assistant(knowledge_base.current, _asked_on), report)


def _asked_on() -> datetime.date:
    return ASKED_ON

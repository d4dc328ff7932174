"""A knowledge base and an assistant over one suite's documents, in a data folder of their own."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import knowledge
from assistant.core.assistant import Assistant
from assistant.core.build import build_assistant
from ingest.options import IngestOptions
from ingest.pipeline import ingest
from knowledge import embeddings
from knowledge.errors import BadInputError
from knowledge.generations import KnowledgeBase
from knowledge.settings import DEFAULT_EMBEDDING, KnowledgeSettings
from knowledge.types import Snapshot

ASKED_ON = datetime.date(2026, 11, 22)
"""The day cases are asked on that name none, so that courses do not expire while nothing changed."""

SAMPLES = Path(knowledge.__file__).parent / "samples"
DOCUMENTS = Path(__file__).parent / "documents"
"""What the suites need beside the samples: sources that disagree, lapsed, give orders, or name people."""


class SamplesError(BadInputError):
    """The documents of the bundled suites are not there, or cannot be read."""

    code = "no_samples"


@dataclass(frozen=True, slots=True)
class Assembled:
    """What is needed to put questions to a set of documents."""

    current: Callable[[], Snapshot]
    assistant: Assistant


@contextmanager
def assembled(roots: Sequence[Path], data: Path, embedding: str = DEFAULT_EMBEDDING) -> Iterator[Assembled]:
    """Ingest the roots into the data folder and yield an assistant over them; what was ingested there is kept.

    Raises `SamplesError` for a root that is not there or a document that cannot be read: figures over fewer documents
    than meant would be figures of something else.
    """
    for root in roots:
        if not root.is_dir():
            raise SamplesError(f"{root} is not there; install fagkompas with its samples.", folder=str(root))
    settings = KnowledgeSettings(data=data, embedding=embedding)
    with KnowledgeBase(settings, lambda: embeddings.load(embedding), asked_on) as knowledge_base:
        report = ingest(roots, knowledge_base, IngestOptions(allow_removals=True))
        for fault in report.failed:
            raise SamplesError(f"{fault.path}: {fault.error}", folder=fault.path)
        yield Assembled(knowledge_base.current, build_assistant(knowledge_base.current, asked_on))


def asked_on() -> datetime.date:
    """The day that cases are asked on when they name none."""
    return ASKED_ON

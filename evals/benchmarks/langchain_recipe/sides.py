"""What both sides of the benchmark can do, and what they give back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

DEPTH = 10
"""Passages that a search gives."""

# A question, and whom it is asked for; None as in `knowledge.types.SearchQuery`.
Question = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Found:
    """One passage that a search gave."""

    text: str
    names: tuple[str, ...]
    """What its source goes by: the file's name without ending and, where the side knows it, the id of the record."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What came of an ingest."""

    passages: int
    sampled_clock: float = 0.0
    sampled_processor: float = 0.0
    """Seconds that went into embedding the sampled texts."""
    sampled: int = 0
    """Texts embedded by the model; fewer than `passages` where the other vectors are copies of theirs with noise."""


class Side(Protocol):
    """One of the two that are compared, over a folder of its own."""

    def ingest(self, roots: Sequence[Path]) -> Ingested:
        """Take the files in, for the first time or again."""

    def ingest_records(self, records: Sequence[Mapping[str, str]]) -> Ingested:
        """Take in short texts (`id`, `title`, `text`), each a document; a passage's one name is then the id."""

    def replace(self, file: Path) -> None:
        """Take one file in again that has changed."""

    def search(self, question: Question) -> list[Found]:
        """The passages found, best first, `DEPTH` at most."""

    def texts(self) -> list[str]:
        """Every stored passage."""

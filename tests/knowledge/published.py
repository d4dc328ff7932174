"""What a knowledge base has published, as tests look at it."""

from pathlib import Path

from knowledge.generations import KnowledgeBase
from knowledge.types import SearchQuery

EVERYTHING = SearchQuery("x")


def folders(data: Path) -> list[str]:
    """The folders of the generations that are kept."""
    return sorted(path.name for path in (data / "generations").iterdir())


def found(base: KnowledgeBase, text: str) -> list[str]:
    """The passages nearest to a text, best first."""
    return [passage_id for passage_id, _ in base.current().nearest(text, 50, EVERYTHING)]

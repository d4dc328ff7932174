"""Plain text: crawled pages, notes, minutes."""

from pathlib import Path

from ingest.encoding import read_text
from ingest.plaintext import structure
from ingest.types import Extracted


def read(path: Path) -> Extracted:
    """Read a text file; the text is stored as it stands, headings and lists are told by their form."""
    text = read_text(path)
    return Extracted(text, structure(text))

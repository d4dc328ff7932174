"""What of a passage goes into the two indexes, and the hashes by which a change of it is known."""

import hashlib

from knowledge.types import Passage


def embedded_text(passage: Passage) -> str:
    """Exactly what is embedded for a passage: its title, its heading path, its text, a line each."""
    return "\n".join(part for part in (passage.title, passage.section, passage.text) if part)


def index_hash(passage: Passage) -> str:
    """Hash all that the vectors and the keyword index know of a passage; equal means that they need not change."""
    parts = (passage.title, passage.section, passage.text, passage.kind, passage.learner or "", passage.visibility)
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def embedding_hash(fingerprint: str, passage: Passage) -> str:
    """Name a passage's vector by the model and the embedded text, so that neither is ever embedded twice."""
    return hashlib.sha256(f"{fingerprint}\0{embedded_text(passage)}".encode()).hexdigest()

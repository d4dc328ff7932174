"""Who is who across runs: fingerprints of files, and ids of sources and passages that stay the same."""

import hashlib
import itertools
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path, PurePosixPath

from ingest.discovery import FoundFile
from knowledge.masking import MASKING_VERSION
from knowledge.slugs import slug
from knowledge.types import Source

READER_VERSION = "4"
"""Raised whenever a reader, the cutting or the writing out of records changes: every file is then read again."""

INCOMPLETE = "-incomplete"
"""Ends the fingerprint of a file that had faults, so that it is read again and they are told again."""

# 80 bits of SHA-256: no two of a million passages meet, and the id stays short in links and logs.
_PASSAGE_DIGITS = 20


def fingerprint(file: FoundFile) -> str:
    """Name a file's content: SHA-256 of its bytes, the metadata beside it, its rule and the versions that read it."""
    digest = hashlib.sha256(f"{READER_VERSION} {MASKING_VERSION} ".encode())
    for place in (file.place, file.meta):
        digest.update(_digest(place) if place else b"-")
    if file.declared:
        digest.update(repr(file.declared.rule).encode())
    return digest.hexdigest()


def _digest(place: Path) -> bytes:
    with place.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def passage_id(source_id: str, text_id: str, start: int, end: int) -> str:
    """Name a passage by its source and span, so that an unchanged passage keeps its id."""
    digest = hashlib.sha256(f"{source_id}\n{text_id}\n{start}\n{end}".encode()).hexdigest()
    return f"pas_{digest[:_PASSAGE_DIGITS]}"


class ReportIds:
    """Gives reports their ids: the one a file had before, also under another name, or a new one made of its path."""

    def __init__(self, known: Iterable[tuple[Source, str]], found: Collection[str], taken: Collection[str]) -> None:
        """`known`: sources with their locations; `found`: locations of files; `taken`: ids that others have."""
        reports = [(source, location) for source, location in known if source.record is None]
        self._by_location: Mapping[str, str] = {location: source.source_id for source, location in reports}
        self._gone = {source.content_hash: source.source_id for source, location in reports if location not in found}
        self._taken = set(taken)

    def id_for(self, file: FoundFile, content: str) -> str:
        """Give the id of the report in a file."""
        own = self._by_location.get(file.location) or self._gone.pop(content, None) or self._new(file.path)
        self._taken.add(own)
        return own

    def _new(self, path: str) -> str:
        pure = PurePosixPath(path)
        stem = slug(str(pure.with_suffix(""))) or "kilde"
        candidates = itertools.chain(
            (stem, f"{stem}-{slug(pure.suffix)}"), (f"{stem}-{number}" for number in itertools.count(2))
        )
        return next(one for one in candidates if one not in self._taken and not one.endswith("-"))

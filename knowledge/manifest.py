"""The label on a generation: what it was made with, what it holds, and the checksums to know damage by."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from knowledge.errors import DamagedError
from knowledge.layout import MANIFEST, PUBLISHED, VECTORS

SCHEMA_VERSION = 4
"""Of the manifest and `schema.sql` together; a generation of a newer version is not opened."""

OLDEST_READABLE = 1
"""Since then only columns were added: read without them, and given them by the next writer (`Database`)."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `manifest.json` says."""

    number: int
    parent: int | None
    embedding: str
    fingerprint: str
    dimensions: int
    analyser: str
    masking: str
    counts: Mapping[str, int]
    checksums: Mapping[str, str]
    """Path below the generation -> SHA-256, of all files but `vectors/`, which readers write into."""
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    schema: int = SCHEMA_VERSION
    collection: str = ""
    """On a Chroma server, where the vectors lie there and not in `vectors/`."""

    def write(self, folder: Path) -> None:
        """Write it into a generation's folder."""
        values = asdict(self)
        if not self.collection:
            # Versions that know of no server read what has none.
            del values["collection"]
        (folder / MANIFEST).write_text(json.dumps(values, indent=2, sort_keys=True) + "\n", "utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read it from a generation's folder; raises `DamagedError`."""
        path = folder / MANIFEST
        try:
            values = json.loads(path.read_text("utf-8"))
            manifest = cls(**values)
        except (OSError, ValueError, TypeError) as error:
            raise DamagedError(
                f"{path} is missing or cannot be read; run `fagkompas doctor --repair`.", file=str(path)
            ) from error
        if not OLDEST_READABLE <= manifest.schema <= SCHEMA_VERSION:
            raise DamagedError(
                f"{path} is of schema {manifest.schema}, this version reads up to {SCHEMA_VERSION}; "
                "use the version that wrote it, or ingest anew into another data folder.",
                file=str(path),
            )
        return manifest


def checksums(folder: Path) -> dict[str, str]:
    """Sum up every file of a generation but the manifest, the publication mark and the vectors."""
    found = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and relative.parts[0] not in {VECTORS, MANIFEST, PUBLISHED}:
            with path.open("rb") as file:
                found[relative.as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def differing_files(folder: Path, manifest: Manifest) -> list[str]:
    """Name the files that are missing, extra, or not what the manifest says."""
    now = checksums(folder)
    return sorted(
        name for name in now.keys() | manifest.checksums.keys() if now.get(name) != manifest.checksums.get(name)
    )

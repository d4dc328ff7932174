"""Where everything lies in the data folder, and how `CURRENT` is replaced.

CURRENT                  the number of the published generation
PINNED                   the number of the generation that is to stay current, where one is
writer.lock              held by the one process that writes
chroma-owner             how this folder's collections in a Chroma server are named, where there is one
generations/000042/      immutable once named so; `PUBLISHED` in it says when readers first saw it
generations/.draft-*     a writer's private copy; a leftover of a killed one is cleaned by the next
texts/                   extracted texts by content hash
unfinished-*             what a killed ingest had embedded and added, for the next
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from knowledge.errors import DamagedError

DATABASE = "knowledge.sqlite"
VECTORS = "vectors"
KEYWORD = "keyword"
MANIFEST = "manifest.json"
PUBLISHED = "PUBLISHED"

DRAFT_PREFIX = ".draft-"
DISCARDED_PREFIX = ".discarded-"


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one data folder."""

    data: Path

    @property
    def current_file(self) -> Path:
        """Holds the number of the published generation."""
        return self.data / "CURRENT"

    @property
    def generations(self) -> Path:
        """The folder of generations."""
        return self.data / "generations"

    @property
    def texts(self) -> Path:
        """The folder of texts."""
        return self.data / "texts"

    @property
    def pin_file(self) -> Path:
        """Holds the number of the generation that readers are held at; not there where none is."""
        return self.data / "PINNED"

    @property
    def writer_lock(self) -> Path:
        """The file that the one writer locks."""
        return self.data / "writer.lock"

    @property
    def owner_file(self) -> Path:
        """Tells this folder's collections in a Chroma server from those of others."""
        return self.data / "chroma-owner"

    def generation(self, number: int) -> Path:
        """The folder of a generation."""
        return self.generations / f"{number:06d}"

    def current_number(self) -> int | None:
        """The published generation's number; None before the first; raises `DamagedError`."""
        try:
            content = self.current_file.read_text("ascii").strip()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            content = ""
        if not content.isdecimal():
            raise DamagedError(
                f"{self.current_file} does not hold a number; `fagkompas rollback N` names a generation anew.",
                file=str(self.current_file),
            )
        return int(content)

    def numbers(self) -> list[int]:
        """The generations that have a folder, published or not, oldest first."""
        if not self.generations.is_dir():
            return []
        return sorted(int(folder.name) for folder in self.generations.iterdir() if folder.name.isdecimal())

    def published_at(self, number: int) -> datetime | None:
        """When readers first saw a generation; None for one whose writer was killed before."""
        try:
            return datetime.fromisoformat((self.generation(number) / PUBLISHED).read_text("ascii").strip())
        except (FileNotFoundError, ValueError):
            return None

    def mark_published(self, number: int) -> None:
        """Note the time at which a generation became current, once."""
        if self.published_at(number) is None:
            replace_file(self.generation(number) / PUBLISHED, datetime.now(UTC).isoformat(timespec="seconds"))

    def point_current_at(self, number: int) -> None:
        """Publish a generation: atomic, and durable when it returns."""
        replace_file(self.current_file, str(number))


def replace_file(path: Path, content: str) -> None:
    """Write a small file so that it holds the old or the new content at every moment, and the new one for good."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(content + "\n", "ascii")
    sync([unfinished])
    unfinished.replace(path)
    sync([path.parent])


def sync(paths: Iterable[Path]) -> None:
    """Have files and folders reach the disk."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Have a folder with all that is in it reach the disk."""
    sync([*folder.rglob("*"), folder])

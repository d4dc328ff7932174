"""Where vectors lie: in a folder beside each generation, or in a Chroma server that all generations share.

On a server a collection belongs to one embedding fingerprint and one epoch: generations add to it and name it in their
manifests until too much of it is dead, and then a new one is filled while readers go on with the old one, which goes
when no kept generation names it. A killed ingest leaves records that no generation counts among its own, and that the
next one takes up.
"""

import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from knowledge.chroma_server import ChromaServer
from knowledge.errors import VectorServerError
from knowledge.layout import VECTORS, Layout, replace_file
from knowledge.manifest import Manifest
from knowledge.vector_files import make_own
from knowledge.vectors import WRITER_SECONDS, VectorStore, collections_on, delete_collections

# Several data folders may share a server, each with names of its own: this many random bytes tell them apart.
_NAME = "fagkompas-"
_OWNER_BYTES = 8
_EPOCH_BYTES = 4


class Place(Protocol):
    """Where a draft's vectors lie."""

    @property
    def collection(self) -> str:
        """What the manifest names: a collection on the server, or nothing for the folder."""

    def open(self) -> VectorStore:
        """Open what there is."""

    def anew(self) -> VectorStore:
        """Begin an empty one, which `open` opens from then on."""


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """In the generation's own folder."""

    folder: Path
    collection: str = ""

    def open(self) -> VectorStore:
        """Open the folder's collection to be written; raises `DamagedError`."""
        make_own(self.folder / VECTORS)
        return VectorStore.open(self.folder / VECTORS)

    def anew(self) -> VectorStore:
        """Put an empty collection in the place of what there is."""
        shutil.rmtree(self.folder / VECTORS, ignore_errors=True)
        return VectorStore.create(self.folder / VECTORS)


@dataclass(slots=True)
class ServerPlace:
    """On a server, where what other generations name stays."""

    server: ChromaServer
    prefix: str
    collection: str = ""

    def open(self) -> VectorStore:
        """Open the collection; raises `VectorServerError`."""
        return VectorStore.open_on(self.server, self.collection, WRITER_SECONDS)

    def anew(self) -> VectorStore:
        """Make a collection of a new name."""
        self.collection = f"{self.prefix}{secrets.token_hex(_EPOCH_BYTES)}"
        return VectorStore.create_on(self.server, self.collection)


class Places:
    """Where the vectors of one data folder lie now, and where those of each generation were put."""

    def __init__(self, layout: Layout, chroma_url: str = "") -> None:
        """`chroma_url`: of the server; without one, folders. Raises `SettingError`."""
        self._layout = layout
        self.server = ChromaServer.read(chroma_url) if chroma_url else None

    def of_draft(self, folder: Path, manifest: Manifest | None) -> Place:
        """Where a draft in this folder writes; `manifest`: of what it was copied from. For the one writer."""
        if self.server is None:
            return FolderPlace(folder)
        return ServerPlace(self.server, self._prefix(), manifest.collection if manifest else "")

    def must_move(self, manifest: Manifest) -> bool:
        """Whether a generation's vectors lie elsewhere than they would now, or are gone; asks the server."""
        if self.server is None:
            return bool(manifest.collection)
        return manifest.collection not in collections_on(self.server, self._prefix())

    def open_shared(self, manifest: Manifest) -> VectorStore:
        """Open a generation's vectors on the server, for questions; raises `VectorServerError`."""
        if self.server is None:
            raise VectorServerError(
                f"The vectors of generation {manifest.number} lie in a Chroma server; set FAGKOMPAS_CHROMA_URL, or run "
                "`fagkompas ingest` to build them in the data folder.",
                unset="yes",
                generation=manifest.number,
            )
        return VectorStore.open_on(self.server, manifest.collection)

    def check_answers(self) -> None:
        """Raise `VectorServerError` where the server does not answer, before anything is begun."""
        if self.server is not None:
            collections_on(self.server, _NAME)

    def prune(self, kept: Iterable[Manifest]) -> None:
        """Delete the collections of this data folder that no kept generation names; raises `VectorServerError`."""
        if self.server is not None:
            named = {manifest.collection for manifest in kept}
            there = collections_on(self.server, self._prefix())
            delete_collections(self.server, [name for name in there if name not in named])

    def _prefix(self) -> str:
        """How the names of this data folder's collections begin; chosen once, by the first writer."""
        path = self._layout.owner_file
        if not path.is_file():
            replace_file(path, secrets.token_hex(_OWNER_BYTES))
        return f"{_NAME}{path.read_text('ascii').strip()}-"

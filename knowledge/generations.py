"""The knowledge base: a series of immutable generations, one of them current."""

import datetime
import logging
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from knowledge.disk import naming_disk_trouble
from knowledge.draft import Draft, start_draft
from knowledge.embedder import EmbedderOnce, EmbeddingLoader
from knowledge.errors import DamagedError, NoGenerationError, VectorServerError
from knowledge.kept import KeptGenerations, unknown
from knowledge.layout import DRAFT_PREFIX, Layout
from knowledge.locks import FolderLock, writer_lock
from knowledge.manifest import Manifest
from knowledge.settings import KnowledgeSettings
from knowledge.snapshot import OpenGeneration, Surroundings
from knowledge.texts import TextStore
from knowledge.vector_places import Places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.backup import Contents, WriteState
    from knowledge.checks import Finding
    from knowledge.reranking import Reranker
    from knowledge.thesaurus import Thesaurus

_LOG = logging.getLogger(__name__)

# A generation can be pruned between reading CURRENT and locking it only if several are published meanwhile.
_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class GenerationInfo:
    """One kept generation."""

    number: int
    published_at: datetime.datetime
    counts: "Mapping[str, int]"
    current: bool
    pinned: bool = False
    """Whether readers are held at it."""


class KnowledgeBase:
    """Reads and writes a data folder; safe under threads. Nothing slow is loaded before it is needed."""

    def __init__(
        self,
        settings: KnowledgeSettings,
        embeddings: EmbeddingLoader,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        self._settings = settings
        self._layout = Layout(settings.data)
        self._kept = KeptGenerations(self._layout)
        self._embedder = EmbedderOnce(embeddings)
        self._today = today
        self._lock = threading.Lock()
        self._open: OpenGeneration | None = None
        self._identity: tuple[int, int] | None = None
        self._warned = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def current(self) -> OpenGeneration:
        """Return the published generation, opening it if it is not the one held; raises `NoGenerationError`.

        The one that is held goes on where what is published is damaged or was deleted.
        """
        with self._lock:
            try:
                return self._published()
            except DamagedError as error:
                if self._open is None:
                    raise
                if self._warned != error.message:
                    self._warned = error.message
                    _LOG.warning("%s", error.message)
                return self._open

    def _published(self) -> OpenGeneration:
        for _ in range(_ATTEMPTS):
            number = self._layout.current_number()
            if number is None:
                raise NoGenerationError(
                    f"Nothing has been ingested into {self._layout.data}; run `fagkompas ingest PATH`.",
                    data=str(self._layout.data),
                )
            if self._open is not None and self._identity == _identity(self._layout.generation(number)):
                return self._open
            opened = self._try_open(number)
            if opened is not None:
                # Whoever still asks the former one keeps it open; it closes when the last lets go.
                self._open = opened
                return opened
        raise DamagedError(
            f"{self._layout.current_file} names generation {number}, which is not there; run `fagkompas rollback`.",
            generation=number,
        )

    @contextmanager
    def writer(self) -> Iterator[Draft]:
        """Be the one writer, with a draft of the next generation; leaving without `publish` discards it.

        Raises `LockedError`, `DamagedError`, `PinnedError`.
        """
        with self._draft(mend=False) as draft:
            yield draft

    def rollback(self, number: int | None = None) -> int:
        """Publish a kept generation again, the one before the current by default; returns its number.

        `CURRENT` points back; the next ingest builds on it and takes a number above all that exist. Raises
        `PinnedError`, `UnknownGenerationError`.
        """
        with self._writing():
            wanted = self._kept.named(number)
            self._kept.show(wanted)
        return wanted

    def pin(self, number: int | None = None) -> int:
        """Hold readers at a kept generation, the current one by default, until `unpin`; returns its number."""
        with writer_lock(self._layout.writer_lock):
            wanted = self._kept.named(number if number is not None else self._kept.current())
            self._kept.pin(wanted)
        return wanted

    def unpin(self) -> int | None:
        """Let generations be published again; returns the number that was pinned, None where none was."""
        with writer_lock(self._layout.writer_lock):
            return self._kept.unpin()

    def generations(self) -> list[GenerationInfo]:
        """The kept generations, oldest first, without earlier ones that are damaged; raises `DamagedError`."""
        current = self._kept.current()
        return [self._info(n) for n in self._kept.numbers() if n == current or self._kept.is_whole(n)]

    def kept(self, number: int) -> OpenGeneration:
        """Open one of the kept generations; raises `UnknownGenerationError`, `NoGenerationError`, `DamagedError`."""
        current = self.current()
        if current.number == number:
            return current
        folder, published = self._layout.generation(number), self._kept.numbers()
        lock = FolderLock.shared(folder) if number in published else None
        if lock is None:
            raise unknown(number, published)
        return OpenGeneration(folder, lock, self._surroundings)

    def earlier(self) -> Iterator[OpenGeneration]:
        """Open the kept generations other than the current one, newest first, each when it is asked for."""
        current = self._kept.current()
        for number in reversed(self._kept.numbers()):
            lock = FolderLock.shared(self._layout.generation(number)) if number != current else None
            if lock is not None:
                yield OpenGeneration(self._layout.generation(number), lock, self._surroundings)

    def backup(self, target: Path, state: "WriteState | None" = None) -> "Contents":
        """Write everything into one file while others read and write; raises `BackupError`. See `knowledge.backup`."""
        from knowledge.backup import write_backup

        return write_backup(self._layout, target, state)

    def restore(self, source: Path, state: "WriteState | None" = None) -> int:
        """Publish what a backup holds; returns the number that readers see now; raises `BackupError`, `LockedError`.

        Into an empty data folder all its generations come back; otherwise its current one, under a new number, and a
        rollback leads back to what was. `state` is called before that is published.
        """
        from knowledge.backup import put_all, put_current, put_texts, unpack
        from knowledge.rehousing import rehouse

        self._places.check_answers()
        with self._writing():
            folder = self._layout.generations / f"{DRAFT_PREFIX}{secrets.token_hex(8)}"
            folder.mkdir(parents=True)
            try:
                contents = unpack(source, folder)
                put_texts(folder, self._layout)
                if state is not None:
                    state(folder / "state")
                put = put_all if self._kept.current() is None else put_current
                rehouse(
                    folder / "generations", contents.numbers if put is put_all else (contents.current,), self._places
                )
                number = put(folder, contents, self._layout)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            self._prune()
        return number

    def check(self) -> "list[Finding]":
        """Look for everything that can be wrong with the current generation."""
        from knowledge.checks import check

        return check(self._layout, self._surroundings)

    def repair(self) -> "list[Finding]":
        """Build both indexes anew from SQLite and publish that; returns what is still wrong afterwards."""
        if self._layout.current_number() is None:
            return self.check()
        with self._draft(mend=True) as draft:
            draft.rebuild()
            draft.publish()
        return self.check()

    def close(self) -> None:
        """Let go of the open generation; whoever still asks it keeps it open until done."""
        with self._lock:
            self._open = None
            self._identity = None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the one who changes what is current; raises `LockedError`, `PinnedError`, `DiskError`."""
        with naming_disk_trouble(self._layout.data), writer_lock(self._layout.writer_lock):
            self._kept.refuse_pinned()
            self._kept.clear_leftovers()
            yield

    @contextmanager
    def _draft(self, mend: bool) -> Iterator[Draft]:
        with self._writing():
            draft = start_draft(self._layout, self._surroundings, mend)
            try:
                yield draft
            finally:
                draft.close()
            self._prune()

    def _try_open(self, number: int) -> OpenGeneration | None:
        folder = self._layout.generation(number)
        lock = FolderLock.shared(folder)
        if lock is None:
            return None
        identity = _identity(folder)
        opened = OpenGeneration(folder, lock, self._surroundings)
        self._identity = identity
        return opened

    @cached_property
    def _surroundings(self) -> Surroundings:
        texts = TextStore(self._layout.texts)
        return Surroundings(texts, self._embedder, lambda: self._thesaurus, self._today, self._places, self._reranker)

    @cached_property
    def _reranker(self) -> "Reranker | None":
        if not self._settings.reranker:
            return None
        from knowledge.reranking import load_reranker  # brings the search with it

        return load_reranker(self._settings.reranker)

    @cached_property
    def _places(self) -> Places:
        return Places(self._layout, self._settings.chroma_url)

    @cached_property
    def _thesaurus(self) -> "Thesaurus":
        from knowledge.thesaurus import bundled_thesaurus

        return bundled_thesaurus()

    def _info(self, number: int) -> GenerationInfo:
        manifest = Manifest.read(self._layout.generation(number))
        # A writer killed right after publishing did not come to note the time.
        published_at = self._layout.published_at(number) or datetime.datetime.fromisoformat(manifest.created)
        is_current, is_pinned = number == self._kept.current(), number == self._kept.pinned()
        return GenerationInfo(number, published_at, manifest.counts, is_current, is_pinned)

    def _prune(self) -> None:
        self._kept.prune(self._settings.keep_generations)
        # What cannot be deleted now, since the server has just gone, goes at a later ingest.
        with suppress(VectorServerError, DamagedError):
            self._places.prune(Manifest.read(self._layout.generation(n)) for n in self._kept.numbers())


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino

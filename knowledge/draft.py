"""A writer's private copy of the current generation: changed, indexed, probed, and published or thrown away.

It is copied when something is to be changed; what changes nothing, such as an ingest of what is known, copies nothing.
"""

import datetime
import secrets
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from knowledge import index_build
from knowledge.catalogue import Catalogue, Entry
from knowledge.database import Database, check_database
from knowledge.embedder import Embedder
from knowledge.errors import DamagedError
from knowledge.index_build import IndexBuilder, Progress, Workshop
from knowledge.layout import DATABASE, DRAFT_PREFIX, KEYWORD, VECTORS, Layout, sync, sync_tree
from knowledge.locks import FolderLock
from knowledge.manifest import Manifest, checksums, differing_files
from knowledge.snapshot import OpenGeneration, Surroundings
from knowledge.types import Course, Passage, Profile, Snapshot, Source
from knowledge.unfinished import UnfinishedEmbeddings, UnfinishedVectors
from knowledge.vector_files import copy_store

Proof = Callable[[Snapshot], None]
"""Looks at a finished draft as readers would; raises where it must not be published."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """What a draft was copied from; all None for the very first."""

    number: int | None
    manifest: Manifest | None


class Draft:
    """The next generation while it is being made; only its one writer sees it."""

    def __init__(self, layout: Layout, folder: Path, origin: _Origin, surroundings: Surroundings) -> None:
        self._layout = layout
        self._folder = folder
        self._origin = origin
        self._surroundings = surroundings
        self._texts = surroundings.texts
        self._published = None if origin.number is None else layout.generation(origin.number)
        # What is to be mended is copied at once: only its database is trusted, and that is gone through page by page.
        self._is_private = self._published is None or origin.manifest is None
        self._database = self._opened()
        self._catalogue = Catalogue(self._database)
        self._is_changed = False
        self._place = surroundings.places.of_draft(folder, origin.manifest)
        self._moves = origin.manifest is not None and surroundings.places.must_move(origin.manifest)
        self._must_rebuild = origin.manifest is None
        self.number = max([*layout.numbers(), origin.number or 0]) + 1
        """What this draft will be called if it is published."""

    def sources(self) -> list[Source]:
        """All sources as they stand in the draft, ordered by id."""
        return self._catalogue.sources()

    def profiles(self) -> list[Profile]:
        """All profiles as they stand in the draft, ordered by set, version and id."""
        return self._catalogue.profiles()

    def put(
        self,
        source: Source,
        text: str,
        passages: Sequence[Passage],
        course: Course | None = None,
        profile: Profile | None = None,
    ) -> None:
        """Add a source with all that hangs on it, or replace what was known; raises `ValueError` if they disagree."""
        entry = Entry(source, tuple(passages), course, profile)
        _check(entry, text)
        if self._texts.put(text) != source.text_id:
            raise ValueError(f"source {source.source_id} names {source.text_id}, which is not the id of its text")
        if self._catalogue.entry(source.source_id) != entry:
            self._changing().put(entry)

    def mark_unread(self, source_id: str, since: datetime.date | None) -> None:
        """Note from which day on the newest version of a source cannot be read; None where it can."""
        self._changing().mark_unread(source_id, since)

    def remove(self, source_id: str) -> None:
        """Forget a source; its text stays, since answers may cite it."""
        if self._catalogue.source(source_id) is not None:
            self._changing().remove(source_id)

    def rebuild(self) -> None:
        """Have `publish` build both indexes anew, whatever state they are in."""
        self._must_rebuild = True
        self._is_changed = True

    def publish(self, progress: Progress | None = None, proof: Proof | None = None) -> int:
        """Embed, index, probe and publish; returns the number readers see now, 0 when nothing was ever ingested.

        A draft that holds nothing new publishes nothing. `proof` looks at what is about to be published; what it
        raises goes on, and then nothing is. After the first call the draft is used up.
        """
        report = progress or _unheard
        embedder = self._surroundings.embedder()
        manifest = self._origin.manifest
        other_model = manifest is None or manifest.fingerprint != embedder.fingerprint
        other_words = manifest is None or manifest.analyser != _analyser_version()
        is_outdated = other_model or other_words or self._moves
        if not self._is_changed and (self._origin.number is None or not is_outdated):
            return self._origin.number or 0
        self._changing()
        unfinished = UnfinishedEmbeddings(self._layout.data), UnfinishedVectors(self._layout.data)
        workshop = Workshop(self._folder, self._place, self._origin.number, *unfinished)
        rebuild_vectors = self._must_rebuild or other_model or self._moves
        builder = IndexBuilder(workshop, self._database, embedder, report)
        builder.update(rebuild_vectors, self._must_rebuild or other_words, self.number)
        self._seal(embedder)
        if proof is not None:
            self._show(proof)
        self._go_live()
        self._layout.mark_published(self.number)
        for left in unfinished:
            left.forget()
        return self.number

    def close(self) -> None:
        """Throw away what was not published."""
        self._database.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _changing(self) -> Catalogue:
        """The catalogue of the copy, which is made now if it is not there yet."""
        if not self._is_private:
            self._database.close()
            self._is_private = True
            self._database = self._opened()
            self._catalogue = Catalogue(self._database)
        self._is_changed = True
        return self._catalogue

    def _opened(self) -> Database:
        """The copy's database, copied now, or the published one to be read."""
        if not self._is_private and self._published is not None:
            return Database.open_published(self._published / DATABASE)
        if self._published is not None:
            _copy(self._published, self._folder, self._origin.manifest)
        return Database.open_private(self._folder / DATABASE)

    def _seal(self, embedder: Embedder) -> None:
        counts = self._catalogue.counts()
        self._database.finish()
        self._database.close()
        Manifest(
            number=self.number,
            parent=self._origin.number,
            embedding=embedder.name,
            fingerprint=embedder.fingerprint,
            dimensions=embedder.dimensions,
            analyser=_analyser_version(),
            masking=_masking_version(),
            counts=counts,
            checksums=checksums(self._folder),
            collection=self._place.collection,
        ).write(self._folder)

    def _show(self, proof: Proof) -> None:
        """Let the proof ask the draft as a reader would."""
        lock = FolderLock.shared(self._folder)
        assert lock is not None
        with closing(OpenGeneration(self._folder, lock, self._surroundings)) as snapshot:
            proof(snapshot)

    def _go_live(self) -> None:
        sync(self._texts.unsynced())
        sync_tree(self._folder)
        self._folder.rename(self._layout.generation(self.number))
        sync([self._layout.generations])
        self._layout.point_current_at(self.number)


def start_draft(layout: Layout, surroundings: Surroundings, mend: bool = False) -> Draft:
    """Begin on the current generation, for a writer that holds the lock; raises `DamagedError` unless it is to mend.

    Raises `VectorServerError` where vectors go to a server that does not answer.
    """
    surroundings.places.check_answers()
    number = layout.current_number()
    manifest = None if number is None or mend else _whole_manifest(layout.generation(number))
    folder = layout.generations / f"{DRAFT_PREFIX}{secrets.token_hex(8)}"
    folder.mkdir(parents=True)
    layout.texts.mkdir(exist_ok=True)
    try:
        return Draft(layout, folder, _Origin(number, manifest), surroundings)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _whole_manifest(published: Path) -> Manifest:
    """Read the manifest of a generation whose files are what it says, so that damage is not handed down."""
    manifest = Manifest.read(published)
    damaged = differing_files(published, manifest)
    if damaged:
        raise DamagedError(
            f"{published} is damaged ({', '.join(damaged)}); run `fagkompas doctor --repair`.", files=damaged
        )
    return manifest


def _copy(published: Path, folder: Path, manifest: Manifest | None) -> None:
    """Copy a generation without the vectors that lie on a server; of one to be mended, the database alone."""
    if manifest is None:
        # What is to be mended has no checksums to go by, so the database answers for itself.
        check_database(published / DATABASE)
    shutil.copyfile(published / DATABASE, folder / DATABASE)
    if manifest is not None:
        shutil.copytree(published / KEYWORD, folder / KEYWORD)
        if not manifest.collection:
            # Readers of a large collection only read its index, and few drafts add to it.
            is_large = manifest.counts["passages"] >= index_build.LARGE_COLLECTION
            copy_store(published / VECTORS, folder / VECTORS, shares=is_large)


def _check(entry: Entry, text: str) -> None:
    source = entry.source
    for passage in entry.passages:
        if passage.source_id != source.source_id or passage.text_id != source.text_id:
            raise ValueError(f"passage {passage.passage_id} does not belong to source {source.source_id}")
        if text[passage.start : passage.end] != passage.text:
            raise ValueError(f"passage {passage.passage_id} is not what its offsets say")
    for record in (entry.course, entry.profile):
        if record is not None and record.source_id != source.source_id:
            raise ValueError(f"the record of {source.source_id} names another source, {record.source_id}")


def _analyser_version() -> str:
    from knowledge.danish import ANALYSER_VERSION  # brings the Danish analysis with it

    return ANALYSER_VERSION


def _masking_version() -> str:
    from knowledge.masking import MASKING_VERSION

    return MASKING_VERSION


def _unheard(stage: str, done: int, total: int) -> None:
    pass

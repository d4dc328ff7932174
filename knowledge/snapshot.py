"""One published generation, opened for reading; closes itself when the last question lets go of it."""

import datetime
import logging
import os
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.catalogue import Catalogue
from knowledge.database import Database
from knowledge.embedder import EmbedderOnce, Vectors, cosines_of, other_model
from knowledge.errors import DamagedError, EmbeddingAwayError, VectorServerError
from knowledge.index_state import StoredEmbeddings, VectorRecords, keyword_records, vector_records
from knowledge.layout import DATABASE, KEYWORD, VECTORS
from knowledge.locks import FolderLock
from knowledge.manifest import Manifest
from knowledge.nearest_sentences import NearestSentences
from knowledge.shelf import PassageShelf
from knowledge.texts import TextStore
from knowledge.types import Course, Passage, Profile, SearchQuery, SearchResult, Source
from knowledge.vector_files import copy_store
from knowledge.vector_places import Places
from knowledge.vector_records import NO_LEARNER, Neighbour, filter_for, lets_through
from knowledge.vectors import VectorStore

if TYPE_CHECKING:
    from knowledge.keyword import KeywordIndex
    from knowledge.reranking import Reranker
    from knowledge.thesaurus import Thesaurus

# A server that hangs would keep every question waiting; one that is away says so at once and is asked each time.
_LONG_WAIT, _PAUSE = 1.0, 10.0

_LOG = logging.getLogger("fagkompas.knowledge")

KEPT_PASSAGES, KEPT_SOURCES = 2_048, 64
"""How many passages, and whole sources' passages, a generation keeps in memory: people ask about the same ones."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a generation needs that is not in its folder."""

    texts: TextStore
    embedder: EmbedderOnce
    thesaurus: Callable[[], "Thesaurus"]
    today: Callable[[], datetime.date]
    places: Places
    reranker: "Reranker | None" = None


@dataclass(slots=True)
class _Late:
    """What is opened at the first question that needs it."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    vectors: VectorStore | None = None
    keyword: "KeywordIndex | None" = None
    unasked_until: float = 0.0
    """By the monotonic clock: when a server that kept a question waiting is asked again."""


class OpenGeneration:
    """Implements `knowledge.types.Snapshot`; keep it for one question, so that the next sees the next generation."""

    def __init__(self, folder: Path, lock: FolderLock, surroundings: Surroundings) -> None:
        """Take over the shared `lock` on `folder`; raises `DamagedError`."""
        self._folder = folder
        self._surroundings = surroundings
        self._late = _Late()
        with ExitStack() as opened:
            opened.callback(lock.close)
            self.manifest = Manifest.read(folder)
            self._database = Database.open_published(folder / DATABASE)
            opened.callback(self._database.close)
            self._catalogue = Catalogue(self._database)
            self._opened = opened.pop_all()
        self._shelf = PassageShelf(self._catalogue, KEPT_PASSAGES)
        self._passages = lru_cache(KEPT_SOURCES)(self._catalogue.passages)
        # Not `self` but what it opened: this runs when nothing refers to `self` any more.
        weakref.finalize(self, self._opened.close)

    def close(self) -> None:
        """Let go at once, where nobody else can be asking."""
        self._opened.close()

    @property
    def number(self) -> int:
        """The generation's number, 1 or more."""
        return self.manifest.number

    def search(self, query: SearchQuery) -> SearchResult:
        """Find the passages that answer best; raises `EmbeddingError` where the model is not the generation's.

        Where the vectors' server is away, or they are damaged, it searches words alone, and the result says so.
        """
        from knowledge.reranking import search_and_rerank
        from knowledge.search import SearchParts, no_vectors

        reranker = self._surroundings.reranker
        alone = SearchParts(
            keyword=self.keyword(),
            vectors=no_vectors,
            passages=self._shelf.take,
            sources=self._sources_by_id.get,
            thesaurus=self._surroundings.thesaurus(),
            today=self._surroundings.today(),
        )
        started = time.monotonic()
        if started >= self._late.unasked_until:
            try:
                whole = replace(alone, vectors=self.nearest, sentences=self._sentences)
                return search_and_rerank(query, whole, reranker)
            except (VectorServerError, EmbeddingAwayError, DamagedError) as error:
                if time.monotonic() - started > _LONG_WAIT:
                    self._late.unasked_until = time.monotonic() + _PAUSE
                _LOG.warning("vectors: %s", error.message)
        return replace(search_and_rerank(query, alone, reranker), by_words_alone=True)

    def sources(self) -> Sequence[Source]:
        """All sources, ordered by id."""
        return tuple(self._sources_by_id.values())

    def source(self, source_id: str) -> Source | None:
        """One source, or None."""
        return self._sources_by_id.get(source_id)

    def text(self, text_id: str) -> str:
        """A stored text, of this generation or an earlier one; raises `UnknownTextError`."""
        return self._surroundings.texts.read(text_id)

    def passages(self, source_id: str) -> Sequence[Passage]:
        """The passages of a source in the order of the text."""
        return self._passages(source_id)

    def passage(self, passage_id: str) -> Passage | None:
        """One passage, or None."""
        return self._shelf.take([passage_id]).get(passage_id)

    def courses(self) -> Sequence[Course]:
        """All courses, ordered by id."""
        return self._courses

    def profiles(self) -> Sequence[Profile]:
        """All profiles, ordered by set, version and id."""
        return self._profiles

    def rarity(self, stem: str) -> float:
        """Inverse document frequency of a stem over passages, >= 0; an unseen stem is the rarest."""
        return self.keyword().rarity(stem)

    def corrections(self, stem: str) -> Sequence[tuple[str, float]]:
        """Known stems that an unknown one may have been meant as, with weights 0-1, the likeliest first."""
        from knowledge.spelling import corrections

        return corrections(stem, self.keyword().vocabulary)

    def similarities(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Cosine of the question's vector with each text's vector, -1 to 1; all 0 where the model's server is away."""
        if time.monotonic() < self._late.unasked_until:
            return [0.0] * len(texts)
        return cosines_of(self._surroundings.embedder(), question, texts)

    def nearest(self, text: str, limit: int, query: SearchQuery) -> list[tuple[str, float]]:
        """The live passages nearest to a text that the query's filters let through: id and cosine, best first."""
        vector = np.asarray([self._fitting_embedder_query(text)], dtype=np.float32)
        where = filter_for(query, self._values_present)
        found = [*self._living(vector, limit, where), *islice(self._aside(vector, query), limit)]
        # One that lay aside when it was probed may be led to from elsewhere.
        return sorted(dict(found).items(), key=lambda pair: -pair[1])[:limit]

    def keyword(self) -> "KeywordIndex":
        """The keyword index, opened at first use."""
        from knowledge.keyword import KeywordIndex

        with self._late.lock:
            if self._late.keyword is None:
                dead = {key.passage_id for key in keyword_records(self._database).dead()}
                self._late.keyword = KeywordIndex.open(self._folder / KEYWORD, dead)
                self._opened.callback(self._late.keyword.close)
            return self._late.keyword

    def vectors(self) -> VectorStore:
        """The vectors, opened at first use; on a read-only data folder, a temporary copy of them.

        Raises `DamagedError`, and `VectorServerError` where they lie on a server that is away.
        """
        with self._late.lock:
            if self._late.vectors is None:
                is_shared = bool(self.manifest.collection)
                places = self._surroundings.places
                self._late.vectors = places.open_shared(self.manifest) if is_shared else self._open_folder()
                self._opened.callback(self._late.vectors.close)
            return self._late.vectors

    def _living(self, vector: Vectors, limit: int, where: Mapping[str, Any] | None) -> list[tuple[str, float]]:
        store, asked = self.vectors(), limit
        while True:
            (found,) = store.nearest(vector, asked, where)
            living = self._of_these(found)
            if len(living) >= limit or len(found) < asked:
                return [(neighbour.passage_id, 1.0 - neighbour.distance) for neighbour in living[:limit]]
            # The dead, and on a server those of other generations, took room among the nearest: look further.
            asked *= 2

    def _of_these(self, found: Sequence[Neighbour]) -> list[Neighbour]:
        """Those that stand for a passage as it is now."""
        if not self.manifest.collection:
            return [neighbour for neighbour in found if neighbour.record_id not in self._dead]
        # On a server most may be other generations'.
        live = {str(key) for key in self._records.live_among([one.passage_id for one in found])}
        return [neighbour for neighbour in found if neighbour.record_id in live]

    def _aside(self, vector: Vectors, query: SearchQuery) -> Iterator[tuple[str, float]]:
        """The passages that the collection leads nobody to, compared one by one: the nearest first."""
        passages, vectors = self._left_aside
        cosines = vectors @ vector[0]
        for place in np.argsort(-cosines).tolist():
            if lets_through(query, passages[place]):
                yield passages[place].passage_id, float(cosines[place])

    def _open_folder(self) -> VectorStore:
        """In place; a copy where that cannot be, for Chroma writes at its opening, even to a disk that is full."""
        folder = self._folder / VECTORS
        if os.access(folder, os.W_OK):
            try:
                return VectorStore.open(folder)
            except DamagedError as error:
                try:
                    return VectorStore.open(self._copied_vectors())
                except (DamagedError, OSError):
                    raise error from None
        return VectorStore.open(self._copied_vectors())

    def _copied_vectors(self) -> Path:
        folder = self._folder / VECTORS
        temporary = Path(self._opened.enter_context(tempfile.TemporaryDirectory(prefix="fagkompas-vectors-")))
        copy_store(folder, temporary / VECTORS)
        return temporary / VECTORS

    def _fitting_embedder_query(self, text: str) -> Sequence[float]:
        embedder = self._surroundings.embedder()
        if embedder.fingerprint != self.manifest.fingerprint:
            raise other_model(embedder, self.manifest.embedding, self.number)
        return embedder.embed_query(text)

    @cached_property
    def _sentences(self) -> NearestSentences | None:
        embedder = self._surroundings.embedder()
        return NearestSentences(embedder) if embedder.is_instant else None

    @cached_property
    def _sources_by_id(self) -> Mapping[str, Source]:
        return {source.source_id: source for source in self._catalogue.sources()}

    @cached_property
    def _courses(self) -> Sequence[Course]:
        return tuple(self._catalogue.courses())

    @cached_property
    def _profiles(self) -> Sequence[Profile]:
        return tuple(self._catalogue.profiles())

    @property
    def _records(self) -> VectorRecords:
        return vector_records(self._database)

    @cached_property
    def _dead(self) -> frozenset[str]:
        return frozenset(str(key) for key in self._records.dead())

    @cached_property
    def _left_aside(self) -> tuple[Sequence[Passage], Vectors]:
        keys = self._records.unfound()
        passages = list(self._catalogue.passages_by_id(key.passage_id for key in keys).values())
        embeddings = StoredEmbeddings(self._database, self.manifest.fingerprint, self.manifest.dimensions)
        return passages, embeddings.of(passages)

    @cached_property
    def _values_present(self) -> Mapping[str, frozenset[str]]:
        columns = {"kind": "kind", "learner": f"coalesce(learner, '{NO_LEARNER}')", "visibility": "visibility"}
        return {
            field: frozenset(row[0] for row in self._database.rows(f"SELECT DISTINCT {column} FROM passages"))
            for field, column in columns.items()
        }

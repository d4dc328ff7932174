"""Brings the vectors and the keyword index of a draft in line with its passages: adds, or builds anew."""

import hashlib
import shutil
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from knowledge.catalogue import Catalogue
from knowledge.database import Database
from knowledge.embedder import Embedder, Vectors
from knowledge.errors import DamagedError
from knowledge.index_state import IndexTable, StoredEmbeddings, keyword_records, vector_records
from knowledge.indexing import embedded_text, index_hash
from knowledge.layout import KEYWORD, VECTORS
from knowledge.probe import SAMPLE, not_found
from knowledge.types import Passage
from knowledge.unfinished import UnfinishedEmbeddings, UnfinishedVectors
from knowledge.vector_places import Place
from knowledge.vector_records import RecordKey, metadata_of, passage_of

Progress = Callable[[str, int, int], None]
"""Hears the stage (`embed`, `index`, `probe`), how much of it is done, and of how much."""

# Passages that are in memory at once with their vectors, some 10 MB: a progress bar that moves.
_ADDED_AT_ONCE = 2_000
# Passages embedded in one call: a batch large enough for a model to be quick.
_EMBED_AT_ONCE = 256

# An ingest of fewer passages is over before anybody could miss what it had embedded.
FEWEST_KEPT = 2_000

# From this share of dead records on, an index is built anew: answers lose room to the dead, and copies carry them.
_MOST_DEAD = 1 / 5

# When more than this share of the records is out of reach for its own vector, they are added anew. What is left then is
# compared one by one, up to this many: passages that are nearly the same (the pages of a form) lead to each other, 691
# of 5,150 in a PDF of such pages, and of 100,521 different ones 5 are led to by nobody. It costs a millisecond.
MOST_UNFOUND, MOST_ASIDE = 1 / 1_000, 5_000
# More than this share of all is no cluster but a collection, or a model, that is no good.
_NO_GOOD = 1 / 2

# A collection of that many records takes seconds to open and to add to, however little is new: so the new ones wait,
# are compared one by one meanwhile (a thousand in less than a millisecond), and are added when there are more of them.
LARGE_COLLECTION, MOST_WAITING = 20_000, 1_000

# Each segment costs every question a look-up for each of its words, so the small ones are written together: those up to
# so many times as large as what is new. There are then never more of them than the logarithm of the passages.
_TIMES_AS_LARGE = 2
# Written in a fraction of a second, however little is new.
_SMALL_SEGMENT = 1_000


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a draft is indexed in: its folder, where its vectors lie, and what a killed ingest left of them."""

    folder: Path
    place: Place
    parent: int | None
    embeddings: UnfinishedEmbeddings
    vectors: UnfinishedVectors


class IndexBuilder:
    """One run over a draft's folder; raises `DamagedError` where even a rebuilt index does not find its records."""

    def __init__(self, workshop: Workshop, database: Database, embedder: Embedder, progress: Progress) -> None:
        self._folder = workshop.folder
        self._place = workshop.place
        self._parent = workshop.parent
        self._unfinished = workshop.embeddings
        self._left = workshop.vectors
        self._database = database
        self._embedder = embedder
        self._progress = progress
        self._catalogue = Catalogue(database)
        self._embeddings = StoredEmbeddings(database, embedder.fingerprint, embedder.dimensions)
        self._vectors = vector_records(database)
        self._keywords = keyword_records(database)

    def update(self, rebuild_vectors: bool, rebuild_keyword: bool, number: int) -> None:
        """Bring both in line for the generation of this number, side by side."""
        with ThreadPoolExecutor(1) as beside:
            # Chroma lets go of the interpreter while it works.
            keyword = beside.submit(self.update_keyword, rebuild_keyword, f"{number:06d}")
            self.update_vectors(rebuild_vectors, seed=number)
            keyword.result()

    def update_vectors(self, rebuild: bool, seed: int) -> None:
        """Embed and add what is new, or all into a new collection; then probe, and rebuild once where it fails."""
        self._vectors.forget_dead_waiting()
        if not rebuild and not self._are_vectors_worn() and (self._let_wait() or self._add_and_probe(seed)):
            return
        self._rebuild_vectors()
        lost = self._lost([str(key) for key in self._vectors.live()])
        if not self._bears(0, lost, _NO_GOOD):
            self._left.discard(self._folder / VECTORS)
            raise DamagedError(
                f"{len(lost)} passages are not found by their own vector even after a rebuild; nothing was published. "
                "Try again, and if it stays so report it with the name of the embedding model.",
                passages=lost,
            )
        self._left.give_back(self._folder / VECTORS)

    def update_keyword(self, rebuild: bool, segment: str) -> None:
        """Add a segment with what is new, or write one with all."""
        folder = self._folder / KEYWORD
        if rebuild or _is_worn(self._keywords):
            shutil.rmtree(folder, ignore_errors=True)
            self._keywords.clear()
        folder.mkdir(exist_ok=True)
        missing = self._keywords.missing()
        if missing:
            from knowledge.keyword import write_segment  # brings the Danish analysis with it

            merged, ids = smaller_segments(folder, len(missing))
            again = self._catalogue.passages_by_id(ids - {passage.passage_id for passage in missing})
            write_segment(folder, segment, [*missing, *again.values()])
            for path in merged:
                path.unlink()
            self._keywords.add(_key(passage) for passage in missing)

    def _bears(self, known: int, lost: Collection[str], most: float) -> bool:
        """Note what is lost, where that is no greater share and, with what is known, few enough to be compared."""
        live, _ = self._vectors.counts()
        if len(lost) > most * live or known + len(lost) > MOST_ASIDE:
            return False
        self._vectors.note_unfound(lost)
        return True

    def _embed(self, wanted: Sequence[Passage], keeps: bool) -> None:
        """Embed what has no vector yet; `keeps`: so that a killed ingest need not do it anew."""
        passages = self._embeddings.missing(wanted)
        for start in range(0, len(passages), _EMBED_AT_ONCE):
            batch = passages[start : start + _EMBED_AT_ONCE]
            if keeps:
                self._embeddings.put(self._unfinished.known(self._embeddings.hashes(batch)))
                batch = self._embeddings.missing(batch)
            rows = self._embeddings.rows(batch, self._embedder.embed_array([embedded_text(one) for one in batch]))
            self._embeddings.put(rows)
            if keeps and rows:
                self._unfinished.keep(rows)

    def _let_wait(self) -> bool:
        """Embed the few new records of a large collection, and leave the collection as it is; False for other ones."""
        missing = self._vectors.missing_keys()
        waiting = len(self._vectors.waiting()) + len(missing)
        is_large = self._catalogue.counts()["passages"] >= LARGE_COLLECTION
        if self._place.collection or not is_large or waiting > MOST_WAITING:
            return False
        self._tell(0, len(missing))
        self._embed(list(self._catalogue.passages_by_id(key.passage_id for key in missing).values()), keeps=False)
        self._vectors.have_wait(missing)
        self._tell(len(missing), len(missing))
        return True

    def _add_and_probe(self, seed: int) -> bool:
        """Add what is missing, and probe that and some others; False where it is better to build anew."""
        missing = [*self._vectors.waiting(), *self._vectors.missing_keys()]
        try:
            self._add(missing, self._added_already(missing, f"{self._parent}"))
        except DamagedError:
            return False
        added, known = {str(key) for key in missing}, {str(key) for key in self._vectors.unfound()}
        others = {str(key) for key in self._vectors.some_live(SAMPLE, seed)}
        lost = self._lost([*sorted(added), *sorted(others - known - added)])
        is_whole = self._bears(len(known), lost, MOST_UNFOUND)
        if is_whole:
            self._left.give_back(self._folder / VECTORS)
        return is_whole

    def _rebuild_vectors(self) -> None:
        self._vectors.clear()
        missing = self._vectors.missing_keys()
        self._begin_anew()
        try:
            there = self._added_already(missing, "anew")
        except DamagedError:
            self._begin_anew()
            there = set()
        self._embeddings.keep_only(self._add(missing, there))

    def _begin_anew(self) -> None:
        self._left.discard(self._folder / VECTORS)
        self._place.anew().close()

    def _added_already(self, keys: Sequence[RecordKey], onto: str) -> set[str]:
        """Have very many be added where a next ingest finds them, should this be killed; what one has left there."""
        if self._place.collection or len(keys) < FEWEST_KEPT:
            return set()
        told = [self._embedder.fingerprint, onto, *sorted(map(str, keys))]
        self._left.lend(self._folder / VECTORS, hashlib.sha256("\n".join(told).encode()).hexdigest())
        with closing(self._place.open()) as store:
            return store.ids()

    def _add(self, keys: Sequence[RecordKey], there: Collection[str]) -> list[str]:
        """Embed and add these passages, so many at a time that memory stays bounded; the names of their vectors.

        `there`: the ids of records that need not be added.
        """
        hashes: list[str] = []
        keeps = len(keys) >= FEWEST_KEPT
        with closing(self._place.open()) as store:
            for start in range(0, len(keys), _ADDED_AT_ONCE):
                part = keys[start : start + _ADDED_AT_ONCE]
                self._tell(start, len(keys))
                passages = list(self._catalogue.passages_by_id(key.passage_id for key in part).values())
                hashes += self._embeddings.hashes(passages)
                self._embed(passages, keeps)
                new = {str(key): passage for key, passage in zip(part, passages, strict=True) if str(key) not in there}
                metadatas = [metadata_of(passage) for passage in new.values()]
                store.add([*new], self._embeddings.of([*new.values()]), metadatas)
                self._vectors.add(part)
        self._tell(len(keys), len(keys))
        return hashes

    def _tell(self, done: int, total: int) -> None:
        for stage in ("embed", "index"):
            self._progress(stage, done, total)

    def _are_vectors_worn(self) -> bool:
        """Whether too many are dead; on a server also those that only other generations and killed ingests know."""
        live, dead = self._vectors.counts()
        if self._place.collection:
            with closing(self._place.open()) as store:
                dead = store.count() - live
        return _has_many_dead(live, dead)

    def _lost(self, record_ids: Sequence[str]) -> list[str]:
        self._progress("probe", 0, len(record_ids))
        with closing(self._place.open()) as store:
            vectors_of = live_vectors(self._database, self._embeddings)
            return not_found(store, record_ids, vectors_of, lambda done: self._progress("probe", done, len(record_ids)))


def smaller_segments(folder: Path, new: int) -> tuple[list[Path], set[str]]:
    """The newest segments that are to be written anew with so many new passages, and the ids of what they hold."""
    from knowledge.segment import SUFFIX, open_segment

    merged: list[Path] = []
    ids: set[str] = set()
    for path in sorted(folder.glob(f"*{SUFFIX}"), reverse=True):
        opened = open_segment(path)
        if opened.size > max(_SMALL_SEGMENT, _TIMES_AS_LARGE * (new + len(ids))):
            break
        merged.append(path)
        ids.update(opened.passage_ids())
    return merged, ids


def live_vectors(database: Database, embeddings: StoredEmbeddings) -> Callable[[Sequence[str]], Vectors]:
    """Look up the vectors of live records by their ids in Chroma."""
    catalogue = Catalogue(database)

    def of(record_ids: Sequence[str]) -> Vectors:
        passages = catalogue.passages_by_id(map(passage_of, record_ids))
        return embeddings.of([passages[passage_of(record_id)] for record_id in record_ids])

    return of


def _is_worn(records: IndexTable) -> bool:
    live, dead = records.counts()
    return _has_many_dead(live, dead)


def _has_many_dead(live: int, dead: int) -> bool:
    return dead > 0 and dead >= _MOST_DEAD * (dead + live)


def _key(passage: Passage) -> RecordKey:
    return RecordKey(passage.passage_id, index_hash(passage))

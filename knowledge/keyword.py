"""Keyword search: BM25 over memory-mapped segments, scored as if they were one freshly built index.

Document frequencies and average lengths are counted over the living passages of all segments at each question, so a
base, small later segments and a list of the dead give the scores of a new build (Robertson and Zaragoza 2009; the idf
is Lucene's, which is never negative).
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.postings import KIND_CODES, LEARNER_CODES, VISIBILITY_CODES, write_segment
from knowledge.segment import FIELDS, NGRAMS, STEMS, SUFFIX, TITLE, Segment, open_segment, term_hash, term_hashes
from knowledge.types import Learner, SourceKind, Visibility

__all__ = ["Allowed", "Alternative", "Group", "KeywordIndex", "KeywordQuery", "write_segment"]

# How fast repeating a term stops to count, and how much long passages are held back. Passages are short: 0.9 for k1 is
# better than the textbook's 1.2 (evals/benchmarks/squad.py: nDCG@10 .842 against .841).
K1 = 0.9
B = 0.75


# In a large index a 4-gram that stands in more than this share of the passages is left out: it tells nothing (nDCG@10
# .849 at .2, at .3 and with all) and costs the most. In a small one a share is a handful, and speed is no matter.
COMMONEST_NGRAM = 0.25
_LARGE = 1_000
# A question asks for the frequency of each of its words some fifteen times over.
_KEPT_FREQUENCIES = 20_000

# Rows of the index and the score of each.
_Scores = tuple[NDArray[np.int64], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Stems that may stand for what was asked, at a weight of 0 to 1; `part` names the score they go to."""

    stems: tuple[str, ...]
    weight: float
    part: str


@dataclass(frozen=True, slots=True)
class Group:
    """A stretch of the question: its own stems, and what may stand for it. The best of them counts, never their sum."""

    stems: tuple[str, ...]
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class KeywordQuery:
    """What to look for: stretches of the question in texts and titles, 4-grams in texts."""

    groups: tuple[Group, ...] = ()
    ngrams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Allowed:
    """Which passages may be found; passages that name no learner always may."""

    kind: SourceKind | None = None
    learner: Learner | None = None
    visibilities: frozenset[Visibility] = frozenset(Visibility)


class KeywordIndex:
    """An open index; safe to search from many threads."""

    def __init__(self, segments: Sequence[Segment], dead: Collection[str] = ()) -> None:
        """Take segments, the newest last: a passage that stands in several is the newest one."""
        self._segments = tuple(segments)
        self._starts = np.cumsum([0, *(segment.size for segment in self._segments)])
        self._alive = self._living(dead)
        self._size = int(np.count_nonzero(self._alive))
        self._norms = {name: self._length_norms(name) for name in FIELDS}
        self._frequencies: dict[str, int] = {}

    @classmethod
    def open(cls, directory: Path, dead: Collection[str] = ()) -> "KeywordIndex":
        """Map all segments in a directory, in the order of their names; raises `DamagedError`."""
        return cls([open_segment(path) for path in sorted(directory.glob(f"*{SUFFIX}"))], dead)

    def __len__(self) -> int:
        """How many passages are alive."""
        return self._size

    def search(
        self, query: KeywordQuery, limit: int, allowed: Allowed | None = None
    ) -> list[tuple[str, Mapping[str, float]]]:
        """Find the passages that lead in any field: id and BM25 score by part, in no order.

        Parts: `stems`, `ngrams`, `title`, and those that the query's alternatives name: by how much the alternatives
        outdo the asker's own words. `limit` is a field's; a passage found through one field is scored in all.
        """
        mask = self._alive if allowed is None else self._alive & self._allowed(allowed)
        parts = self._score_groups(STEMS, query.groups)
        title = self._score_groups(TITLE, query.groups)
        fields = [
            sum(parts.values(), self._zeros()),
            parts.setdefault(NGRAMS, self._score_ngrams(query.ngrams)),
            parts.setdefault(TITLE, sum(title.values(), self._zeros())),
        ]
        rows = np.unique(np.concatenate([_leading(scores, mask, limit) for scores in fields]))
        scored = np.stack([scores[rows] for scores in parts.values()], axis=1).tolist()
        return [
            (passage_id, {name: score for name, score in zip(parts, row, strict=True) if score})
            for passage_id, row in zip(self._passage_ids(rows), scored, strict=True)
        ]

    def rarity(self, stem: str) -> float:
        """The inverse document frequency of a stem over texts, at least 0; an unseen stem is the rarest."""
        return self._rarity(self.frequency(stem))

    def frequency(self, stem: str) -> int:
        """In how many living passages' texts a stem stands."""
        known = self._frequencies.get(stem)
        if known is None:
            known = sum(len(rows) for rows, _ in self._postings(STEMS, stem))
            if len(self._frequencies) >= _KEPT_FREQUENCIES:
                self._frequencies.clear()
            self._frequencies[stem] = known
        return known

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        """Every stem of the texts with the number of passages it stands in, the dead included."""
        counted: dict[str, int] = {}
        for segment in self._segments:
            sizes = np.diff(segment.fields[STEMS].offsets)
            for term, size in zip(segment.stems(), sizes.tolist(), strict=True):
                counted[term] = counted.get(term, 0) + size
        return counted

    def close(self) -> None:
        """Let go of the files; they are unmapped when the last array that looks into them is gone."""
        self._segments = ()
        self._starts = np.zeros(1, dtype=np.int64)
        self._alive = np.zeros(0, dtype=bool)
        self._size = 0
        self._norms = {name: np.zeros(0, dtype=np.float32) for name in FIELDS}

    def _living(self, dead: Collection[str]) -> NDArray[np.bool_]:
        gone = term_hashes(dead)
        alive: list[NDArray[np.bool_]] = []
        for segment in reversed(self._segments):
            alive.append(~np.isin(segment.id_hashes, gone))
            gone = np.union1d(gone, segment.id_hashes)
        return np.concatenate([np.zeros(0, dtype=bool), *reversed(alive)])

    def _length_norms(self, name: str) -> NDArray[np.float32]:
        lengths = np.concatenate([np.zeros(0), *(segment.fields[name].lengths for segment in self._segments)])
        average = float(lengths[self._alive].mean()) if len(self) else 1.0
        return (K1 * (1 - B + B * lengths / max(average, 1.0))).astype(np.float32)

    def _postings(self, name: str, term: str) -> list[tuple[NDArray[np.int64], NDArray[np.uint8]]]:
        hashed = term_hash(term)
        found = []
        for segment, start in zip(self._segments, self._starts.tolist(), strict=False):
            rows, counts = segment.fields[name].postings(hashed)
            if len(rows):
                placed = rows.astype(np.int64) + start
                if self._size < len(self._alive):
                    alive = self._alive[placed]
                    placed, counts = placed[alive], counts[alive]
                found.append((placed, counts))
        return found

    def _score_groups(self, name: str, groups: Sequence[Group]) -> dict[str, NDArray[np.float32]]:
        parts = {STEMS: self._zeros()}
        best = self._zeros()
        for group in groups:
            rows, scores = self._scores_together(name, group.stems)
            parts[STEMS][rows] += scores
            best[rows] = scores
            touched = [rows]
            for alternative in group.alternatives:
                rows, scores = self._scores_together(name, alternative.stems)
                # The mean over its words: a long name must not outweigh a short one.
                share = self._share(group.stems, alternative.stems)
                scores = scores * np.float32(share * alternative.weight / len(alternative.stems))
                parts.setdefault(alternative.part, self._zeros())[rows] += np.maximum(scores - best[rows], 0)
                best[rows] = np.maximum(best[rows], scores)
                touched.append(rows)
            for rows in touched:
                best[rows] = 0
        return parts

    def _share(self, asked: Sequence[str], stems: Sequence[str]) -> float:
        """How far the rarer counts that may stand for what was asked: it tells no more than the asker's own words."""
        own, other = (sum(map(self.rarity, some)) / max(len(some), 1) for some in (asked, stems))
        return min(1.0, own / other) if other else 1.0

    def _score_ngrams(self, ngrams: Sequence[str]) -> NDArray[np.float32]:
        total = self._zeros()
        norms = self._norms[NGRAMS]
        most = COMMONEST_NGRAM * len(self) if len(self) > _LARGE else len(self)
        for ngram in ngrams:
            postings = self._postings(NGRAMS, ngram)
            frequency = sum(len(rows) for rows, _ in postings)
            if frequency <= most:
                weight = np.float32(self._rarity(frequency) * (K1 + 1))
                for rows, counts in postings:
                    total[rows] += weight * (counts / (counts + norms[rows]))
        return total

    def _scores_together(self, name: str, terms: Sequence[str]) -> _Scores:
        """The summed scores of a few terms, for the passages that hold any of them."""
        pieces = list(self._scores_of(name, terms))
        if len(pieces) == 1:
            return pieces[0]
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *(rows for rows, _ in pieces)])
        scores = np.concatenate([np.zeros(0, dtype=np.float32), *(scores for _, scores in pieces)])
        distinct, place = np.unique(rows, return_inverse=True)
        return distinct, np.bincount(place, weights=scores, minlength=len(distinct)).astype(np.float32)

    def _scores_of(self, name: str, terms: Sequence[str]) -> Iterator[_Scores]:
        norms = self._norms[name]
        for term in terms:
            postings = self._postings(name, term)
            idf = self._rarity(sum(len(rows) for rows, _ in postings))
            for rows, counts in postings:
                yield rows, np.float32(idf * (K1 + 1)) * (counts / (counts + norms[rows]))

    def _zeros(self) -> NDArray[np.float32]:
        return np.zeros(len(self._alive), dtype=np.float32)

    def _rarity(self, frequency: int) -> float:
        return math.log(1 + (self._size - frequency + 0.5) / (frequency + 0.5))

    def _allowed(self, allowed: Allowed) -> NDArray[np.bool_]:
        traits = np.concatenate([np.zeros((0, 3), dtype=np.uint8), *(segment.traits for segment in self._segments)])
        mask = np.isin(traits[:, 2], [VISIBILITY_CODES[visibility] for visibility in allowed.visibilities])
        if allowed.kind is not None:
            mask &= traits[:, 0] == KIND_CODES[allowed.kind]
        if allowed.learner is not None:
            mask &= np.isin(traits[:, 1], [LEARNER_CODES[None], LEARNER_CODES[allowed.learner]])
        return mask

    def _passage_ids(self, rows: NDArray[np.int64]) -> Iterator[str]:
        places = np.searchsorted(self._starts, rows, side="right") - 1
        for place, row in zip(places.tolist(), (rows - self._starts[places]).tolist(), strict=True):
            yield self._segments[place].passage_id(row)


def _leading(scores: NDArray[np.float32], mask: NDArray[np.bool_], limit: int) -> NDArray[np.int64]:
    rows = np.flatnonzero((scores > 0) & mask)
    return rows if len(rows) <= limit else rows[np.argpartition(scores[rows], -limit)[-limit:]]

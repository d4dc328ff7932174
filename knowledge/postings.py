"""Turns passages into the postings of a segment: words are analysed once each, counting is left to numpy."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.danish import char_ngrams, fold, is_stop_word, stem, tokenize
from knowledge.segment import NGRAMS, STEMS, SUFFIX, TITLE, joined, save_arrays, term_hashes
from knowledge.types import Learner, Passage, SourceKind, Visibility

KIND_CODES = {kind: code for code, kind in enumerate(SourceKind)}
LEARNER_CODES = {None: 0} | {learner: code for code, learner in enumerate(Learner, start=1)}
VISIBILITY_CODES = {visibility: code for code, visibility in enumerate(Visibility)}

# Counts are kept in a byte; BM25 is flat long before 255.
_MOST_COUNTED = 255
# Passages whose 4-grams are counted at a time: about 100 MB at 60 words a passage.
_CHUNK = 8_000

_Arrays = dict[str, NDArray[Any]]
_Counts = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


@dataclass(slots=True)
class _Words:
    """Every distinct word of the passages; `flat` holds their numbers in the order of the text, cut by `ends`."""

    numbers: dict[str, int] = field(default_factory=dict)
    flat: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, text: str) -> None:
        for token in tokenize(text):
            if not is_stop_word(token.text):
                self.flat.append(self.numbers.setdefault(fold(token.text), len(self.numbers)))
        self.ends.append(len(self.flat))


def write_segment(directory: Path, name: str, passages: Sequence[Passage]) -> None:
    """Write the passages as the segment `name`; a passage that stands in several segments is that of the last name."""
    directory.mkdir(parents=True, exist_ok=True)
    body, titles = _Words(), _Words()
    for passage in passages:
        body.add(f"{passage.section}\n{passage.text}")
        titles.add(f"{passage.title}\n{passage.section}")
    ids = [passage.passage_id for passage in passages]
    stem_terms, stem_arrays = _field(STEMS, body, [[stem(word)] for word in body.numbers])
    _, ngram_arrays = _field(NGRAMS, body, [char_ngrams(word) for word in body.numbers])
    _, title_arrays = _field(TITLE, titles, [[stem(word)] for word in titles.numbers])
    arrays: _Arrays = {
        "id_hashes": term_hashes(ids),
        "id_ends": np.cumsum([len(passage_id.encode("utf-8")) for passage_id in ids]).astype(np.uint32),
        "traits": np.array([_traits(passage) for passage in passages], dtype=np.uint8).ravel(),
        **stem_arrays,
        **ngram_arrays,
        **title_arrays,
        "id_bytes": joined(ids, ""),
        "stem_bytes": joined(stem_terms, "\n"),
    }
    save_arrays(directory / f"{name}{SUFFIX}", len(passages), arrays)


def _traits(passage: Passage) -> tuple[int, int, int]:
    return (
        KIND_CODES[passage.kind],
        LEARNER_CODES[passage.learner],
        VISIBILITY_CODES[passage.visibility],
    )


def _field(
    name: str, words: _Words, terms_of_word: list[list[str]]
) -> tuple[list[str], dict[str, NDArray[np.generic]]]:
    numbers: dict[str, int] = {}
    flat = [numbers.setdefault(term, len(numbers)) for terms in terms_of_word for term in terms]
    first = np.concatenate([[0], np.cumsum([len(terms) for terms in terms_of_word], dtype=np.int64)])
    hashes = term_hashes(numbers)
    order = np.argsort(hashes)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    terms, rows, counts = _count(words, rank[np.array(flat, dtype=np.int64)] if flat else rank, first)
    sizes = np.bincount(terms, minlength=len(numbers))
    names = list(numbers)
    arrays: _Arrays = {
        "hashes": hashes[order],
        "offsets": np.concatenate([[0], np.cumsum(sizes)]).astype(np.uint32),
        "rows": rows.astype(np.uint32),
        "counts": np.minimum(counts, _MOST_COUNTED).astype(np.uint8),
        "lengths": np.bincount(rows, weights=counts, minlength=len(words.ends)).astype(np.uint32),
    }
    return [names[at] for at in order], {f"{name}.{part}": array for part, array in arrays.items()}


def _count(words: _Words, terms: NDArray[np.int64], first: NDArray[np.int64]) -> _Counts:
    """Count each term in each passage; returns terms, rows and counts, sorted by term, then row."""
    flat, ends = np.array(words.flat, dtype=np.int64), np.array(words.ends, dtype=np.int64)
    parts = [_count_chunk(flat, ends, at, terms, first) for at in range(0, len(ends), _CHUNK)]
    if not parts:
        empty = np.empty(0, dtype=np.int64)
        return empty, empty, empty
    found, rows, counts = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.argsort(found, kind="stable")
    return found[order], rows[order], counts[order]


def _count_chunk(
    flat: NDArray[np.int64], ends: NDArray[np.int64], at: int, terms: NDArray[np.int64], first: NDArray[np.int64]
) -> _Counts:
    ends_here = ends[at : at + _CHUNK]
    begin = int(ends[at - 1]) if at else 0
    words = flat[begin : int(ends_here[-1])]
    sizes = first[words + 1] - first[words]
    # For each word in turn the positions first[word], first[word] + 1, ... of its terms.
    steps = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    found = terms[np.repeat(first[words], sizes) + steps]
    row_of_word = np.repeat(np.arange(len(ends_here)), np.diff(ends_here, prepend=begin))
    keys, counts = np.unique(found * len(ends_here) + np.repeat(row_of_word, sizes), return_counts=True)
    return keys // len(ends_here), keys % len(ends_here) + at, counts

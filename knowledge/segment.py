"""A segment of the keyword index: one immutable, memory-mapped file with the postings of some passages.

    magic, length of the header, header (JSON: rows, analyser, arrays as name -> [dtype, offset, count]), arrays

Three fields, each as postings sorted by passage: `stems` (of the text), `ngrams` (its character 4-grams), `title`
(stems of title and heading path). Terms are found by a 64-bit hash; the stems themselves are kept for spelling.
"""

import hashlib
import json
import mmap
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.danish import ANALYSER_VERSION
from knowledge.errors import DamagedError

SUFFIX = ".keyword"
STEMS, NGRAMS, TITLE = "stems", "ngrams", "title"
FIELDS = (STEMS, NGRAMS, TITLE)

_MAGIC = b"FAGKW001"
# Every array starts at a multiple of the largest item, so that it can be used in place.
_ALIGNMENT = 8


@dataclass(frozen=True, slots=True)
class Field:
    """Postings of one field: term i stands in passages `rows[offsets[i]:offsets[i+1]]`, `counts` times each."""

    hashes: NDArray[np.uint64]
    """Sorted."""
    offsets: NDArray[np.uint32]
    rows: NDArray[np.uint32]
    counts: NDArray[np.uint8]
    lengths: NDArray[np.uint32]
    """Terms in each passage, one number a passage."""

    def postings(self, term_hash: int) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        """The passages of a term (rows of the segment) and how often it stands in each; empty for an unknown term."""
        at = int(self.hashes.searchsorted(np.uint64(term_hash)))
        if at == len(self.hashes) or int(self.hashes[at]) != term_hash:
            return self.rows[:0], self.counts[:0]
        span = slice(int(self.offsets[at]), int(self.offsets[at + 1]))
        return self.rows[span], self.counts[span]


@dataclass(frozen=True, slots=True)
class Segment:
    """An open segment; arrays are views of the mapped file."""

    size: int
    id_hashes: NDArray[np.uint64]
    traits: NDArray[np.uint8]
    """Kind, learner and visibility of each passage as codes: shape (passages, 3)."""
    fields: Mapping[str, Field]
    id_ends: NDArray[np.uint32]
    id_bytes: NDArray[np.uint8]
    stem_bytes: NDArray[np.uint8]

    def passage_id(self, row: int) -> str:
        """The id of the passage in a row."""
        start = int(self.id_ends[row - 1]) if row else 0
        return self.id_bytes[start : int(self.id_ends[row])].tobytes().decode("utf-8")

    def passage_ids(self) -> list[str]:
        """The ids of all its passages, in the order of the rows."""
        return [self.passage_id(row) for row in range(self.size)]

    def stems(self) -> list[str]:
        """All stems of the texts, in the order of the field's terms."""
        return self.stem_bytes.tobytes().decode("utf-8").split("\n") if len(self.stem_bytes) else []


def term_hash(term: str) -> int:
    """Hash a term or an id to 64 bits, the same in every process."""
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8"), digest_size=8).digest(), "little")


def term_hashes(terms: Iterable[str]) -> NDArray[np.uint64]:
    """Hash many terms, in their order."""
    return np.fromiter((term_hash(term) for term in terms), dtype=np.uint64)


def save_arrays(path: Path, size: int, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a segment file so that it is there whole or not at all."""
    table: dict[str, tuple[str, int, int]] = {}
    offset = 0
    for name, array in arrays.items():
        table[name] = (array.dtype.str, offset, array.size)
        offset += _padded(array.nbytes)
    header = json.dumps({"size": size, "analyser": ANALYSER_VERSION, "bytes": offset, "arrays": table}).encode("ascii")
    header += b" " * (_padded(len(header)) - len(header))
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        file.write(_MAGIC + len(header).to_bytes(_ALIGNMENT, "little") + header)
        for array in arrays.values():
            raw = np.ascontiguousarray(array).tobytes()
            file.write(raw + b"\0" * (_padded(len(raw)) - len(raw)))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def open_segment(path: Path) -> Segment:
    """Map a segment file; raises `DamagedError` when it is not whole or was written by another analyser."""
    try:
        arrays, size = _map_arrays(path)
        return Segment(
            size=size,
            id_hashes=arrays["id_hashes"],
            traits=arrays["traits"].reshape(size, 3),
            fields={field: Field(**{part: arrays[f"{field}.{part}"] for part in Field.__slots__}) for field in FIELDS},
            id_ends=arrays["id_ends"],
            id_bytes=arrays["id_bytes"],
            stem_bytes=arrays["stem_bytes"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedError(
            f"The keyword index {path} cannot be read ({error}); `fagkompas doctor --repair` builds it anew.",
            file=str(path),
        ) from error


def _map_arrays(path: Path) -> tuple[dict[str, NDArray[Any]], int]:
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if mapped[: len(_MAGIC)] != _MAGIC:
        raise ValueError("it does not begin as one")
    begin = len(_MAGIC) + _ALIGNMENT
    length = int.from_bytes(mapped[len(_MAGIC) : begin], "little")
    header = json.loads(mapped[begin : begin + length])
    if header["analyser"] != ANALYSER_VERSION:
        raise ValueError(f"analyser version {header['analyser']}, not {ANALYSER_VERSION}")
    if len(mapped) != begin + length + header["bytes"]:
        raise ValueError("its length is not what its header says")
    arrays = {
        name: np.frombuffer(mapped, dtype=np.dtype(dtype), count=count, offset=begin + length + offset)
        for name, (dtype, offset, count) in header["arrays"].items()
    }
    return arrays, int(header["size"])


def _padded(length: int) -> int:
    return -(-length // _ALIGNMENT) * _ALIGNMENT


def joined(texts: Sequence[str], separator: str) -> NDArray[np.uint8]:
    """Join texts into one array of UTF-8 bytes."""
    return np.frombuffer(separator.join(texts).encode("utf-8"), dtype=np.uint8)

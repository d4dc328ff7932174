"""A record in Chroma: its id, what it says of its passage beside the vector, and how questions filter by that."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.types import Passage, SearchQuery

# Chroma knows no missing metadata value in a filter, so "names no learner" is a word of its own.
NO_LEARNER = "none"

# The end of a record's id: enough of the passage's hash to tell its versions apart.
_HASH_MARK = "#"
_HASH_DIGITS = 16

Metadata = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordKey:
    """A passage as it was when it was embedded: a changed passage is a new record beside the dead old one."""

    passage_id: str
    index_hash: str

    def __str__(self) -> str:
        return f"{self.passage_id}{_HASH_MARK}{self.index_hash[:_HASH_DIGITS]}"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A record's id in Chroma (`str` of its key) and its cosine distance, 0 (same direction) to 2."""

    record_id: str
    distance: float

    @property
    def passage_id(self) -> str:
        """The passage it is, or once was."""
        return passage_of(self.record_id)


def passage_of(record_id: str) -> str:
    """The id of the passage that a record is, or once was."""
    return record_id.rpartition(_HASH_MARK)[0]


def metadata_of(passage: Passage) -> Metadata:
    """What Chroma knows of a passage beside its id and vector: only what a question filters by."""
    return {
        "kind": passage.kind.value,
        "learner": passage.learner.value if passage.learner else NO_LEARNER,
        "visibility": passage.visibility.value,
    }


def filter_for(query: SearchQuery, present: Mapping[str, frozenset[str]]) -> dict[str, Any] | None:
    """Say in Chroma's words what a question leaves out; `present`: the values there are, by field.

    None when nothing there is left out: a filter that lets everything through costs Chroma a list of all ids.
    """
    wanted = {"visibility": {visibility.value for visibility in query.visibilities}}
    if query.kind is not None:
        wanted["kind"] = {query.kind.value}
    if query.learner is not None:
        wanted["learner"] = {query.learner.value, NO_LEARNER}
    narrowing = [
        {field: {"$in": sorted(values)}} for field, values in sorted(wanted.items()) if present[field] - values
    ]
    if len(narrowing) > 1:
        return {"$and": narrowing}
    return narrowing[0] if narrowing else None


def lets_through(query: SearchQuery, passage: Passage) -> bool:
    """Tell whether a question leaves a passage in, as `filter_for` says it to Chroma."""
    return (
        passage.visibility in query.visibilities
        and query.kind in (None, passage.kind)
        and (query.learner is None or passage.learner in (None, query.learner))
    )

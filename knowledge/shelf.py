"""Passages that were looked up lately: people ask about the same ones."""

from collections.abc import Iterable

from knowledge.catalogue import Catalogue
from knowledge.types import Passage


class PassageShelf:
    """Looks passages up in one go, and keeps so many at hand; safe under threads."""

    def __init__(self, catalogue: Catalogue, most: int) -> None:
        self._catalogue = catalogue
        self._most = most
        self._kept: dict[str, Passage] = {}

    def take(self, passage_ids: Iterable[str]) -> dict[str, Passage]:
        """The passages of these ids, in their order; one that is not there is missing."""
        wanted, kept = list(passage_ids), self._kept
        found = {passage_id: kept[passage_id] for passage_id in wanted if passage_id in kept}
        missing = [passage_id for passage_id in wanted if passage_id not in found]
        if missing:
            looked_up = self._catalogue.passages_by_id(missing)
            found |= looked_up
            # Never changed in place: another thread may be looking into it.
            self._kept = looked_up if len(kept) + len(looked_up) > self._most else {**kept, **looked_up}
        return {passage_id: found[passage_id] for passage_id in wanted if passage_id in found}

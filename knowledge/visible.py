"""What of a generation may be shown: a snapshot as if sources that are not for all were not there."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property

from knowledge.errors import UnknownTextError
from knowledge.types import Course, Passage, Profile, SearchQuery, SearchResult, Snapshot, Source, Visibility

PUBLIC = frozenset({Visibility.PUBLIC})


class VisibleSnapshot:
    """Implements `knowledge.types.Snapshot` over another, as if what is not visible were not there."""

    def __init__(self, snapshot: Snapshot, visibilities: Collection[Visibility] = PUBLIC) -> None:
        self._snapshot = snapshot
        self._visibilities = frozenset(visibilities)
        self.by_words_alone = False
        """Whether a search of this snapshot could not ask the vectors."""

    @property
    def number(self) -> int:
        """The generation's number, 1 or more."""
        return self._snapshot.number

    def search(self, query: SearchQuery) -> SearchResult:
        """Find the visible passages that answer best."""
        found = self._snapshot.search(replace(query, visibilities=query.visibilities & self._visibilities))
        self.by_words_alone |= found.by_words_alone
        return found

    def sources(self) -> Sequence[Source]:
        """The visible sources, ordered by id."""
        return tuple(source for source in self._snapshot.sources() if self._shows(source))

    def source(self, source_id: str) -> Source | None:
        """One visible source, or None."""
        source = self._snapshot.source(source_id)
        return source if source and self._shows(source) else None

    def text(self, text_id: str) -> str:
        """The text of a visible source; raises `UnknownTextError`."""
        if text_id not in self.text_ids:
            raise UnknownTextError(f"No source that may be shown has the text {text_id!r}.", text_id=text_id)
        return self._snapshot.text(text_id)

    def passages(self, source_id: str) -> Sequence[Passage]:
        """The passages of a visible source in the order of the text."""
        return self._snapshot.passages(source_id) if self.source(source_id) else ()

    def courses(self) -> Sequence[Course]:
        """The courses of visible sources, ordered by id."""
        return tuple(course for course in self._snapshot.courses() if self.source(course.source_id))

    def profiles(self) -> Sequence[Profile]:
        """The profiles of visible sources, ordered by set, version and id."""
        return tuple(profile for profile in self._snapshot.profiles() if self.source(profile.source_id))

    def rarity(self, stem: str) -> float:
        """Inverse document frequency of a stem over all passages."""
        return self._snapshot.rarity(stem)

    def corrections(self, stem: str) -> Sequence[tuple[str, float]]:
        """Known stems that an unknown one may have been meant as, the likeliest first."""
        return self._snapshot.corrections(stem)

    def similarities(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Cosine of the question's vector with each text's vector, -1 to 1."""
        return self._snapshot.similarities(question, texts)

    @cached_property
    def text_ids(self) -> frozenset[str]:
        """The ids of the texts of visible sources."""
        return frozenset(source.text_id for source in self.sources())

    def _shows(self, source: Source) -> bool:
        return source.visibility in self._visibilities

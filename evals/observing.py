"""One answered case with all that its metrics look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.core.types import Answer
from evals.cases import Case
from evals.ranking import Ranking
from knowledge.types import Learner, SearchQuery, Snapshot

DEPTH = 10
"""Passages a ranking holds."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A case and its answer, and what the search behind it found; the ranking is None when no passage is named."""

    case: Case
    answer: Answer
    ranking: Ranking | None
    grounds: "Grounds"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What answers are held against: stored texts and passages, and whom each course is for."""

    snapshot: Snapshot
    text_of: Callable[[str], str]
    learner_of: Callable[[str], Learner | None]
    passages: Mapping[str, str]
    """Every stored passage's text by its id."""

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Grounds":
        """The grounds that a generation gives."""
        learners = {course.course_id: course.learner for course in snapshot.courses()}
        passages = {
            passage.passage_id: passage.text
            for source in snapshot.sources()
            for passage in snapshot.passages(source.source_id)
        }
        return cls(snapshot, snapshot.text, learners.get, passages)

    def ranking(self, case: Case) -> Ranking | None:
        """What a search for the question finds; None for a case without passages, or one that needs what came before.

        A passage answers when one of the case's verbatim stretches stands in it.
        """
        if not case.passages or case.conversation:
            return None
        answering = frozenset(
            passage_id for passage_id, text in self.passages.items() if any(part in text for part in case.passages)
        )
        hits = self.snapshot.search(SearchQuery(case.question, DEPTH, learner=case.learner)).hits
        return Ranking([hit.passage.passage_id for hit in hits], answering)

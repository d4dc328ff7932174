"""What an answer is made in and what it is before it is numbered, dated and given its notices."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.core.types import (
    AnswerKind,
    AppliedFilter,
    AskRequest,
    Citation,
    Claim,
    CourseSuggestion,
    Language,
    NamedFilter,
    NearestSource,
    TeamPlan,
)
from knowledge.thesaurus import Thesaurus
from knowledge.types import Hit, Learner, Snapshot, SourceKind
from prompts.wording import Wording

# Passages looked into: the right one is among the first ten for 94 % of the bench questions, and more cost time only.
PASSAGES = 12
# Titles named when nothing answers.
MOST_NEAREST = 3
# The numbers after a quotation; a source's own words may hold numbers in brackets too.
_NUMBERS = re.compile(r"(?<=[«”] )(?:\[\d+\])+")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is numbered, dated and given its notices."""

    kind: AnswerKind
    text: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    courses: tuple[CourseSuggestion, ...] = ()
    nearest: tuple[NearestSource, ...] = ()
    searched_also: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    filters: tuple[AppliedFilter, ...] = ()
    without: tuple[AppliedFilter, ...] = ()
    plan: TeamPlan | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """What an answer is made in: the generation, the words, the day, and what was asked for besides."""

    snapshot: Snapshot
    wording: Wording
    today: datetime.date
    request: AskRequest
    thesaurus: Thesaurus
    taken_away: Sequence[NamedFilter] = ()
    """Filters that were taken away before, and stay so where a question only narrows what was asked then."""

    def say(self, language: Language, key: str, **values: object) -> str:
        """A sentence from the wording file."""
        return self.wording.say(language, key, **values)


def is_for_asker(hit: Hit, learner: Learner | None) -> bool:
    """Courses for citizens answer only those who ask for citizens."""
    return not (
        hit.passage.kind is SourceKind.COURSE
        and hit.passage.learner is Learner.CITIZEN
        and learner is not Learner.CITIZEN
    )


def nearest_of(hits: Sequence[Hit]) -> tuple[NearestSource, ...]:
    """Name the sources of the first hits, each once."""
    titles: dict[str, str] = {}
    for hit in hits:
        titles.setdefault(hit.passage.source_id, hit.passage.title)
    return tuple(NearestSource(source_id, title) for source_id, title in list(titles.items())[:MOST_NEAREST])


def renumbered(draft: Draft, after: int) -> Draft:
    """The same draft with its citations numbered from `after` + 1, in the order they have."""
    numbers = {citation.number: place for place, citation in enumerate(draft.citations, after + 1)}

    def anew(match: re.Match[str]) -> str:
        return _NUMBER.sub(lambda number: str(numbers.get(int(number.group()), number.group())), match.group())

    def cited(one: Claim) -> Claim:
        return replace(one, citations=tuple(numbers[number] for number in one.citations))

    def suggested(one: CourseSuggestion) -> CourseSuggestion:
        return replace(one, citations=tuple(numbers[number] for number in one.citations))

    return replace(
        draft,
        text=_NUMBERS.sub(anew, draft.text),
        claims=tuple(map(cited, draft.claims)),
        citations=tuple(replace(one, number=numbers[one.number]) for one in draft.citations),
        courses=tuple(map(suggested, draft.courses)),
    )

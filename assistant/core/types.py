"""The vocabulary of answering: questions, claims, citations, answers, events.

The field names of `Answer` and what it holds are the public JSON (`rendering.answer_to_json`).
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.types import CourseStatus, Learner, SourceKind, Visibility
from knowledge.types import Language as Language


class AnswerKind(StrEnum):
    """What an answer is."""

    ANSWER = "answer"
    ABSTAIN = "abstain"
    COURSES = "courses"
    GAP = "gap"
    SMALLTALK = "smalltalk"


class Mode(StrEnum):
    """How the answer was made."""

    EXTRACTIVE = "extractive"
    GENERATIVE = "generative"


@dataclass(frozen=True, slots=True)
class NamedFilter:
    """A filter of a search for courses by its name and value, as an `AppliedFilter` has them."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question and the titles its answer cited."""

    question: str
    answer_text: str = ""
    without: Sequence[NamedFilter] = ()
    """What the asker had taken away of its filters."""


@dataclass(frozen=True, slots=True)
class AskRequest:
    """A question with all that bears on its answer."""

    question: str
    conversation_id: str | None = None
    history: Sequence[Turn] = ()
    learner: Learner | None = None
    today: datetime.date | None = None
    visibilities: frozenset[Visibility] = frozenset({Visibility.PUBLIC})
    language: Language | None = None
    """Of the answer; None for the question's own."""
    may_use_model: bool = True
    """Whether a language model may write the answer; not when the asker's share of it is used up."""
    without: Sequence[NamedFilter] = ()
    """Filters that the words ask for and the asker has taken away again."""
    charge: Callable[[int], None] | None = None
    """Told, in any thread, of the tokens that a language model has used, also when nobody waits for the answer."""


@dataclass(frozen=True, slots=True)
class Span:
    """A verbatim stretch of a stored text: `text[start:end] == quote`."""

    text_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quotation with everything needed to find it again."""

    number: int
    source_id: str
    source_kind: SourceKind
    title: str
    quote: str
    text_id: str
    start: int
    end: int
    passage_id: str
    publisher: str | None = None
    date: datetime.date | None = None
    url: str | None = None
    path: str | None = None
    page: int | None = None
    section: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer and the numbers of the citations it rests on."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CourseSuggestion:
    """A course that helps, why, and the citation that shows it."""

    course_id: str
    title: str
    provider: str | None
    reason: str
    competences: tuple[str, ...]
    citations: tuple[int, ...]
    status: CourseStatus
    fictional: bool
    url: str | None = None
    """Where its provider tells of it."""


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A course of a plan on one date, for people who take it for the same reasons."""

    course_id: str
    title: str
    provider: str | None
    people: int
    start: datetime.date | None
    place: str | None
    price: float | None
    """In kroner for each, as its provider states it; None where that is not known."""
    gives: tuple[str, ...]
    """Labels of the competences that are lacking and that it gives."""
    opens: tuple[str, ...]
    """Titles of the courses of the plan that require it."""
    status: CourseStatus
    fictional: bool
    url: str | None
    text: str
    """As a line of the answer's text has it."""


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """The cheapest plan for a team that was told of in words; `heading` and `total` are lines of the answer's text."""

    people: int
    heading: str
    steps: tuple[PlanStep, ...]
    total: str
    price: float
    unknown_prices: int
    """Places whose price is not known, and not in `price`."""


@dataclass(frozen=True, slots=True)
class AppliedFilter:
    """One thing that courses were narrowed by; a name given twice asks for any of its values."""

    name: str
    """A field of the course filter in the singular: `place`, `start_from`, `max_price`, ..."""
    value: str
    """As filters take it: a code, a name, a number in plain digits, a date in ISO form."""
    text: str
    """In the reader's language."""
    met: bool = True
    """Whether the courses shown satisfy it; False where nothing fits it and what fits without it is shown."""

    @property
    def named(self) -> NamedFilter:
        """As whoever takes it away names it."""
        return NamedFilter(self.name, self.value)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader must know beside the answer, in the reader's language."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class NearestSource:
    """A source that comes near a question nobody answers."""

    source_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What the language model used, if one did."""

    model: str | None = None
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer; an abstention has no claims and no citations."""

    id: str
    conversation_id: str
    generation: int
    mode: Mode
    kind: AnswerKind
    question: str
    language: Language
    text: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    courses: tuple[CourseSuggestion, ...] = ()
    notices: tuple[Notice, ...] = ()
    nearest: tuple[NearestSource, ...] = ()
    searched_also: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    filters: tuple[AppliedFilter, ...] = ()
    """What the search for courses was narrowed by, in the order in which people say it."""
    without: tuple[AppliedFilter, ...] = ()
    """What the asker has taken away of that."""
    plan: TeamPlan | None = None
    """Where it was asked what a team lacks and courses give that."""
    usage: Usage = field(default_factory=Usage)
    latency_ms: int = 0

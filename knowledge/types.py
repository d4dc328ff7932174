"""The vocabulary of what is known: sources, passages, profiles, courses, and what a search gives back.

Offsets (`start`, `end`) count Unicode code points in the text named by `text_id`; `text[start:end]` is the passage.
Dates are calendar dates without a time zone. `None` always means "the source does not say", never "no".
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

Language = Literal["da", "en"]


class SourceKind(StrEnum):
    """The three kinds of source."""

    REPORT = "report"
    PROFILE = "profile"
    COURSE = "course"


class Learner(StrEnum):
    """Who a course or a passage is for (not who asks)."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    CITIZEN = "citizen"


class Order(StrEnum):
    """What courses are sorted by when people ask for the cheapest or the first."""

    PRICE = "price"
    DATE = "date"


class Visibility(StrEnum):
    """Who may be shown a source."""

    PUBLIC = "public"
    INTERNAL = "internal"


class CourseStatus(StrEnum):
    """Whether a course can still be taken, seen from a given day."""

    OPEN = "open"
    EXPIRED = "expired"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Source:
    """One document or one record that passages are cut from."""

    source_id: str
    kind: SourceKind
    title: str
    text_id: str
    root: str
    """The ingested root it came from (a folder or file, resolved), or the name of a bundled one."""
    path: str | None = None
    """Path below the root with forward slashes; for a record in a list, the list's path."""
    record: str | None = None
    """The record's own id where one file holds several sources, else None."""
    url: str | None = None
    publisher: str | None = None
    date: datetime.date | None = None
    learner: Learner | None = None
    visibility: Visibility = Visibility.PUBLIC
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    retrieved: datetime.date | None = None
    fictional: bool = False
    language: str = "da"
    content_hash: str = ""
    """SHA-256 over bytes, metadata and reader version: equal means nothing to do at the next ingest."""
    unread_since: datetime.date | None = None
    """The day from which on its newest version cannot be read; this one is the last that could."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a source's text: what is searched for and found."""

    passage_id: str
    source_id: str
    kind: SourceKind
    text_id: str
    start: int
    end: int
    text: str
    title: str
    """The source's title."""
    section: str = ""
    """Heading path, outermost first, joined by ` › `."""
    page: int | None = None
    """1-based, for paged formats."""
    learner: Learner | None = None
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Competence:
    """Something a member of staff can do or know (SKOS labels)."""

    competence_id: str
    label: str
    description: str | None = None
    alt_labels: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()
    """Names to be found by and never shown: misspellings, internal names."""
    broader: tuple[str, ...] = ()
    """Ids of the competences that this one is a part of."""
    related: tuple[str, ...] = ()
    """Ids of competences that have to do with this one."""
    same_as: tuple[str, ...] = ()
    """Addresses of the same thing elsewhere, such as ESCO's."""
    level: int | None = None
    """0-5: what the profile asks for."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A role described by tasks and competences, within a profile set and version."""

    profile_id: str
    profile_set: str
    version: str
    title: str
    source_id: str
    description: str | None = None
    tasks: tuple[str, ...] = ()
    competences: tuple[Competence, ...] = ()
    builds_on: tuple[str, ...] = ()
    """Ids of profiles (or basis competences) this one lies on top of."""
    aliases: tuple[str, ...] = ()
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    date: datetime.date | None = None
    url: str | None = None
    fictional: bool = False
    derived_from: str | None = None
    """Id of the published profile that this one, a municipality's own, is made from."""
    basis: bool = False
    """Holds what all have in common: the basis competences under specialised profiles."""
    details: tuple[tuple[str, str], ...] = ()
    """What the source says besides, as field name and its words."""


@dataclass(frozen=True, slots=True)
class CourseRun:
    """One time a course is held; any part may be unknown."""

    start: datetime.date | None = None
    end: datetime.date | None = None
    place: str | None = None
    deadline: datetime.date | None = None
    seats: int | None = None
    said: str | None = None
    """The source's words for a time that is no day: `marts 2027`, `løbende`."""


@dataclass(frozen=True, slots=True)
class Price:
    """An amount as the provider states it; `vat_included` None when it is not said."""

    amount: float
    currency: str = "DKK"
    vat_included: bool | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """How what is learned comes into use at work; each part is the source's own words, or None (not stated)."""

    before: str | None = None
    during: str | None = None
    after: str | None = None
    own_task: str | None = None
    follow_up: str | None = None
    manager_involved: str | None = None
    shared_with_colleagues: str | None = None


@dataclass(frozen=True, slots=True)
class CourseCompetence:
    """A competence that a course requires or provides; `level` 0-5 where stated."""

    label: str
    competence_id: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A course or programme as typed data; its readable text is the source of the same id."""

    course_id: str
    title: str
    source_id: str
    provider: str | None = None
    learner: Learner | None = None
    level: str | None = None
    """`akademi`, `diplom`, `master`, `kursus`, ... in lower case."""
    ects: float | None = None
    form: str | None = None
    """`physical`, `online`, `blended`, `on_request` or the source's own word."""
    duration: str | None = None
    description: str | None = None
    price: Price | None = None
    runs: tuple[CourseRun, ...] = ()
    requires: tuple[CourseCompetence, ...] = ()
    provides: tuple[CourseCompetence, ...] = ()
    transfer: Transfer | None = None
    profiles: tuple[str, ...] = ()
    """Ids of profiles the source itself names."""
    url: str | None = None
    date: datetime.date | None = None
    retrieved: datetime.date | None = None
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    fictional: bool = False
    details: tuple[tuple[str, str], ...] = ()
    """What the source says besides (admission, exam, contact, ...), as field name and its words."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What to look for, and among what."""

    text: str
    limit: int = 10
    kind: SourceKind | None = None
    learner: Learner | None = None
    """Drops passages meant for somebody else; passages that name no learner always stay."""
    visibilities: frozenset[Visibility] = frozenset({Visibility.PUBLIC})


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score and the parts the score is made of (name -> contribution)."""

    passage: Passage
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and the related terms that were searched too."""

    hits: tuple[Hit, ...]
    searched_also: tuple[str, ...] = ()
    by_words_alone: bool = False
    """Whether the vectors could not be asked."""


class Snapshot(Protocol):
    """One whole published generation, read-only; what the assistant asks."""

    @property
    def number(self) -> int:
        """The generation's number, 1 or more."""

    def search(self, query: SearchQuery) -> SearchResult:
        """Find the passages that answer best."""

    def sources(self) -> Sequence[Source]:
        """All sources, ordered by id."""

    def source(self, source_id: str) -> Source | None:
        """One source, or None."""

    def text(self, text_id: str) -> str:
        """A stored text; raises `UnknownTextError`."""

    def passages(self, source_id: str) -> Sequence[Passage]:
        """The passages of a source in the order of the text."""

    def courses(self) -> Sequence[Course]:
        """All courses, ordered by id."""

    def profiles(self) -> Sequence[Profile]:
        """All profiles, ordered by set, version and id."""

    def rarity(self, stem: str) -> float:
        """Inverse document frequency of a stem over passages, >= 0; an unseen stem is the rarest."""

    def corrections(self, stem: str) -> Sequence[tuple[str, float]]:
        """Known stems that an unknown one may have been meant as, with weights 0-1, the likeliest first."""

    def similarities(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Cosine of the question's vector with each text's vector, -1 to 1."""

"""The vocabulary of what is kept: keys and roles, stored answers, feedback, ingest runs. All times are in UTC."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

Clock = Callable[[], datetime.datetime]
"""Tells what time it is, with its time zone."""

INTERRUPTED = "interrupted"
"""The `problem` of an ingest whose process ended before it did."""


class Role(StrEnum):
    """What a key may do; each role may all that the ones before it may."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """0 for who may least."""
        return list(Role).index(self)

    def __lt__(self, other: str) -> bool:
        return self.rank < Role(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Role(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Role(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Role(other).rank


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret, which nobody has but its holder."""

    key_id: str
    name: str
    role: Role
    internal: bool
    """Whether sources that are not for all are shown to its holder."""
    created: datetime.datetime
    expires: datetime.datetime | None = None
    revoked: datetime.datetime | None = None
    last_used: datetime.datetime | None = None

    def has_expired(self, now: datetime.datetime) -> bool:
        """Whether its time is over."""
        return self.expires is not None and self.expires <= now

    def opens(self, now: datetime.datetime) -> bool:
        """Whether it lets its holder in."""
        return self.revoked is None and not self.has_expired(now)


class KeyRing(Protocol):
    """What an admission needs of the keys."""

    def any(self) -> bool:
        """Whether there ever was a key."""

    def require(self, secret: str) -> Key:
        """The key with this secret; raises `KeyRefusedError`."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was given."""

    answer: Mapping[str, Any]
    """The public JSON."""
    conversation_id: str
    owner: str
    asked_at: datetime.datetime
    internal: bool
    """Whether sources that are not for all were shown to the asker, so that others must not read the answer."""


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A conversation as a list shows it."""

    conversation_id: str
    question: str
    """The first question."""
    last_used: datetime.datetime


class Verdict(StrEnum):
    """Whether an answer helped."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of an answer, with all that is needed to ask again."""

    answer_id: str
    verdict: Verdict
    comment: str
    given_at: datetime.datetime
    owner: str
    question: str
    answer: Mapping[str, Any]
    passages: list[dict[str, Any]]
    """The quotations the answer rested on, each with its source and its place there."""
    internal: bool = False
    earlier: tuple[str, ...] = ()
    """What was asked before it in the same conversation, the earliest first."""


class RunState(StrEnum):
    """How far an ingest has come."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class IngestRun:
    """One ingest started over HTTP."""

    run_id: str
    state: RunState
    started: datetime.datetime
    finished: datetime.datetime | None
    owner: str
    roots: tuple[str, ...]
    stage: str = ""
    done: int = 0
    total: int = 0
    report: Mapping[str, Any] | None = None
    problem: str | None = None
    """Why it failed: a sentence, or `INTERRUPTED`."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is kept, and how long."""

    days: int = 30
    """A conversation is forgotten so many days after its last question."""
    conversations: int = 10_000
    """More than these are not kept: the ones that were quiet longest give way."""
    # A long day's work; a follow-up leans on the latest only.
    turns: int = 100
    """More answers than these of one conversation are not kept: the oldest give way."""

    @property
    def lifetime(self) -> datetime.timedelta:
        """The days as a duration."""
        return datetime.timedelta(days=self.days)


def utc_now() -> datetime.datetime:
    """The time now."""
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True, slots=True)
class Policy:
    """What every part of the state goes by."""

    limits: Limits = field(default_factory=Limits)
    now: Clock = utc_now

"""The vocabulary of what is kept for Slack: events to work off, replies given, people's settings. All times are UTC."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class EventState(StrEnum):
    """How far the work on an event has come."""

    QUEUED = "queued"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class ReplyState(StrEnum):
    """How far a reply has come."""

    ANSWERING = "answering"
    COMPLETE = "complete"
    STOPPED = "stopped"
    FAILED = "failed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came from Slack, as it is put into the queue."""

    event_id: str
    kind: str
    """By this the work is chosen."""
    thread: str
    """What is worked off one after the other: a thread, or a person."""
    body: Mapping[str, Any]
    """What the work needs; CPR numbers are masked by who makes it."""


@dataclass(frozen=True, slots=True)
class Job:
    """An event that a worker holds."""

    event_id: str
    kind: str
    thread: str
    body: Mapping[str, Any]
    attempts: int
    """1 the first time it is worked on."""
    received: datetime.datetime


@dataclass(frozen=True, slots=True)
class Question:
    """Who asked what where; team, channel and `place` name it."""

    team: str
    channel: str
    place: str
    """The timestamp of the message, or what stands for it where there is none."""
    thread: str
    person: str
    text: str
    event_id: str
    private: bool = False
    """Whether only the asker sees the reply."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it."""
        return self.team, self.channel, self.place


@dataclass(frozen=True, slots=True)
class Reply:
    """A question with what came of it so far."""

    question: Question
    state: ReplyState
    asked_at: datetime.datetime
    messages: tuple[str, ...] = ()
    """The timestamps of the reply's messages, in their order."""
    answer: Mapping[str, Any] | None = None
    """The public JSON."""
    internal: bool = False
    """Whether the answer names sources that are not for all."""
    answer_id: str | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody chose on the Home tab; None where nothing was chosen."""

    learner: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """A channel that asked to be told what changes."""

    team: str
    channel: str
    person: str
    """Who asked for it last."""
    generation: int
    """The last one that the channel was told of."""

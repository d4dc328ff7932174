"""The vocabulary of profiles seen together."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.types import Competence, Profile
from knowledge.worddiff import Piece


class Standing(StrEnum):
    """Whether a profile is in force on a day; one without dates is."""

    CURRENT = "current"
    FUTURE = "future"
    PAST = "past"


class Verdict(StrEnum):
    """What became of a part of a profile."""

    ADDED = "added"
    DROPPED = "dropped"
    REWORDED = "reworded"


class Part(StrEnum):
    """What of a profile is different."""

    TITLE = "title"
    DESCRIPTION = "description"
    TASK = "task"
    COMPETENCE = "competence"
    COMPETENCE_DESCRIPTION = "competence_description"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two profiles."""

    verdict: Verdict
    part: Part
    name: str
    """What it is about: the competence's label, the task, or the profile's title."""
    competence_id: str | None = None
    before: str | None = None
    after: str | None = None
    words: tuple[Piece, ...] = ()
    """For what is reworded: word by word."""


@dataclass(frozen=True, slots=True)
class Unfollowed:
    """A change of a newer version of the published profile that the own one has not followed."""

    change: Difference
    own_words: str | None = None
    """What the own profile says instead, where that is neither the old nor the new wording."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A municipality's own profile beside the published one that it is made from."""

    origin: Profile
    differences: tuple[Difference, ...]
    """From the published profile to the own one."""
    newer: Profile | None = None
    """The newest later version of the published profile."""
    unfollowed: tuple[Unfollowed, ...] = ()


@dataclass(frozen=True, slots=True)
class Inherited:
    """A competence that a profile asks for because one that it builds on does."""

    competence: Competence
    profile_id: str
    title: str
    """Of the profile it comes from."""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile with all that is known of it through the others."""

    profile: Profile
    standing: Standing
    builds_on: tuple[Profile, ...] = ()
    """Those that it lies on directly, as far as they are known."""
    inherited: tuple[Inherited, ...] = ()
    versions: tuple[Profile, ...] = ()
    """The other versions of the same profile, the oldest first."""
    derivation: Derivation | None = None
    derived: tuple[Profile, ...] = ()
    """Own profiles that are made from this one."""
    unknown: tuple[str, ...] = ()
    """Names of profiles that it refers to and nobody knows."""

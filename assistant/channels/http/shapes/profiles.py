"""One profile over HTTP, with what the others tell of it."""

import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from assistant.channels.http.shapes.knowledge import Competence, Profile
from knowledge.profiles.types import Part, Standing, Verdict
from knowledge.worddiff import Fate


class BriefProfile(BaseModel):
    """A profile by name."""

    profile_id: str
    title: str
    profile_set: str
    version: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None


class InheritedCompetence(Competence):
    """A competence that is asked for because a profile below asks for it."""

    from_profile: str
    from_title: str


class Words(BaseModel):
    """Some words that stayed, are gone, or are new."""

    fate: Fate
    text: str


class ProfileDifference(BaseModel):
    """One difference between two profiles; `words` where it is reworded."""

    verdict: Verdict
    part: Part
    name: str
    competence_id: str | None
    before: str | None
    after: str | None
    words: list[Words]


class UnfollowedChange(ProfileDifference):
    """A change of a newer version that the own profile has not followed."""

    own_words: Annotated[str | None, Field(description="What the own profile says instead.")]


class ProfileDerivation(BaseModel):
    """An own profile beside the published one that it is made from, and beside that one's newest version."""

    origin: BriefProfile
    differences: list[ProfileDifference]
    newer: BriefProfile | None
    unfollowed: list[UnfollowedChange]


class ProfileSeen(Profile):
    """A profile with what it inherits, its versions, and what it is made from."""

    standing: Standing
    lies_on: Annotated[list[BriefProfile], Field(description="The profiles of `builds_on` that are known.")]
    inherited: list[InheritedCompetence]
    versions: Annotated[list[BriefProfile], Field(description="Its other versions, the oldest first.")]
    derivation: ProfileDerivation | None
    derived: Annotated[list[BriefProfile], Field(description="Own profiles made from it.")]
    unknown: Annotated[list[str], Field(description="What it refers to and nobody knows.")]

"""A profile as it is shown: with what lies under it, its versions, and what it is made from."""

import datetime
from collections.abc import Sequence

from knowledge.profiles.derivation import derivation_of
from knowledge.profiles.lineage import Lineage
from knowledge.profiles.types import Derivation, ProfileView
from knowledge.profiles.versions import newer_than, standing_of, versions_of
from knowledge.types import Profile


def view_profile(profile: Profile, profiles: Sequence[Profile], day: datetime.date) -> ProfileView:
    """Gather what all `profiles` together tell of one on a day."""
    lineage = Lineage(profiles)
    referred = (*profile.builds_on, *([profile.derived_from] if profile.derived_from else []))
    return ProfileView(
        profile,
        standing_of(profile, day),
        builds_on=tuple(found for name in profile.builds_on if (found := lineage.profile(name, profile)) is not None),
        inherited=lineage.inherited(profile),
        versions=versions_of(profile, profiles),
        derivation=_derivation(profile, profiles, lineage),
        derived=tuple(
            one for one in profiles if one.derived_from and lineage.profile(one.derived_from, one) == profile
        ),
        unknown=tuple(name for name in referred if not lineage.knows(name)),
    )


def _derivation(profile: Profile, profiles: Sequence[Profile], lineage: Lineage) -> Derivation | None:
    origin = lineage.profile(profile.derived_from, profile) if profile.derived_from else None
    if origin is None or origin.profile_id == profile.profile_id:
        return None
    return derivation_of(profile, origin, newer_than(origin, profiles))

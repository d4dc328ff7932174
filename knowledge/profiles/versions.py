"""The versions of a profile within its set, and whether one is in force."""

import datetime
import re
from collections.abc import Sequence

from knowledge.profiles.types import Standing
from knowledge.slugs import slug
from knowledge.types import Profile

_NUMBER = re.compile(r"\d+")


def standing_of(profile: Profile, day: datetime.date) -> Standing:
    """Tell whether a profile is in force on a day."""
    if profile.valid_to is not None and profile.valid_to < day:
        return Standing.PAST
    if profile.valid_from is not None and profile.valid_from > day:
        return Standing.FUTURE
    return Standing.CURRENT


def versions_of(profile: Profile, profiles: Sequence[Profile]) -> tuple[Profile, ...]:
    """List the other versions of a profile, the oldest first.

    It is the same profile when the set is and either the title, an alias, or the id without its version is.
    An own profile is no version of the one it is made from.
    """
    alike = [
        one
        for one in profiles
        if one.profile_id != profile.profile_id
        and one.profile_set == profile.profile_set
        and one.version != profile.version
        and one.derived_from is None
        and _names(one) & _names(profile)
    ]
    return tuple(sorted(alike, key=_age))


def newer_than(profile: Profile, profiles: Sequence[Profile]) -> Profile | None:
    """Give the newest later version of a profile, or None."""
    later = [one for one in versions_of(profile, profiles) if _age(one) > _age(profile)]
    return later[-1] if later else None


def _names(profile: Profile) -> frozenset[str]:
    version = slug(profile.version)
    named = (profile.title, *profile.aliases, profile.profile_id)
    return frozenset(slug(name).removesuffix(version).removeprefix(version).strip("-") for name in named) - {""}


def _age(profile: Profile) -> tuple[tuple[int, ...], datetime.date, str]:
    """Versions go by their numbers, then by when they came into force."""
    numbers = tuple(int(digits) for digits in _NUMBER.findall(profile.version))
    return numbers, profile.valid_from or profile.date or datetime.date.min, profile.version

"""What an employee is asked for: a person is a mix of profiles."""

from collections.abc import Sequence

from knowledge.competences import Competences, competence_key
from knowledge.profiles.lineage import Lineage
from knowledge.profiles.types import Asked
from knowledge.types import Competence, Profile


def asked_of(profiles: Sequence[Profile], register: Competences) -> tuple[Asked, ...]:
    """List what these profiles ask for together, by label; the highest level that one of them states counts.

    What they inherit from the profiles under them counts too, at the level that the profile itself says if it does.
    """
    lineage = Lineage(register.profiles)
    found: dict[str, Asked] = {}
    for profile in profiles:
        handed_on = (one.competence for one in lineage.inherited(profile))
        for competence in (*profile.competences, *handed_on):
            one = _asked(competence, profile, register)
            found[one.key] = _both(found[one.key], one) if one.key in found else one
    return tuple(sorted(found.values(), key=lambda one: (one.label.casefold(), one.key)))


def _asked(competence: Competence, profile: Profile, register: Competences) -> Asked:
    known = register.named(competence)
    key = known.key if known else competence_key(competence.competence_id, competence.label)
    return Asked(key, known.label if known else competence.label, competence.level, (profile.profile_id,))


def _both(one: Asked, other: Asked) -> Asked:
    level = max((level for level in (one.level, other.level) if level is not None), default=None)
    return Asked(one.key, one.label, level, tuple(dict.fromkeys((*one.profiles, *other.profiles))))

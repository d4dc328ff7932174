"""Which courses give what a filter asks for: by any name of a competence, and by links that people did not reject."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from knowledge.competences import Competences
from knowledge.linking.judging import in_effect
from knowledge.linking.types import CourseLink, LinkStatus
from knowledge.types import Profile, Snapshot


@dataclass(frozen=True, slots=True)
class Givers:
    """Ids of courses that give a wanted competence, or one of a wanted profile's; `denied` do not, people say."""

    competence: frozenset[str] = frozenset()
    profile: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()


def givers_of(
    snapshot: Snapshot, competence: str | None, profiles: Sequence[Profile], links: Sequence[CourseLink]
) -> Givers:
    """Find who gives a competence (an id or a name) and who gives what profiles ask for."""
    if competence is None and not profiles:
        return Givers()
    register = Competences.of(snapshot)
    known = register.find(competence) if competence is not None else None
    wanted = {known.key} if known else set()
    asked = {found.key for profile in profiles for one in profile.competences if (found := register.named(one))}
    denied = {link.course_id for link in links if link.status is LinkStatus.REJECTED and link.competence_key in wanted}
    return Givers(_giving(register, wanted, links) - denied, _giving(register, asked, links), frozenset(denied))


def _giving(register: Competences, keys: Collection[str], links: Sequence[CourseLink]) -> frozenset[str]:
    rejected = {(link.course_id, link.competence_key) for link in links if link.status is LinkStatus.REJECTED}
    stated = {
        given.course_id
        for key in keys
        if (known := register.get(key))
        for given in known.provided_by
        if (given.course_id, key) not in rejected
    }
    return frozenset(stated | {link.course_id for link in in_effect(links) if link.competence_key in keys})

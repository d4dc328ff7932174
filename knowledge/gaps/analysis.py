"""What a team is asked for, has, lacks, does not use, and should look for in its next colleague.

A level that a profile does not state is not guessed: the competence is then a gap only for who has none of it.
"""

from collections.abc import Iterator, Mapping, Sequence

from knowledge.competences import Competences
from knowledge.gaps.resolving import Resolved
from knowledge.gaps.types import (
    Analysis,
    AskedBy,
    Gap,
    Hiring,
    Holding,
    Person,
    Reason,
    Strength,
    TeamCompetence,
    TeamNotice,
)
from knowledge.types import Profile

MANY_LACK = 0.5
"""The share of those who are asked for a competence from which it is too many to send on courses one by one: the
next colleague should bring it. Half, so that it is never said of one person in three."""

FEWEST_LACKING = 2
"""One person who lacks a competence is a course, not a vacancy."""

NONE = Holding(0)


def analyse(
    resolved: Resolved, profiles: Sequence[Profile], competences: Competences, courses: Mapping[str, int]
) -> Analysis:
    """Compare people with what is asked of them; `courses` counts by competence those that can be taken."""
    asked = profile_demands(profiles, competences)
    labels = dict(resolved.labels)
    labels |= {known.key: known.label for known in competences}
    demands = {person.name: demands_on(person, asked) for person in resolved.people}
    gaps = tuple(gap for person in resolved.people for gap in _gaps(person, demands[person.name], labels))
    team = tuple(_team(resolved.people, demands, gaps, labels, courses))
    return Analysis(
        people=resolved.people,
        gaps=gaps,
        unused=tuple(_unused(resolved.people, labels)),
        vulnerable=tuple(_vulnerable(resolved.people, demands, labels)),
        competences=team,
        hiring=tuple(_hiring(team)),
        notices=(*resolved.notices, *_unclear(resolved.people, demands, labels)),
    )


def profile_demands(profiles: Sequence[Profile], competences: Competences) -> Mapping[str, Mapping[str, Reason]]:
    """Profile id -> competence key -> why it is asked for; with what the profiles it builds on ask for."""
    by_id = {profile.profile_id: profile for profile in profiles}
    return {profile.profile_id: dict(_demands(profile, by_id, competences)) for profile in profiles}


def demands_on(person: Person, asked: Mapping[str, Mapping[str, Reason]]) -> Mapping[str, tuple[Reason, ...]]:
    """Competence key -> who asks it of a person: each of the profiles, and the person."""
    found: dict[str, list[Reason]] = {}
    for profile_id in person.profiles:
        for key, reason in asked.get(profile_id, {}).items():
            found.setdefault(key, []).append(reason)
    for key, holding in person.holdings.items():
        if holding.wanted:
            found.setdefault(key, []).append(Reason(AskedBy.PERSON, holding.wanted))
    return {key: tuple(reasons) for key, reasons in found.items()}


def wanted_level(reasons: Sequence[Reason]) -> int | None:
    """The highest level that is asked for; None when nobody states one."""
    return max((reason.level for reason in reasons if reason.level is not None), default=None)


def is_gap(holding: Holding, wanted: int | None) -> bool:
    """Tell whether what is there falls short of what is asked for.

    A competence without a level in the file is there, unless the person wants more of it.
    """
    if holding.level is None:
        return holding.wanted is not None
    return holding.level < (1 if wanted is None else wanted)


def _demands(profile: Profile, by_id: Mapping[str, Profile], competences: Competences) -> Iterator[tuple[str, Reason]]:
    """Give the competences of the profiles below first, so that the profile's own level is the one that counts."""
    waiting, seen = [profile], {profile.profile_id}
    lineage = []
    while waiting:
        one = waiting.pop()
        lineage.append(one)
        below = [by_id[name] for name in one.builds_on if name in by_id and name not in seen]
        seen |= {other.profile_id for other in below}
        waiting += below
    for one in reversed(lineage):
        for competence in one.competences:
            known = competences.named(competence)
            if known is not None:
                yield known.key, Reason(AskedBy.PROFILE, competence.level, one.profile_id, one.title)


def _gaps(person: Person, demands: Mapping[str, tuple[Reason, ...]], labels: Mapping[str, str]) -> Iterator[Gap]:
    for key, reasons in demands.items():
        holding, wanted = person.holdings.get(key, NONE), wanted_level(reasons)
        if is_gap(holding, wanted):
            yield Gap(person.name, key, labels.get(key, key), holding.level, wanted, reasons)


def _unused(people: Sequence[Person], labels: Mapping[str, str]) -> Iterator[Strength]:
    for person in people:
        for key, holding in person.holdings.items():
            if holding.in_use is False and holding.level != 0:
                yield Strength(person.name, key, labels.get(key, key), holding.level)


def _holders(people: Sequence[Person], key: str) -> list[Person]:
    return [person for person in people if person.holdings.get(key, NONE).level != 0]


def _vulnerable(
    people: Sequence[Person], demands: Mapping[str, Mapping[str, tuple[Reason, ...]]], labels: Mapping[str, str]
) -> Iterator[Strength]:
    """In a team of one everything is there once, which says nothing."""
    if len(people) < 2:
        return
    for key in _asked_keys(people, demands):
        holders = _holders(people, key)
        if len(holders) == 1:
            level = holders[0].holdings[key].level
            yield Strength(holders[0].name, key, labels.get(key, key), level)


def _asked_keys(people: Sequence[Person], demands: Mapping[str, Mapping[str, tuple[Reason, ...]]]) -> dict[str, None]:
    return dict.fromkeys(key for person in people for key in demands[person.name])


def _team(
    people: Sequence[Person],
    demands: Mapping[str, Mapping[str, tuple[Reason, ...]]],
    gaps: Sequence[Gap],
    labels: Mapping[str, str],
    courses: Mapping[str, int],
) -> Iterator[TeamCompetence]:
    keys = _asked_keys(people, demands) | dict.fromkeys(key for person in people for key in person.holdings)
    for key in sorted(keys, key=lambda one: (labels.get(one, one).casefold(), one)):
        asked = sum(key in demands[person.name] for person in people)
        lacking = sum(gap.competence == key for gap in gaps)
        holders = len(_holders(people, key))
        yield TeamCompetence(key, labels.get(key, key), asked, asked - lacking, lacking, holders, courses.get(key, 0))


def _hiring(team: Sequence[TeamCompetence]) -> Iterator[Hiring]:
    for one in sorted(team, key=lambda one: (bool(one.courses), -one.lacking, one.label)):
        if one.lacking and not one.courses:
            yield Hiring(one.competence, one.label, one.lacking, one.asked, "no_course")
        elif one.lacking >= FEWEST_LACKING and one.lacking > MANY_LACK * one.asked:
            yield Hiring(one.competence, one.label, one.lacking, one.asked, "many_lack")


def _unclear(
    people: Sequence[Person], demands: Mapping[str, Mapping[str, tuple[Reason, ...]]], labels: Mapping[str, str]
) -> Iterator[TeamNotice]:
    """Name who has a competence without a level where a level is asked for; and who has no profile at all."""
    for person in people:
        for key, reasons in demands[person.name].items():
            holding = person.holdings.get(key, NONE)
            if holding.level is None and holding.wanted is None and wanted_level(reasons) is not None:
                values = {"person": person.name, "competence": labels.get(key, key), "wanted": wanted_level(reasons)}
                yield TeamNotice("level_unclear", values=values)
    if nobody := [person.name for person in people if not demands[person.name]]:
        yield TeamNotice("nothing_asked", values={"people": nobody})

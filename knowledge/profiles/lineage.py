"""Which profile a name means, what profiles lie under another, and what they hand on."""

from collections.abc import Iterator, Mapping, Sequence

from knowledge.competences import competence_key
from knowledge.profiles.types import Inherited
from knowledge.slugs import slug
from knowledge.types import Competence, Profile


class Lineage:
    """All profiles, to be looked up by id, title or alias."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._by_id: Mapping[str, Profile] = {one.profile_id: one for one in reversed(profiles)}
        self._by_name: dict[str, list[Profile]] = {}
        for name, one in [*((one.title, one) for one in profiles), *_aliases(profiles)]:
            self._by_name.setdefault(slug(name), []).append(one)
        self._competences = {
            competence.competence_id: (competence, one) for one in reversed(profiles) for competence in one.competences
        }

    def profile(self, name: str, asking: Profile | None = None) -> Profile | None:
        """Give the profile of this id, title or alias; a title that `asking` bears too is not its own."""
        if name in self._by_id:
            return self._by_id[name]
        return next((one for one in self._by_name.get(slug(name), ()) if one != asking), None)

    def knows(self, name: str) -> bool:
        """Tell whether a profile can build on this: a profile, or a basis competence by its id."""
        return self.profile(name) is not None or name in self._competences

    def below(self, profile: Profile) -> Iterator[Profile]:
        """Give the profiles that lie under one, the nearest first, each once, whatever rings they form."""
        waiting, seen = [profile], {profile.profile_id}
        while waiting:
            upper = waiting.pop(0)
            for name in upper.builds_on:
                one = self.profile(name, upper)
                if one is not None and one.profile_id not in seen:
                    seen.add(one.profile_id)
                    waiting.append(one)
                    yield one

    def inherited(self, profile: Profile) -> tuple[Inherited, ...]:
        """List what a profile asks for through others; what it says itself, or a nearer one says, goes before."""
        met = {key for one in profile.competences for key in keys_of(one)}
        found = []
        for competence, source in self._handed_on(profile):
            if not met & keys_of(competence):
                found.append(Inherited(competence, source.profile_id, source.title))
                met |= keys_of(competence)
        return tuple(found)

    def _handed_on(self, profile: Profile) -> Iterator[tuple[Competence, Profile]]:
        for one in self.below(profile):
            yield from ((competence, one) for competence in one.competences)
        for one in (profile, *self.below(profile)):
            for name in one.builds_on:
                if self.profile(name) is None and name in self._competences:
                    yield self._competences[name]


def keys_of(competence: Competence) -> frozenset[str]:
    """What a competence is known by: its id and its label."""
    return frozenset((competence.competence_id, competence_key(None, competence.label)))


def _aliases(profiles: Sequence[Profile]) -> Iterator[tuple[str, Profile]]:
    return ((alias, one) for one in profiles for alias in one.aliases)

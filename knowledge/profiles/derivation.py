"""A municipality's own profile beside the published one: what is its own, and what it has not followed yet."""

from collections.abc import Iterator

from knowledge.profiles.comparing import differences
from knowledge.profiles.types import Derivation, Difference, Part, Unfollowed, Verdict
from knowledge.types import Profile

_Identity = tuple[Part, str]


def derivation_of(own: Profile, origin: Profile, newer: Profile | None) -> Derivation:
    """Compare an own profile with the one it is made from, and with what a newer version of that one changed."""
    unfollowed = tuple(_unfollowed(own, origin, newer)) if newer is not None else ()
    return Derivation(origin, _but_the_title(differences(origin, own)), newer, unfollowed)


def _but_the_title(found: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """An own profile's title is its own."""
    return tuple(one for one in found if one.part is not Part.TITLE)


def _unfollowed(own: Profile, origin: Profile, newer: Profile) -> Iterator[Unfollowed]:
    """Give the changes from `origin` to `newer` that do not stand in `own`.

    What `own` has dropped cannot be reworded there, and what it has added already need not be.
    """
    done = {_identity(one): one for one in differences(origin, own)}
    lacking = {_identity(one) for one in differences(newer, own) if one.verdict is Verdict.DROPPED}
    for change in _but_the_title(differences(origin, newer)):
        mine = done.get(_identity(change))
        if change.verdict is Verdict.ADDED:
            if _identity(change) in lacking:
                yield Unfollowed(change)
        elif not _is_dropped_by_own(change, done) and (mine is None or mine.after != change.after):
            yield Unfollowed(change, mine.after if mine else None)


def _is_dropped_by_own(change: Difference, done: dict[_Identity, Difference]) -> bool:
    whole = Part.TASK if change.part is Part.TASK else Part.COMPETENCE
    if change.part is Part.DESCRIPTION:
        return False
    mine = done.get((whole, change.competence_id or change.name))
    return mine is not None and mine.verdict is Verdict.DROPPED


def _identity(change: Difference) -> _Identity:
    return change.part, change.competence_id or ("" if change.part is Part.DESCRIPTION else change.name)

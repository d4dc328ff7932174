"""What a run does to what is known, decided without touching anything.

A run speaks for its scopes only. What it could not read stays as it was known; what is no longer there is forgotten.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.errors import TooManyRemovalsError
from knowledge.types import Source

# A run that would forget more than this share of a scope is more likely a folder that is not mounted than a wish.
LARGEST_SHARE_REMOVED = 1 / 3

# Below this many sources a share says nothing: one of two is a half.
FEWEST_TO_ASK = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """Ids by what happens to them; `update` is stored anew although nothing that a user sees has changed."""

    add: tuple[str, ...] = ()
    replace: tuple[str, ...] = ()
    update: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


def plan(known: Sequence[Source], delivered: Sequence[Source], staying: Collection[str]) -> Plan:
    """Compare what is known in the scopes with what was read.

    `staying`: ids that stay as they are known, because their file is unchanged or could not be read.
    """
    before = {source.source_id: source for source in known}
    now = {source.source_id: source for source in delivered}
    common = [source_id for source_id in now if source_id in before]
    changed = [one for one in common if _seen(now[one]) != _seen(before[one])]
    moved = [one for one in common if one not in changed and now[one] != before[one]]
    return Plan(
        add=tuple(source_id for source_id in now if source_id not in before),
        replace=tuple(changed),
        update=tuple(moved),
        keep=tuple(one for one in before if (one in now and one not in changed) or (one not in now and one in staying)),
        remove=tuple(source_id for source_id in before if source_id not in now and source_id not in staying),
    )


def refuse_removals(planned: Plan, scope: str, known: Iterable[Source]) -> None:
    """Raise `TooManyRemovalsError` when the plan would forget more than a third of what is known in one scope."""
    ids = {source.source_id for source in known}
    removed = ids.intersection(planned.remove)
    if len(ids) >= FEWEST_TO_ASK and len(removed) > len(ids) * LARGEST_SHARE_REMOVED:
        raise TooManyRemovalsError(
            f"{scope} would lose {len(removed)} of its {len(ids)} sources: check that it is whole, "
            "or say --allow-removals if that is meant",
            root=scope,
            removed=len(removed),
            known=len(ids),
        )


def _seen(source: Source) -> Source:
    """The source without what only ingest looks at."""
    return replace(source, content_hash="", root="", path=None, unread_since=None)

"""Compares two generations: all that changed, what matters to people first."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ingest.changes.courses import course_changes
from ingest.changes.profiles import profile_changes
from ingest.changes.types import ChangeCode, ChangeReport, Edition, KnowledgeChange, Published
from knowledge.errors import UnknownGenerationError
from knowledge.generations import KnowledgeBase
from knowledge.types import Source, Visibility
from knowledge.visible import PUBLIC, VisibleSnapshot

_ORDER = {code: place for place, code in enumerate(ChangeCode)}


def compare_generations(
    base: KnowledgeBase,
    before: int | None = None,
    after: int | None = None,
    visibilities: Collection[Visibility] = PUBLIC,
) -> ChangeReport:
    """Compare two kept generations, by default the current one with the one before it.

    What may not be seen is not there in either. Raises `NoGenerationError`, `UnknownGenerationError`.
    """
    current = base.current().number
    kept = [Published(info.number, info.published_at) for info in base.generations()]
    later = _named(kept, after if after is not None else current)
    if before is None:
        earlier = max((one for one in kept if one.generation < later.generation), key=_number, default=None)
    else:
        earlier = _named(kept, before)
    if earlier is None:
        return ChangeReport(None, later, (), tuple(kept))
    changes = changes_between(_edition(base, earlier, visibilities), _edition(base, later, visibilities))
    return ChangeReport(earlier, later, changes, tuple(kept))


def changes_between(before: Edition, after: Edition) -> tuple[KnowledgeChange, ...]:
    """All changes from one generation to another, what matters to people first."""
    typed = [*course_changes(before, after), *profile_changes(before, after)]
    found = [*typed, *_source_changes(before, after, {change.source_id for change in typed})]
    return tuple(sorted(found, key=_place))


def _source_changes(before: Edition, after: Edition, told: Collection[str]) -> Iterator[KnowledgeChange]:
    """Sources that came, went or changed, where nothing else tells of it: reports, and courses that had run out."""
    old = {source.source_id: source for source in before.snapshot.sources()}
    new = {source.source_id: source for source in after.snapshot.sources()}
    for source_id, source in old.items():
        if source_id not in new and source_id not in told:
            yield _about(source, ChangeCode.SOURCE_WITHDRAWN)
    for source_id, source in new.items():
        if source_id in told:
            continue
        if source_id not in old:
            yield _about(source, ChangeCode.SOURCE_NEW)
        elif _said(source) != _said(old[source_id]):
            yield _about(source, ChangeCode.SOURCE_CHANGED)


def _place(change: KnowledgeChange) -> tuple[int, str, str, str, str]:
    return _ORDER[change.code], change.title, change.subject_id, change.item or "", change.part or ""


def _said(source: Source) -> Source:
    """What a source says and says of itself; not where it lies, nor when it was fetched."""
    return replace(source, root="", path=None, content_hash="", retrieved=None, unread_since=None)


def _about(source: Source, code: ChangeCode) -> KnowledgeChange:
    return KnowledgeChange(
        code,
        source.kind,
        source.source_id,
        source.title,
        source.source_id,
        source.publisher,
        date=source.date,
        fictional=source.fictional,
    )


def _edition(base: KnowledgeBase, published: Published, visibilities: Collection[Visibility]) -> Edition:
    snapshot = VisibleSnapshot(base.kept(published.generation), visibilities)
    return Edition(snapshot, _day(published))


def _day(published: Published) -> datetime.date:
    return published.published_at.astimezone().date()


def _named(kept: Sequence[Published], number: int) -> Published:
    for one in kept:
        if one.generation == number:
            return one
    numbers = [one.generation for one in kept]
    raise UnknownGenerationError(
        f"There is no generation {number}; kept are {', '.join(map(str, numbers))}.", number=number, kept=numbers
    )


def _number(published: Published) -> int:
    return published.generation

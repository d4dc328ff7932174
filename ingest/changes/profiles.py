"""What changed about profiles: their competences, tasks, wording and validity."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from ingest.changes.types import ChangeCode, Edition, KnowledgeChange, Validity, Value
from knowledge.danish import fold
from knowledge.types import Competence, Profile, SourceKind
from knowledge.worddiff import word_diff

# Of 100. A label with a word put in or taken out stays above it ("Kontakt til virksomheder", "Kontakt til små
# virksomheder": 90); two competences of one profile rarely come near it.
SAME_LABEL = 70


def profile_changes(before: Edition, after: Edition) -> Iterator[KnowledgeChange]:
    """Compare all profiles of two generations."""
    old = {profile.profile_id: profile for profile in before.snapshot.profiles()}
    new = {profile.profile_id: profile for profile in after.snapshot.profiles()}
    for profile_id, profile in old.items():
        if profile_id not in new:
            yield _about(profile, ChangeCode.PROFILE_WITHDRAWN)
    for profile_id, profile in new.items():
        if profile_id not in old:
            yield _about(profile, ChangeCode.PROFILE_NEW)
            continue
        if profile.valid_to is not None and before.day <= profile.valid_to < after.day:
            yield replace(_about(profile, ChangeCode.PROFILE_EXPIRED), after=_validity(profile))
        yield from _Compared(old[profile_id], profile).all()


@dataclass(frozen=True, slots=True)
class _Compared:
    """One profile in two generations."""

    old: Profile
    new: Profile

    def all(self) -> Iterator[KnowledgeChange]:
        """Every change of it."""
        if _validity(self.old) != _validity(self.new):
            yield self._changed(ChangeCode.PROFILE_VALIDITY, _validity(self.old), _validity(self.new))
        pairs = same_competences(self.old.competences, self.new.competences)
        kept_old, kept_new = [old for old, _ in pairs], [new for _, new in pairs]
        for one in self.old.competences:
            if one not in kept_old:
                yield self._changed(ChangeCode.COMPETENCE_DROPPED, item=one.label)
        for one in self.new.competences:
            if one not in kept_new:
                yield self._changed(ChangeCode.COMPETENCE_ADDED, item=one.label)
        for old, new in pairs:
            yield from self._competence(old, new)
        yield from self._tasks()
        for part in ("title", "description"):
            yield from self._words(ChangeCode.PROFILE_REWORDED, part, getattr(self.old, part), getattr(self.new, part))

    def _competence(self, old: Competence, new: Competence) -> Iterator[KnowledgeChange]:
        for part in ("label", "description"):
            told = self._words(ChangeCode.COMPETENCE_REWORDED, part, getattr(old, part), getattr(new, part))
            yield from (replace(change, item=new.label) for change in told)
        if old.level != new.level:
            yield self._changed(ChangeCode.COMPETENCE_LEVEL, old.level, new.level, item=new.label)

    def _tasks(self) -> Iterator[KnowledgeChange]:
        before, after = {fold(task) for task in self.old.tasks}, {fold(task) for task in self.new.tasks}
        for task in self.old.tasks:
            if fold(task) not in after:
                yield self._changed(ChangeCode.TASK_DROPPED, item=task)
        for task in self.new.tasks:
            if fold(task) not in before:
                yield self._changed(ChangeCode.TASK_ADDED, item=task)

    def _words(self, code: ChangeCode, part: str, old: str | None, new: str | None) -> Iterator[KnowledgeChange]:
        if (old or "").split() != (new or "").split():
            change = self._changed(code, old, new)
            yield replace(change, part=part, words=word_diff(old or "", new or ""))

    def _changed(
        self, code: ChangeCode, before: Value = None, after: Value = None, item: str | None = None
    ) -> KnowledgeChange:
        return replace(_about(self.new, code), before=before, after=after, item=item)


def same_competences(old: Sequence[Competence], new: Sequence[Competence]) -> list[tuple[Competence, Competence]]:
    """Pair the competences of two versions of a profile: by id, else by label, else by labels that are nearly equal."""
    left, free = list(old), list(new)
    pairs = []
    for likeness, least in ((_same_id, 1.0), (_same_label, 1.0), (_near_label, SAME_LABEL)):
        for one in list(left):
            best = max(free, key=lambda other: likeness(one, other), default=None)
            if best is not None and likeness(one, best) >= least:
                pairs.append((one, best))
                left.remove(one)
                free.remove(best)
    return pairs


def _same_id(old: Competence, new: Competence) -> float:
    return float(old.competence_id == new.competence_id)


def _same_label(old: Competence, new: Competence) -> float:
    return float(fold(old.label) == fold(new.label))


def _near_label(old: Competence, new: Competence) -> float:
    return float(fuzz.token_sort_ratio(fold(old.label), fold(new.label)))


def _validity(profile: Profile) -> Validity:
    return Validity(profile.version, profile.valid_from, profile.valid_to)


def _about(profile: Profile, code: ChangeCode) -> KnowledgeChange:
    return KnowledgeChange(
        code,
        SourceKind.PROFILE,
        profile.profile_id,
        profile.title,
        profile.source_id,
        f"{profile.profile_set} {profile.version}",
        date=profile.date,
        fictional=profile.fictional,
    )

"""What is different between two profiles, in the parts that people read."""

from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz

from knowledge.profiles.lineage import keys_of
from knowledge.profiles.types import Difference, Part, Verdict
from knowledge.types import Competence, Profile
from knowledge.worddiff import word_diff

# Out of 100: "Besøge virksomheder" and "Besøge og betjene virksomheder" are 77 alike and one task reworded; two tasks
# that only begin alike ("Besøge virksomheder", "Besøge borgere hjemme") lie near 60.
_SAME_TASK = 70


def differences(before: Profile, after: Profile) -> tuple[Difference, ...]:
    """List what was added, dropped and reworded: title, description, tasks, then competences as `before` has them."""
    return (
        *_reworded(Part.TITLE, after.title, before.title, after.title),
        *_reworded(Part.DESCRIPTION, after.title, before.description, after.description),
        *_tasks(before.tasks, after.tasks),
        *_competences(before.competences, after.competences),
    )


def paired(before: Sequence[Competence], after: Sequence[Competence]) -> Iterator[tuple[Competence, Competence | None]]:
    """Give each competence with the one of the same id, or else of the same label."""
    by_id = {one.competence_id: one for one in after}
    by_key = {key: one for one in reversed(after) for key in keys_of(one)}
    for one in before:
        yield one, by_id.get(one.competence_id) or next(filter(None, map(by_key.get, sorted(keys_of(one)))), None)


def _competences(before: Sequence[Competence], after: Sequence[Competence]) -> Iterator[Difference]:
    kept = set()
    for old, new in paired(before, after):
        if new is None:
            yield Difference(Verdict.DROPPED, Part.COMPETENCE, old.label, old.competence_id, before=old.label)
        else:
            kept.add(new.competence_id)
            yield from _of_competence(old, new)
    for new in after:
        if new.competence_id not in kept:
            yield Difference(Verdict.ADDED, Part.COMPETENCE, new.label, new.competence_id, after=new.label)


def _of_competence(old: Competence, new: Competence) -> Iterator[Difference]:
    identity = old.competence_id
    yield from _reworded(Part.COMPETENCE, old.label, old.label, new.label, identity)
    yield from _reworded(Part.COMPETENCE_DESCRIPTION, old.label, old.description, new.description, identity)
    levels = [None if one.level is None else str(one.level) for one in (old, new)]
    yield from _reworded(Part.LEVEL, old.label, levels[0], levels[1], identity)


def _tasks(before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    matched = _matching_tasks(before, after)
    for task in before:
        if task in matched:
            yield from _reworded(Part.TASK, task, task, matched[task])
        else:
            yield Difference(Verdict.DROPPED, Part.TASK, task, before=task)
    for task in after:
        if task not in matched.values():
            yield Difference(Verdict.ADDED, Part.TASK, task, after=task)


def _matching_tasks(before: Sequence[str], after: Sequence[str]) -> Mapping[str, str]:
    """Match equal tasks first, then those most alike, each once."""
    matched = {task: task for task in before if task in after}
    rest = [task for task in before if task not in matched]
    new = [task for task in after if task not in matched]
    pairs = sorted(((fuzz.ratio(old, other), old, other) for old in rest for other in new), key=lambda one: -one[0])
    for alike, old, other in pairs:
        if alike >= _SAME_TASK and old not in matched and other not in matched.values():
            matched[old] = other
    return matched


def _reworded(
    part: Part, name: str, before: str | None, after: str | None, competence_id: str | None = None
) -> Iterator[Difference]:
    if before != after:
        words = word_diff(before or "", after or "")
        yield Difference(Verdict.REWORDED, part, name, competence_id, before, after, words)

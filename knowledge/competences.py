"""The register of all competences of a generation: what they are called, who asks for them, which courses give them.

A competence is known by its label: the same label in two profiles, or in a profile and a course, is the same
competence, whatever ids they give it. Its other names lead to it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from rapidfuzz import fuzz, process

from knowledge.danish import content_stems, fold_words
from knowledge.slugs import slug
from knowledge.types import Competence, Course, CourseCompetence, Profile, Snapshot

# Out of 100: "samtaletknik" is 96 from "samtaleteknik", and two competences that only share an ending ("ledelse af
# projekter", "ledelse af møder") lie near 70; what lies under 60 is no help to whoever mistyped.
NEAR_ENOUGH = 60

Name = TypeVar("Name")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class AskedBy:
    """A profile that asks for a competence; `level` 0-5 where it says so."""

    profile_id: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class InCourse:
    """A course that requires or provides a competence; `level` 0-5 where it says so."""

    course_id: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A competence with all that the profiles and courses say of it."""

    key: str
    label: str
    ids: tuple[str, ...] = ()
    """The key and every id that it goes by elsewhere."""
    description: str | None = None
    alt_labels: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    asked_by: tuple[AskedBy, ...] = ()
    required_by: tuple[InCourse, ...] = ()
    provided_by: tuple[InCourse, ...] = ()


def competence_key(competence_id: str | None, label: str) -> str:
    """Name a competence: its id, or else one made of its label."""
    return competence_id or slug(label) or label


class Competences:
    """All competences, ordered by label; looked up by id, by name, or by what is most like a name."""

    def __init__(self, profiles: Sequence[Profile], courses: Sequence[Course]) -> None:
        self.profiles = tuple(profiles)
        gathered = _Gathered()
        for profile in profiles:
            for competence in profile.competences:
                gathered.add_asked(competence, AskedBy(profile.profile_id, competence.level))
        gathered.add_names()
        for course in courses:
            for needed in course.requires:
                gathered.of_course(needed).required_by.append(InCourse(course.course_id, needed.level))
            for given in course.provides:
                gathered.of_course(given).provided_by.append(InCourse(course.course_id, given.level))
        known = sorted(gathered.known(), key=lambda one: (one.label.casefold(), one.key))
        self._known: Mapping[str, Known] = {one.key: one for one in known}
        self._keys = {other: one.key for one in known for other in reversed(one.ids)}
        self._names = gathered.names
        named = list(_named(known))
        self._stems = _first_of((tuple(content_stems(name)), key) for name, key in named)
        self._spelled = _first_of((fold_words(name), key) for name, key in named)

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Competences":
        """Gather the competences of a generation."""
        return cls(snapshot.profiles(), snapshot.courses())

    def __iter__(self) -> Iterator[Known]:
        return iter(self._known.values())

    def __len__(self) -> int:
        return len(self._known)

    def get(self, key: str) -> Known | None:
        """Give the competence of a key, or of any id that it goes by."""
        return self._known.get(self._keys.get(key, key))

    def find(self, words: str) -> Known | None:
        """Give the competence of this id or name in any spelling or inflection, or None."""
        words = words.strip()
        key = self._keys.get(words) or self._names.get(slug(words)) or self._stems.get(tuple(content_stems(words)))
        return self._known[key] if key else None

    def named(self, competence: Competence | CourseCompetence) -> Known | None:
        """Give what a profile or course means by a competence of its own."""
        return self.get(competence_key(competence.competence_id, competence.label)) or self.find(competence.label)

    def nearest(self, words: str, limit: int = 3) -> list[Known]:
        """List the competences whose names are most like these words, the likeliest first."""
        found = process.extract(
            fold_words(words),
            self._spelled.keys(),
            scorer=fuzz.token_sort_ratio,
            score_cutoff=NEAR_ENOUGH,
            limit=None,
        )
        keys = dict.fromkeys(self._spelled[spelled] for spelled, _, _ in found)
        return [self._known[key] for key in keys][:limit]


@dataclass(slots=True)
class _Entry:
    """A competence while it is gathered."""

    label: str
    ids: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    """The ids among them that a source gives."""
    asked: list[Competence] = field(default_factory=list)
    asked_by: list[AskedBy] = field(default_factory=list)
    required_by: list[InCourse] = field(default_factory=list)
    provided_by: list[InCourse] = field(default_factory=list)


class _Gathered:
    """Competences met so far, by id and by name."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._by_id: dict[str, _Entry] = {}
        self._by_label: dict[str, _Entry] = {}
        self.names: dict[str, str] = {}
        """Slug of a name -> key; labels go before other names, and those before hidden ones."""
        self._keys: dict[str, str] = {}
        self._by_stems: dict[tuple[str, ...], _Entry] = {}

    def add_asked(self, competence: Competence, asked_by: AskedBy) -> None:
        entry = self._entry(competence_key(competence.competence_id, competence.label), competence.label)
        entry.asked.append(competence)
        entry.asked_by.append(asked_by)

    def add_names(self) -> None:
        """Have other names lead to a competence where no label does."""
        for part in ("alt_labels", "hidden_labels"):
            for entry in self._entries:
                for name in _each(getattr(competence, part) for competence in entry.asked):
                    self._by_label.setdefault(slug(name) or name, entry)
        named = ((tuple(content_stems(name)), entry) for entry in self._entries for name in _names_of(entry))
        self._by_stems = _first_of(named)

    def of_course(self, competence: CourseCompetence) -> _Entry:
        inflected = None if competence.competence_id else self._by_stems.get(tuple(content_stems(competence.label)))
        if inflected and (slug(competence.label) or competence.label) not in self._by_label:
            return inflected
        return self._entry(competence_key(competence.competence_id, competence.label), competence.label)

    def known(self) -> Iterator[Known]:
        keys = {id(entry): _key(entry) for entry in self._entries}
        self.names = {name: keys[id(entry)] for name, entry in self._by_label.items()}
        self._keys = {own: keys[id(entry)] for own, entry in self._by_id.items()}
        for entry in self._entries:
            key = keys[id(entry)]
            yield Known(
                key=key,
                label=entry.label,
                ids=tuple(dict.fromkeys((key, *entry.ids))),
                description=next((one.description for one in entry.asked if one.description), None),
                alt_labels=_other_names(entry),
                hidden_labels=_each(one.hidden_labels for one in entry.asked),
                broader=self._keys_of(own.broader for own in entry.asked),
                related=self._keys_of(own.related for own in entry.asked),
                same_as=_each(one.same_as for one in entry.asked),
                asked_by=tuple(entry.asked_by),
                required_by=tuple(entry.required_by),
                provided_by=tuple(entry.provided_by),
            )

    def _keys_of(self, parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
        """Give the keys of competences that are named by id or by name; what nobody knows stays as it is."""
        return tuple(dict.fromkeys(self._keys.get(one) or self.names.get(slug(one), one) for one in _each(parts)))

    def _entry(self, key: str, label: str) -> _Entry:
        name = slug(label) or label
        entry = self._by_id.get(key) or self._by_label.get(name)
        if entry is None:
            entry = _Entry(label)
            self._entries.append(entry)
        self._by_label.setdefault(name, entry)
        if key != competence_key(None, label):
            entry.given.append(key)
        if key not in self._by_id:
            self._by_id[key] = entry
            entry.ids.append(key)
        return entry


def _key(entry: _Entry) -> str:
    """An id that a profile gives goes before one made of the label, which changes with it."""
    made = competence_key(None, entry.label)
    asked = [one.competence_id for one in entry.asked if one.competence_id != competence_key(None, one.label)]
    return min(asked, default=None) or min(entry.given, default=made)


def _names_of(entry: _Entry) -> tuple[str, ...]:
    return (entry.label, *_other_names(entry), *_each(one.hidden_labels for one in entry.asked))


def _other_names(entry: _Entry) -> tuple[str, ...]:
    """The other names, and other labels that an equal id is given."""
    names = _each((*([one.label] if one.label != entry.label else []), *one.alt_labels) for one in entry.asked)
    return tuple(name for name in names if name != entry.label)


def _named(known: Sequence[Known]) -> Iterator[tuple[str, str]]:
    """Every name with its competence's key: labels before other names, and those before hidden ones."""
    yield from ((one.label, one.key) for one in known)
    yield from ((name, one.key) for one in known for name in one.alt_labels)
    yield from ((name, one.key) for one in known for name in one.hidden_labels)


def _each(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for part in parts for one in part))


def _first_of(pairs: Iterable[tuple[Name, Item]]) -> dict[Name, Item]:
    """Keep the first thing of each name, and none for a name without words."""
    found: dict[Name, Item] = {}
    for name, item in pairs:
        if name:
            found.setdefault(name, item)
    return found

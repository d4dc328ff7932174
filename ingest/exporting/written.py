"""A course or profile as its fields, so that each format only has to say how it writes them."""

import dataclasses
import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ingest.records.cells import quoted
from ingest.records.headings import words
from ingest.records.values import learner
from knowledge.competences import competence_key
from knowledge.types import Competence, Course, CourseCompetence, CourseRun, Learner, Profile, Source, Visibility

Scalar = str | int | float | bool | datetime.date
Entry = Mapping[str, Scalar | tuple[str, ...]]
"""A competence or a run: field -> what it says; what is not said is not there."""

Values = dict[str, Scalar]
Item = TypeVar("Item")

# What a text file does not hold; line ends and tabs it does.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

_LEARNERS = {Learner.EMPLOYEE: "medarbejder", Learner.MANAGER: "leder", Learner.CITIZEN: "borger"}
# Said where the words of the target group would otherwise be taken for one of the three.
_NOBODY_IN_PARTICULAR = "medarbejder og leder"

_PROFILE_FIELDS = (
    "title", "version", "description", "valid_from", "valid_to", "date", "url",
)  # fmt: skip
_COURSE_FIELDS = (
    "title", "provider", "level", "ects", "form", "duration", "description", "url", "date", "valid_from", "valid_to",
)  # fmt: skip
_RUN_FIELDS = ("start", "end", "said", "place", "deadline", "seats")


@dataclass(frozen=True, slots=True)
class Written:
    """A record under the names of its fields, in the order they are written; what is not said is not there."""

    kind: str
    """`course` or `profile`."""
    values: Mapping[str, Scalar] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    competences: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    """`competences` of a profile, `requires` and `provides` of a course."""
    runs: tuple[Entry, ...] = ()


def in_danish(values: Mapping[str, Scalar]) -> Mapping[str, Scalar]:
    """Give the values of a record with its codes in Danish words."""
    return {
        name: words()["form_words"].get(value, value) if name == "form" else value for name, value in values.items()
    }


def written(record: Course | Profile, source: Source | None) -> Written:
    """Take a record apart, with what its source says besides."""
    return _profile(record, source) if isinstance(record, Profile) else _course(record, source)


def _profile(profile: Profile, source: Source | None) -> Written:
    values: Values = {"id": profile.profile_id, **_values(profile, _PROFILE_FIELDS)}
    values |= {"set": profile.profile_set} if profile.profile_set else {}
    # Read as a list of names is, of which there is one.
    values |= {"derived_from": quoted(profile.derived_from)} if profile.derived_from else {}
    values |= {"basis": True} if profile.basis else {}
    values |= {"learner": _LEARNERS[source.learner]} if source and source.learner else {}
    lists = {"tasks": profile.tasks, "aliases": profile.aliases, "builds_on": profile.builds_on}
    return Written(
        "profile",
        _cleaned(values | dict(profile.details) | _standing(profile, source, None)),
        _filled(lists),
        _filled({"competences": tuple(map(_competence, profile.competences))}),
    )


def _course(course: Course, source: Source | None) -> Written:
    values: Values = {"id": course.course_id, **_values(course, _COURSE_FIELDS), **_price(course)}
    if course.learner is not None:
        values["learner"] = _LEARNERS[course.learner]
    elif learner(dict(course.details).get("audience")) is not None:
        values["learner"] = _NOBODY_IN_PARTICULAR
    if course.transfer is not None:
        values |= {f"transfer_{name}": text for name, text in _each(course.transfer)}
    return Written(
        "course",
        _cleaned(values | dict(course.details) | _standing(course, source, course.provider)),
        _filled({"profiles": course.profiles}),
        _filled({role: tuple(map(_needed, getattr(course, role))) for role in ("requires", "provides")}),
        tuple(_run(run) for run in course.runs),
    )


def _price(course: Course) -> Values:
    price = course.price
    if price is None:
        return {}
    said: Values = {"price": price.amount, "currency": price.currency}
    return said if price.vat_included is None else said | {"vat": price.vat_included}


def _standing(record: Course | Profile, source: Source | None, provider: str | None) -> Values:
    said: Values = {}
    if source and source.publisher and source.publisher != provider:
        said["publisher"] = source.publisher
    if source and source.retrieved:
        said["retrieved"] = source.retrieved
    if source and source.visibility is not Visibility.PUBLIC:
        said["visibility"] = "intern"
    if source and source.language != "da":
        said["language"] = source.language
    return said | ({"fictional": True} if record.fictional else {})


def _competence(competence: Competence) -> Entry:
    known: dict[str, Any] = {name: one for name, one in _each(competence) if one != () and name != "competence_id"}
    # An id that is made of the label is not the source's own.
    made = competence_key(None, competence.label)
    own = {} if competence.competence_id == made else {"id": competence.competence_id}
    return _cleaned(own | known)


def _needed(competence: CourseCompetence) -> Entry:
    known: dict[str, Any] = {"label": competence.label, "id": competence.competence_id, "level": competence.level}
    return _cleaned({name: value for name, value in known.items() if value is not None})


def _run(run: CourseRun) -> Entry:
    return _cleaned(_values(run, _RUN_FIELDS))


def _values(record: object, names: tuple[str, ...]) -> Values:
    values = {name: getattr(record, name) for name in names}
    return {name: value for name, value in values.items() if value is not None and value != ""}


def _each(record: object) -> Iterator[tuple[str, Any]]:
    for part in dataclasses.fields(record):  # type: ignore[arg-type]
        value = getattr(record, part.name)
        if value is not None:
            yield part.name, value


def _filled(named: Mapping[str, tuple[Item, ...]]) -> dict[str, tuple[Item, ...]]:
    return {name: values for name, values in named.items() if values}


def _cleaned(values: Mapping[str, Item]) -> dict[str, Item]:
    return {name: _clean(value) for name, value in values.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    return _CONTROL.sub("", value).strip() if isinstance(value, str) else value

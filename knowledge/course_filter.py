"""Which courses a filter lets through; tolerant in words (case, spellings, synonyms), strict in numbers and dates."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from knowledge.danish import content_stems, fold, tokenize
from knowledge.givers import Givers
from knowledge.thesaurus import Thesaurus
from knowledge.types import Course, CourseRun, Learner, Profile

_OWN_CURRENCY = "DKK"
NOBODY = Givers()
"""Nobody is known to give anything but what the courses' own labels say."""


@dataclass(frozen=True, slots=True)
class CourseFilter:
    """What a course must satisfy; None asks for nothing.

    `max_price` is compared with the amount as the provider states it, with or without VAT, since municipalities have
    VAT refunded and providers of both kinds would otherwise change places by how they print; without a price a course
    is not known to be cheap. Without `learner` courses for staff and managers are found, never those for citizens.
    """

    query: str | None = None
    profile: str | None = None
    """Id, title or alias of a profile: courses that name it, or provide one of its competences."""
    competence: str | None = None
    """Id or label of a competence that the course provides."""
    provider: str | None = None
    level: str | None = None
    form: str | None = None
    max_price: float | None = None
    min_ects: float | None = None
    max_ects: float | None = None
    place: str | None = None
    start_from: datetime.date | None = None
    start_to: datetime.date | None = None
    """First and last day on which the course may start."""
    include_expired: bool = False
    learner: Learner | None = None


def passes(
    course: Course,
    wanted: CourseFilter,
    profiles: Sequence[Profile],
    thesaurus: Thesaurus | None,
    givers: Givers = NOBODY,
) -> bool:
    """Say whether a course satisfies all of a filter but the query and `include_expired`.

    `profiles` are all there are; `givers` are known to give the competence or what the profile asks for.
    """
    return (
        _for_learner(course, wanted.learner)
        and _within(course.ects, wanted.min_ects, wanted.max_ects)
        and _affordable(course, wanted.max_price)
        and _named(course.provider, wanted.provider, thesaurus)
        and _synonymous(course.level, wanted.level, "levels")
        and _synonymous(course.form, wanted.form, "forms")
        and _has_run(course.runs, wanted)
        and (wanted.competence is None or _gives(course, wanted.competence, givers))
        and (
            wanted.profile is None
            or course.course_id in givers.profile
            or _fits_profile(course, wanted.profile, profiles)
        )
    )


def _for_learner(course: Course, wanted: Learner | None) -> bool:
    if wanted is None:
        return course.learner is not Learner.CITIZEN
    return course.learner in (None, wanted)


def _within(value: float | None, least: float | None, most: float | None) -> bool:
    if least is None and most is None:
        return True
    return value is not None and (least is None or value >= least) and (most is None or value <= most)


def _affordable(course: Course, most: float | None) -> bool:
    if most is None:
        return True
    price = course.price
    return price is not None and price.currency == _OWN_CURRENCY and price.amount <= most


def _named(name: str | None, wanted: str | None, thesaurus: Thesaurus | None) -> bool:
    """Whether one name is part of the other, or of a name the thesaurus knows for it (Komponent for COK)."""
    if wanted is None:
        return True
    if name is None:
        return False
    also = [expansion.term for expansion in thesaurus.expand(wanted) if expansion.is_alias] if thesaurus else []
    return any(_contains(_plain(name), _plain(candidate)) for candidate in (wanted, *also))


def _synonymous(value: str | None, wanted: str | None, table: str) -> bool:
    if wanted is None:
        return True
    if value is None:
        return False
    known = _synonyms()[table]
    asked, has = _plain(wanted), _plain(value)
    return known.get(asked, asked) == known.get(has, has) or _contains(has, asked)


def _has_run(runs: Sequence[CourseRun], wanted: CourseFilter) -> bool:
    if wanted.place is None and wanted.start_from is None and wanted.start_to is None:
        return True
    return any(_named(run.place, wanted.place, None) and _starts_within(run, wanted) for run in runs)


def _starts_within(run: CourseRun, wanted: CourseFilter) -> bool:
    if wanted.start_from is None and wanted.start_to is None:
        return True
    return (
        run.start is not None
        and (wanted.start_from is None or run.start >= wanted.start_from)
        and (wanted.start_to is None or run.start <= wanted.start_to)
    )


def _gives(course: Course, wanted: str, givers: Givers) -> bool:
    if course.course_id in givers.denied:
        return False
    return course.course_id in givers.competence or _provides(course, wanted)


def _provides(course: Course, wanted: str) -> bool:
    stems = set(content_stems(wanted))
    return any(
        competence.competence_id == wanted or (stems and stems <= set(content_stems(competence.label)))
        for competence in course.provides
    )


def named_profiles(wanted: str | None, profiles: Sequence[Profile]) -> list[Profile]:
    """List the profiles that go by an id, title or alias."""
    if wanted is None:
        return []
    names = {_plain(wanted)}
    return [
        profile
        for profile in profiles
        if names & {_plain(name) for name in (profile.profile_id, profile.title, *profile.aliases)}
    ]


def _fits_profile(course: Course, wanted: str, profiles: Sequence[Profile]) -> bool:
    fitting = named_profiles(wanted, profiles)
    ids = {wanted, *(profile.profile_id for profile in fitting)}
    if ids & set(course.profiles):
        return True
    competences = [competence for profile in fitting for competence in profile.competences]
    known_ids = {competence.competence_id for competence in competences}
    labels = {_plain(label) for competence in competences for label in (competence.label, *competence.alt_labels)}
    return any(given.competence_id in known_ids or _plain(given.label) in labels for given in course.provides)


def _plain(words: str) -> str:
    return " ".join(fold(token.text) for token in tokenize(words))


def _contains(text: str, part: str) -> bool:
    return bool(part) and f" {part}" in f" {text}"


@cache
def _synonyms() -> dict[str, dict[str, str]]:
    raw = yaml.load(resources.files("knowledge").joinpath("courses.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {
        table: {_plain(word): code for code, words in entries.items() for word in [code, *words]}
        for table, entries in raw.items()
    }

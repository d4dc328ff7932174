"""Which courses a filter lets through; tolerant in words (case, spellings, synonyms), strict in numbers and dates."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

import yaml

from knowledge.areas import lies_in
from knowledge.danish import content_stems, fold_words
from knowledge.durations import days_away
from knowledge.givers import Givers
from knowledge.thesaurus import Thesaurus
from knowledge.types import Course, CourseRun, Learner, Order, Profile

_OWN_CURRENCY = "DKK"
# Danish VAT has been 25 % since 1992.
_VAT = 0.25
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
    places: tuple[str, ...] = ()
    """Any of them, `place` too, will do."""
    not_places: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    """Codes or names of areas (`knowledge.areas`); any of them, and any of the places, will do."""
    not_forms: tuple[str, ...] = ()
    not_levels: tuple[str, ...] = ()
    max_days: float | None = None
    """Most days away from work; a course that does not say is not known to be short."""
    min_price: float | None = None
    with_vat: bool = False
    """Whether VAT is added to a price that the provider states without it before it is compared."""
    sort: Order | None = None

    def asked(self) -> dict[str, object]:
        """List what is asked for by the name of its field, in the order of the fields."""
        return {name: value for name, value in self._values() if not (value is None or value is False or value == ())}

    def _values(self) -> Iterator[tuple[str, object]]:
        return ((field.name, getattr(self, field.name)) for field in fields(self))


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
        and _affordable(course, wanted)
        and _named(course.provider, wanted.provider, thesaurus)
        and _synonymous(course.level, wanted.level, "levels")
        and _synonymous(course.form, wanted.form, "forms")
        and not any(_synonymous(course.level, level, "levels") for level in wanted.not_levels)
        and not any(_synonymous(course.form, form, "forms") for form in wanted.not_forms)
        and _has_run(course, wanted)
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


def _affordable(course: Course, wanted: CourseFilter) -> bool:
    if wanted.max_price is None and wanted.min_price is None:
        return True
    amount = price_in_kroner(course, wanted.with_vat)
    return amount is not None and _within(amount, wanted.min_price, wanted.max_price)


def price_in_kroner(course: Course, with_vat: bool = False) -> float | None:
    """Tell what a course costs as its provider states it, or with VAT; None where that is not known."""
    price = course.price
    if price is None or price.currency != _OWN_CURRENCY:
        return None
    return price.amount * (1 + _VAT) if with_vat and price.vat_included is False else price.amount


def _named(name: str | None, wanted: str | None, thesaurus: Thesaurus | None) -> bool:
    """Whether one name is part of the other, or of a name the thesaurus knows for it (Komponent for COK)."""
    if wanted is None:
        return True
    if name is None:
        return False
    also = [expansion.term for expansion in thesaurus.expand(wanted) if expansion.is_alias] if thesaurus else []
    return any(_contains(fold_words(name), fold_words(candidate)) for candidate in (wanted, *also))


def _synonymous(value: str | None, wanted: str | None, table: str) -> bool:
    if wanted is None:
        return True
    if value is None:
        return False
    known = _synonyms()[table]
    asked, has = fold_words(wanted), fold_words(value)
    return known.get(asked, asked) == known.get(has, has) or _contains(has, asked)


def _has_run(course: Course, wanted: CourseFilter) -> bool:
    somewhere = bool(wanted.place or wanted.places or wanted.regions)
    dated = wanted.start_from is not None or wanted.start_to is not None
    if not somewhere and not dated and not wanted.not_places:
        return wanted.max_days is None or any(_short(course, run, wanted) for run in course.runs or (CourseRun(),))
    # A course without runs is not known to be held where it must not be.
    runs = course.runs if somewhere or dated else course.runs or (CourseRun(),)
    return any(_held(run, wanted) and _starts_within(run, wanted) and _short(course, run, wanted) for run in runs)


def _held(run: CourseRun, wanted: CourseFilter) -> bool:
    if any(_named(run.place, place, None) for place in wanted.not_places):
        return False
    places = [place for place in (wanted.place, *wanted.places) if place is not None]
    if not places and not wanted.regions:
        return True
    return any(_named(run.place, place, None) for place in places) or any(
        lies_in(run.place, region) for region in wanted.regions
    )


def _short(course: Course, run: CourseRun, wanted: CourseFilter) -> bool:
    if wanted.max_days is None:
        return True
    days = days_away(course.duration, run.start, run.end)
    return days is not None and days <= wanted.max_days


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
    names = {fold_words(wanted)}
    return [
        profile
        for profile in profiles
        if names & {fold_words(name) for name in (profile.profile_id, profile.title, *profile.aliases)}
    ]


def _fits_profile(course: Course, wanted: str, profiles: Sequence[Profile]) -> bool:
    fitting = named_profiles(wanted, profiles)
    ids = {wanted, *(profile.profile_id for profile in fitting)}
    if ids & set(course.profiles):
        return True
    competences = [competence for profile in fitting for competence in profile.competences]
    known_ids = {competence.competence_id for competence in competences}
    labels = {fold_words(label) for competence in competences for label in (competence.label, *competence.alt_labels)}
    return any(given.competence_id in known_ids or fold_words(given.label) in labels for given in course.provides)


def _contains(text: str, part: str) -> bool:
    return bool(part) and f" {part}" in f" {text}"


@cache
def _synonyms() -> dict[str, dict[str, str]]:
    raw = yaml.load(resources.files("knowledge").joinpath("courses.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {
        table: {fold_words(word): code for code, words in entries.items() for word in [code, *words]}
        for table, entries in raw.items()
    }

"""Says what a search for courses was narrowed by: a code and a value for programs, words for people."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields, replace

from assistant.core.types import AppliedFilter, Language, NamedFilter
from knowledge.areas import area_code
from knowledge.courses import CourseFilter
from knowledge.types import Profile
from prompts.dates import written_date
from prompts.wording import Wording

# The subject and whether courses that are over may be shown narrow nothing.
_NO_FILTERS = frozenset({"query", "include_expired"})
_SINGULAR = {
    "places": "place",
    "not_places": "not_place",
    "regions": "region",
    "not_forms": "not_form",
    "not_levels": "not_level",
}
# Values that have words of their own.
_CODED = frozenset({"form", "not_form", "level", "not_level", "learner", "region", "sort", "with_vat"})


def applied(
    wanted: CourseFilter, given_up: Collection[str], profiles: Sequence[Profile], wording: Wording, language: Language
) -> tuple[AppliedFilter, ...]:
    """List the filters, a value of several each for itself; those `given_up` are not met."""
    titles = {profile.profile_id: profile.title for profile in profiles}
    return tuple(
        AppliedFilter(
            _SINGULAR.get(name, name),
            value,
            _words(_SINGULAR.get(name, name), value, titles.get(value), wording, language),
            name not in given_up,
        )
        for name, value in _values(wanted)
    )


def _values(wanted: CourseFilter) -> Iterator[tuple[str, str]]:
    for name, value in wanted.asked().items():
        if name not in _NO_FILTERS:
            for one in value if isinstance(value, tuple) else (value,):
                yield name, plain_value(one)


def named(wanted: CourseFilter) -> frozenset[NamedFilter]:
    """The filters by name and value, as whoever takes one away names it."""
    return frozenset(NamedFilter(_SINGULAR.get(name, name), value) for name, value in _values(wanted))


def left_out(wanted: CourseFilter, names: Collection[NamedFilter]) -> CourseFilter:
    """The same filter without what is named; of several values the others stay."""
    usual = {field.name: field.default for field in fields(CourseFilter)}
    taken = {(one.name, one.value) for one in names}
    changed: dict[str, object] = {}
    for name, value in wanted.asked().items():
        if name in _NO_FILTERS:
            continue
        own = value if isinstance(value, tuple) else (value,)
        kept = tuple(one for one in own if (_SINGULAR.get(name, name), plain_value(one)) not in taken)
        if len(kept) < len(own):
            changed[name] = kept if isinstance(value, tuple) else usual[name]
    return replace(wanted, **changed)  # type: ignore[arg-type]


def plain_value(value: object) -> str:
    """A value as filters take it: numbers in plain digits, dates in ISO form."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _words(name: str, value: str, title: str | None, wording: Wording, language: Language) -> str:
    key = f"filter_said.{name}"
    if name in _CODED:
        code = (area_code(value) or value) if name == "region" else value
        known = f"{key.replace('not_', '')}_{code.replace('-', '_')}"
        said = wording.say(language, known) if wording.knows(language, known) else value
        return wording.say(language, key, value=said) if name.startswith("not_") else said
    if name in ("start_from", "start_to"):
        return wording.say(language, key, value=written_date(datetime.date.fromisoformat(value), language))
    if name in ("max_price", "max_days") and wording.knows(language, f"{key}_{value.replace('.', '_')}"):
        return wording.say(language, f"{key}_{value.replace('.', '_')}")
    if name in ("max_price", "min_price", "min_ects", "max_ects", "max_days"):
        return wording.say(language, key, value=_written(float(value), language))
    return wording.say(language, key, value=title or value)


def _written(amount: float, language: Language) -> str:
    """`14.500` and `7,5` in Danish, `14,500` and `7.5` in English."""
    written = f"{amount:,.1f}".removesuffix(".0")
    return written.translate(str.maketrans(",.", ".,")) if language == "da" else written

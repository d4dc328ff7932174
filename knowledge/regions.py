"""Which region of Denmark a course is held in; online is a place of its own."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources

import yaml

from knowledge.danish import fold_words
from knowledge.types import Course, CourseRun


class Region(StrEnum):
    """Where something is held."""

    HOVEDSTADEN = "hovedstaden"
    SJAELLAND = "sjaelland"
    SYDDANMARK = "syddanmark"
    MIDTJYLLAND = "midtjylland"
    NORDJYLLAND = "nordjylland"
    ONLINE = "online"
    NATIONWIDE = "nationwide"
    """In the whole country, or wherever it is ordered."""
    UNKNOWN = "unknown"
    """The source does not say, or names a place that is not known."""


# What a course says of its form where its runs name no place.
_BY_FORM = {"online": Region.ONLINE, "on_request": Region.NATIONWIDE}
# "Midtjylland" as the place of a run names the region itself.
_OWN_NAMES = (Region.HOVEDSTADEN, Region.SJAELLAND, Region.SYDDANMARK, Region.MIDTJYLLAND, Region.NORDJYLLAND)


def regions_of_place(place: str) -> frozenset[Region]:
    """Read the regions that a place names: several for "Roskilde og Vejle", none for what is not known."""
    words = f" {fold_words(place)} "
    return frozenset(region for name, region in _places().items() if f" {name} " in words)


def regions_of(course: Course, runs: tuple[CourseRun, ...]) -> frozenset[Region]:
    """Say where a course is held in these of its runs; by its form where they name no place."""
    named = frozenset(region for run in runs if run.place for region in regions_of_place(run.place))
    by_form = _BY_FORM.get(course.form or "")
    if course.form == "online":
        named |= {Region.ONLINE}
    return named or frozenset({by_form or Region.UNKNOWN})


def read_region(words: str) -> Region | None:
    """Read the region that somebody names, by itself or by a place in it; None for what names none, or several."""
    plain = fold_words(words).removeprefix("region ")
    own = {fold_words(region.value): region for region in Region}
    found = {own[plain]} if plain in own else regions_of_place(words)
    return next(iter(found)) if len(found) == 1 else None


@cache
def _places() -> Mapping[str, Region]:
    """Every name by its plain form."""
    raw = yaml.load(resources.files("knowledge").joinpath("regions.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    named = {**raw["regions"], **raw["elsewhere"]}
    places = {fold_words(name): Region(code) for code, names in named.items() for name in names}
    return places | {fold_words(region.value): region for region in _OWN_NAMES}

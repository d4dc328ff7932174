"""Parts of the country as people name them ("på Sjælland", "i Jylland"), and which places lie in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from knowledge.danish import fold_words
from knowledge.regions import Region, regions_of_place


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the country: its own places, or its regions less the places that lie in them and not in it."""

    names: tuple[str, ...]
    regions: frozenset[Region] = frozenset()
    places: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


def lies_in(place: str | None, area: str) -> bool:
    """Say whether a place lies in an area of this code or name; what is not known to lie there does not."""
    found = areas().get(_codes().get(fold_words(area), area))
    if place is None or found is None:
        return False
    words = f" {fold_words(place)} "
    if found.places:
        return any(f" {name} " in words for name in found.places)
    outside = any(f" {name} " in words for name in found.without)
    return not outside and bool(found.regions & regions_of_place(place))


def area_code(name: str) -> str | None:
    """Give the code of an area by its code or one of its names; None for what is no area."""
    return _codes().get(fold_words(name))


def area_names() -> tuple[str, ...]:
    """List what each area is called first, as its file has them."""
    return tuple(area.names[0] for area in areas().values())


@cache
def areas() -> Mapping[str, Area]:
    """Read the file once; areas by code."""
    raw = yaml.load(resources.files("knowledge").joinpath("areas.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {
        code: Area(
            names=tuple(entry["names"]),
            regions=frozenset(Region(region) for region in entry.get("regions", ())),
            places=frozenset(fold_words(name) for name in entry.get("places", ())),
            without=frozenset(fold_words(name) for name in entry.get("without", ())),
        )
        for code, entry in raw["areas"].items()
    }


@cache
def _codes() -> Mapping[str, str]:
    named = {fold_words(name): code for code, area in areas().items() for name in area.names}
    return {fold_words(code): code for code in areas()} | named

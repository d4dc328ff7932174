"""Reads places and parts of the country out of a question, wanted or not."""

import re
from collections.abc import Iterable

from assistant.core.courses.reading import Reading
from assistant.core.courses.words import any_of, words
from knowledge.areas import area_code, areas
from knowledge.danish import fold_words, tokenize
from knowledge.regions import Region, regions_of_place

_NOWHERE = {Region.ONLINE, Region.NATIONWIDE}


def read_places(reading: Reading, places: Iterable[str]) -> Reading:
    """Read areas and the known places; what is said not to be wanted is kept apart."""
    reading = _read_areas(reading)
    by_name = {fold_words(place): place for place in places if not regions_of_place(place) & _NOWHERE}
    also = {fold_words(name): place for name, place in words()["places"]["also"].items()}
    by_name |= {name: by_name.get(fold_words(place), place) for name, place in also.items()}
    longest = max((len(name.split()) for name in by_name), default=0)
    for size in range(longest, 0, -1):
        tokens = tokenize(reading.rest)
        for one, last in zip(tokens, tokens[size - 1 :], strict=False):
            place = by_name.get(fold_words(reading.rest[one.start : last.end]))
            if place is not None and reading.rest[one.start : one.end].strip():
                reading = _take(reading, one.start, last.end, place)
    return reading


def _read_areas(reading: Reading) -> Reading:
    names = [name for area in areas().values() for name in area.names]
    pattern = rf"{_lead()}(?P<area>{any_of(names)})"
    while match := re.search(pattern, reading.rest, re.IGNORECASE):
        code = area_code(match["area"])
        assert code is not None
        reading = reading.take(match, regions=(code,))
    return reading


def _take(reading: Reading, start: int, end: int, place: str) -> Reading:
    before = reading.rest[:start]
    lead = re.search(rf"{_lead()}$", before, re.IGNORECASE)
    refused = re.search(rf"{any_of(words()['negation']['words'])}\s+{_lead()}$", before, re.IGNORECASE)
    first = (refused or lead).start() if refused or lead else start  # type: ignore[union-attr]
    return reading.take_span(first, end, **{"not_places" if refused else "places": (place,)})


def _lead() -> str:
    return rf"(?:{any_of(words()['places']['prepositions'])}\s+)?"

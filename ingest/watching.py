"""Whether anything below some roots has changed since the last look: names, sizes and times, no contents."""

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from ingest.discovery import scopes_of, survey
from ingest.errors import RootError

# A look at 10,000 files takes a tenth of a second.
SECONDS_BETWEEN_LOOKS = 1.0

Signs = tuple[tuple[str, int, int], ...]
"""Of each file its place, size in bytes and time of change in nanoseconds."""


def signs_of(roots: Collection[Path | str], known_roots: Iterable[str]) -> Signs | None:
    """Look at every file that an ingest of these roots would read; None while a root is not there."""
    try:
        found = survey(scopes_of(roots, known_roots))
    except RootError:
        return None
    places = [place for file in found.files for place in (file.place, file.meta) if place]
    return (*_signs(places), *((place, 0, 0) for place in found.blocked))


def _signs(places: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    for place in places:
        try:
            status = os.stat(place)
        except OSError:
            # It went between the listing and the look: the next look has another listing.
            continue
        yield str(place), status.st_size, status.st_mtime_ns


def changes(
    look: Callable[[], Signs | None],
    seen: Signs | None,
    pause: float = SECONDS_BETWEEN_LOOKS,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Give a sign whenever something has changed and nothing has since the look after: files are whole by then.

    `seen`: how it was before it was last ingested.
    """
    while True:
        sleep(pause)
        now = look()
        if now is None or now == seen:
            continue
        sleep(pause)
        if look() == now:
            seen = now
            yield

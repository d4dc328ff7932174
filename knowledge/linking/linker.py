"""Finds the links of a generation once, and keeps them while it is the latest asked about."""

import threading
from weakref import WeakKeyDictionary

from knowledge.linking.judging import found_links
from knowledge.linking.types import CourseLink
from knowledge.types import Snapshot


class Linker:
    """Remembers what was found in each open generation; safe under threads, which wait for one that looks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: WeakKeyDictionary[Snapshot, tuple[CourseLink, ...]] = WeakKeyDictionary()

    def found(self, snapshot: Snapshot) -> tuple[CourseLink, ...]:
        """Give what the courses of a generation state and show."""
        with self._lock:
            links = self._found.get(snapshot)
            if links is None:
                links = self._found[snapshot] = found_links(snapshot)
            return links

"""Finds the links of a generation once, and keeps them while it is the latest asked about."""

import threading
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from knowledge.linking.judging import found_links, judged_links
from knowledge.linking.types import CourseLink, LinkJudgement
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

    def judged(self, snapshot: Snapshot, judgements: Iterable[LinkJudgement]) -> tuple[CourseLink, ...]:
        """Give the same with what people said of it."""
        return judged_links(snapshot, self.found(snapshot), judgements)

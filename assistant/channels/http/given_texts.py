"""Remembers which texts answers have cited, so that a citation stays openable when its source has changed since."""

import threading
from collections import OrderedDict
from collections.abc import Iterable

# An answer cites a handful of texts, so this reaches some thousands of answers back.
MOST_TEXTS = 10_000


class GivenTexts:
    """The text ids that were cited last; safe under threads."""

    def __init__(self, most: int = MOST_TEXTS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._ids: OrderedDict[str, None] = OrderedDict()

    def add(self, text_ids: Iterable[str]) -> None:
        """Note that these were given; the ones given longest ago give way."""
        with self._lock:
            for text_id in text_ids:
                self._ids[text_id] = None
                self._ids.move_to_end(text_id)
            while len(self._ids) > self._most:
                self._ids.popitem(last=False)

    def __contains__(self, text_id: object) -> bool:
        with self._lock:
            return text_id in self._ids

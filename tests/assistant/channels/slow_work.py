"""Stands in for an assistant whose model takes its time."""

import threading
import time
from collections.abc import Generator

from assistant.core.events import Event, Token


class SlowWork:
    """Makes piece after piece; says when its work was ended, and how far it came."""

    def __init__(self, pieces: int = 10_000, seconds: float = 0.01) -> None:
        self.pieces, self.seconds = pieces, seconds
        self.ended = threading.Event()
        self.made = 0

    def __call__(self, *_: object) -> Generator[Event]:
        try:
            for _ in range(self.pieces):
                self.made += 1
                yield Token("ord ")
                time.sleep(self.seconds)
        finally:
            self.ended.set()

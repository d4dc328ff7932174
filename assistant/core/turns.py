"""Turns at something that only so many may do at once, given in the order they were asked for."""

import threading
from collections import deque


class Turns:
    """A turn is held by `with`; whoever gives one back hands it to whoever has waited longest.

    A semaphore of the standard library lets newcomers in before those it has just woken, who then wait from the start
    again: on a busy machine some wait ten times as long as all others.
    """

    def __init__(self, at_once: int) -> None:
        """Let so many hold a turn at once."""
        self._lock = threading.Lock()
        self._free = at_once
        self._waiting = deque[threading.Event]()

    @property
    def waiting(self) -> int:
        """How many wait for one."""
        return len(self._waiting)

    def __enter__(self) -> None:
        """Wait for a turn."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            mine = threading.Event()
            self._waiting.append(mine)
        mine.wait()

    def __exit__(self, *_: object) -> None:
        """Hand the turn on."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1

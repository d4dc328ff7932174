"""What goes wrong on purpose: refusals, rate limits, lost calls and lost replies, delays, and hooks for a kill."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.slack.calling import Call

What = Literal["refuse", "status", "rate", "lose_call", "lose_reply", "delay", "hook"]


@dataclass
class Fault:
    """One thing to go wrong with the next calls of a method (all methods: "*")."""

    method: str
    what: What
    times: int = 1
    error: str = ""
    number: float = 0.0
    hook: Callable[[Call], None] | None = None
    # Calls of the method to let pass first.
    skip: int = 0


class Faults:
    """The faults still to come, taken in the order they were planned."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self._lock = threading.Lock()

    def refuse(self, method: str, error: str, times: int = 1, skip: int = 0) -> None:
        """Answer `ok: false` with this error."""
        self._plan(Fault(method, "refuse", times, error=error, skip=skip))

    def fail(self, method: str, status: int = 500, times: int = 1) -> None:
        """Answer with an HTTP status instead of JSON."""
        self._plan(Fault(method, "status", times, number=status))

    def rate_limit(self, method: str, seconds: int = 1, times: int = 1) -> None:
        """Answer 429 and close the method for so many seconds."""
        self._plan(Fault(method, "rate", times, number=seconds))

    def lose_call(self, method: str, times: int = 1) -> None:
        """Cut the connection before Slack has done anything."""
        self._plan(Fault(method, "lose_call", times))

    def lose_reply(self, method: str, times: int = 1, skip: int = 0) -> None:
        """Do what was asked and cut the connection before the answer."""
        self._plan(Fault(method, "lose_reply", times, skip=skip))

    def delay(self, method: str, seconds: float, times: int = 1) -> None:
        """Let the app wait for the answer."""
        self._plan(Fault(method, "delay", times, number=seconds))

    def after(self, method: str, hook: Callable[[Call], None], times: int = 1, skip: int = 0) -> None:
        """Run `hook` when a call's work is done and before its answer is sent."""
        self._plan(Fault(method, "hook", times, hook=hook, skip=skip))

    def take(self, method: str) -> list[Fault]:
        """The faults of this call; each kind at most once."""
        found: list[Fault] = []
        with self._lock:
            for fault in self._planned:
                if fault.method not in {method, "*"} or fault.times == 0:
                    continue
                if fault.skip:
                    fault.skip -= 1
                elif all(each.what != fault.what for each in found):
                    fault.times -= 1
                    found.append(fault)
            self._planned = [fault for fault in self._planned if fault.times]
        return found

    def _plan(self, fault: Fault) -> None:
        with self._lock:
            self._planned.append(fault)

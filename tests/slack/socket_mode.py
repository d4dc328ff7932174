"""Deliveries to the app: over Socket Mode as Slack makes them, with acknowledgements, time-outs and retries."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.slack.pace import Pace
from tests.slack.websocket import Link

# More connections than this are refused by apps.connections.open.
MOST_LINKS = 10


@dataclass(eq=False)
class Envelope:
    """One delivery and what came of it; `answer` is the payload that the acknowledgement carried."""

    number: str
    kind: str
    payload: dict[str, Any]
    attempts: int = 0
    acknowledged: bool = False
    # Seconds from the first attempt to the acknowledgement.
    waited: float = 0.0
    answer: dict[str, Any] | None = None
    lost: bool = False
    first_sent: float = 0.0
    # Why the last attempt failed: "timeout" or "http_error".
    reason: str = ""
    answered: threading.Event = field(default_factory=threading.Event)

    @property
    def retried(self) -> bool:
        return self.kind == "events_api"

    @property
    def event_id(self) -> str:
        return str(self.payload.get("event_id", ""))


class Carrier(Protocol):
    """A way to the app: Socket Mode or a request URL."""

    def carry(self, envelope: Envelope) -> bool:
        """Send it once; False when the app cannot be reached."""


class Timers:
    """Runs functions later, in one thread."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def after(self, seconds: float, work: Callable[[], None]) -> None:
        """Run `work` in so many seconds."""
        with self._changed:
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._numbers), work))
            self._changed.notify()

    def stop(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._ended and (not self._due or self._due[0][0] > time.monotonic()):
                    self._changed.wait(self._due[0][0] - time.monotonic() if self._due else None)
                if self._ended:
                    return
                work = heapq.heappop(self._due)[2]
            work()


class SocketMode:
    """The Socket Mode connections of the app; Slack sends each delivery over any one of them."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._lock = threading.Lock()
        self._links: list[Link] = []
        self._turn = itertools.count()
        # Connections made since the beginning.
        self.connections = 0

    @property
    def links(self) -> list[Link]:
        with self._lock:
            return [link for link in self._links if link.open]

    def join(self, link: Link) -> None:
        """Take a new connection and greet it."""
        with self._lock:
            self._links = [each for each in self._links if each.open] + [link]
            self.connections += 1
            count = len(self._links)
        greeting = {
            "type": "hello",
            "num_connections": count,
            "debug_info": {"host": "applink-fake", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }
        link.send(greeting)

    def carry(self, envelope: Envelope) -> bool:
        """Send an envelope over one live connection; False when there is none."""
        message: dict[str, Any] = {
            # Every attempt has an id of its own; what stays is the event_id within.
            "envelope_id": f"{envelope.number}.{envelope.attempts}",
            "type": envelope.kind,
            "payload": envelope.payload,
            "accepts_response_payload": envelope.kind != "events_api",
        }
        if envelope.kind == "events_api":
            message |= {"retry_attempt": envelope.attempts - 1, "retry_reason": envelope.reason}
        links = self.links
        return bool(links) and links[next(self._turn) % len(links)].send(message)

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew, as Slack does every few hours (`warning` comes ten seconds before)."""
        for link in self.links:
            link.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-fake"}})

    def cut(self) -> None:
        """Break every connection without a word."""
        for link in self.links:
            link.cut()


class Deliveries:
    """Every envelope made, acknowledged or lost."""

    def __init__(self, pace: Pace, carrier: Carrier, changed: Callable[[], None]) -> None:
        self._pace = pace
        self.carrier = carrier
        self._changed = changed
        self._timers = Timers()
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self.made: list[Envelope] = []
        # How many of the next events' acknowledgements are lost on the way, so that Slack delivers again.
        self.lose_acknowledgements = 0
        # How many of the next events are delivered twice although they were acknowledged.
        self.duplicate = 0

    def send(self, kind: str, payload: dict[str, Any]) -> Envelope:
        """Deliver, and go on as Slack does when no acknowledgement comes."""
        with self._lock:
            envelope = Envelope(f"envelope-{next(self._numbers)}", kind, payload)
            self.made.append(envelope)
            twice = kind == "events_api" and self.duplicate > 0
            self.duplicate -= twice
        self._timers.after(0, lambda: self._attempt(envelope))
        if twice:
            self._timers.after(0, lambda: self._again(envelope))
        return envelope

    def acknowledge(self, number: str, answer: dict[str, Any] | None) -> None:
        """Take the app's acknowledgement, within its time or after it."""
        with self._lock:
            base = number.rpartition(".")[0]
            envelope = next((each for each in reversed(self.made) if each.number == base), None)
            if envelope is None or envelope.acknowledged:
                return
            if self.lose_acknowledgements > 0 and envelope.retried:
                self.lose_acknowledgements -= 1
                return
            envelope.acknowledged = True
            envelope.waited = time.monotonic() - envelope.first_sent
            envelope.answer = answer
        envelope.answered.set()
        self._changed()

    @property
    def pending(self) -> list[Envelope]:
        with self._lock:
            return [each for each in self.made if not each.acknowledged and not each.lost]

    @property
    def lost(self) -> list[Envelope]:
        with self._lock:
            return [each for each in self.made if each.lost]

    def stop(self) -> None:
        self._timers.stop()

    def _attempt(self, envelope: Envelope) -> None:
        if envelope.acknowledged:
            return
        envelope.attempts += 1
        envelope.first_sent = envelope.first_sent or time.monotonic()
        if self.carrier.carry(envelope):
            self._timers.after(self._pace.ack_seconds, lambda: self._check(envelope, "timeout"))
        else:
            self._check(envelope, "http_error")

    def _check(self, envelope: Envelope, reason: str) -> None:
        if envelope.acknowledged:
            return
        envelope.reason = reason
        tried = envelope.attempts - 1
        if not envelope.retried or tried >= len(self._pace.retry_after):
            envelope.lost = True
            envelope.answered.set()
            self._changed()
        else:
            self._timers.after(self._pace.retry_after[tried], lambda: self._attempt(envelope))

    def _again(self, envelope: Envelope) -> None:
        copy = Envelope(f"{envelope.number}-again", envelope.kind, envelope.payload, reason="timeout")
        copy.attempts = 1
        with self._lock:
            self.made.append(copy)
        self._attempt(copy)

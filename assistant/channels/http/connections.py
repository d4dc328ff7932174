"""Connections that do not wait for ever: for a request to arrive, for a client to read, for room for another one."""

import asyncio
import logging
import socket
import struct
import sys
from contextvars import copy_context
from dataclasses import asdict, dataclass
from typing import Any

from fastapi.responses import JSONResponse
from h11 import IDLE, RemoteProtocolError
from uvicorn.protocols.http.h11_impl import H11Protocol

from assistant.channels.http.exchanges import HEADER, begin, new_request_id
from assistant.channels.http.guard import SECURITY_HEADERS
from assistant.channels.http.language import DEFAULT
from assistant.channels.http.log_lines import LOG
from assistant.channels.http.metrics import Metrics
from assistant.channels.http.problems import STATUS, problem
from assistant.channels.http.request_log import OTHER, UNKNOWN_ROUTE, Request
from prompts.wording import Wording

# h11 measures a head only where it is not whole yet, so it is given in pieces that cannot hold much more than that.
PIECE = 4_096
# Half of the 1,024 files that a process may have open on most systems; the knowledge base and the state need some.
MOST_CONNECTIONS = 512
# Somebody who reads nothing of an answer for so long is not there any more.
UNREAD_SECONDS = 60.0
# Who is refused while still sending reads the refusal only if the connection stays open for a moment.
LINGER_SECONDS = 2.0
_TOO_LARGE = 431
KILOBYTE = 1_024
# Of nonsense that somebody sends we write a line ourselves; uvicorn would warn of each once more.
CONNECTIONS = logging.getLogger("uvicorn.error.connections")
CONNECTIONS.setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Front:
    """What connections go by before there is a request."""

    wording: Wording
    metrics: Metrics
    request_seconds: float
    """A request must have arrived in full so long after its first byte."""


class BoundedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 over h11, which is strict about what is HTTP, with an end to all waiting.

    Finds its `Front` in the application's `state.front`.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.logger = CONNECTIONS
        self._front: Front = self.config.loaded_app.state.front
        self._waiting: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._refused = False

    @property
    def waits_until(self) -> float | None:
        """When a connection that owes us a request will be closed; None for one that owes none."""
        return self._waiting.when() if self._waiting else None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request; the connection that has waited longest for its own gives way when there are too many."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > MOST_CONNECTIONS:
            all_of_ours = (one for one in self.connections if isinstance(one, BoundedProtocol))
            waiting = [one for one in all_of_ours if one is not self and one.waits_until is not None]
            min(waiting, key=lambda one: one.waits_until or 0, default=self).give_up()

    def data_received(self, data: bytes) -> None:
        """Take what came; from the first byte of a request on it has so long to be whole."""
        while data and not self._refused and not self.transport.is_closing():
            length = PIECE if self._owes_a_request else len(data)
            super().data_received(data[:length])
            data = data[length:]
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the rest of a body that was refused before it was whole."""
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The client does not read; it has so long to begin again."""
        super().pause_writing()
        self._unread = self.loop.call_later(UNREAD_SECONDS, self._let_go)

    def resume_writing(self) -> None:
        """The client reads."""
        if self._unread:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    def _let_go(self) -> None:
        """Close at once; what was not read is thrown away, also by the system."""
        connection = self.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def give_up(self) -> None:
        """Close a connection whose request did not come, saying why where some of it had come."""
        if self.transport.is_closing():
            return
        if self.conn.their_state is IDLE and self._begun and not self._refused:
            self._refuse("slow_request", limit=f"{self._front.request_seconds:g}")
        else:
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP, or is too much of it, with a problem."""
        error = sys.exception()
        if isinstance(error, RemoteProtocolError) and error.error_status_hint == _TOO_LARGE:
            self._refuse("headers_too_large", limit=(self.config.h11_max_incomplete_event_size or 0) // KILOBYTE)
        else:
            self._refuse("malformed_request")

    def _should_upgrade(self) -> bool:
        """Never: nothing here speaks anything else."""
        return False

    @property
    def _owes_a_request(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    @property
    def _begun(self) -> bool:
        """Whether part of a request has come, and not all of it."""
        return bool(self.conn.trailing_data[0]) or self.conn.their_state is not self.conn.our_state

    def _look(self) -> None:
        if self._refused:
            return
        if self.transport.is_closing() or not self._owes_a_request:
            self._stop_waiting()
        elif self._begun:
            self._wait()

    def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(self._front.request_seconds, self.give_up)

    def _stop_waiting(self) -> None:
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None

    def _refuse(self, code: str, **values: object) -> None:
        """Write a problem past the application, which never saw a request, and close when the client has read it."""
        self._stop_waiting()
        self._refused = True
        self.transport.write(copy_context().run(self._problem, code, values))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._waiting = self.loop.call_later(LINGER_SECONDS, self.transport.close)

    def _problem(self, code: str, values: dict[str, object]) -> bytes:
        exchange = begin(new_request_id())
        response = problem(code, DEFAULT, self._front.wording, values)
        response.headers.update({**SECURITY_HEADERS, HEADER: exchange.request_id, "Connection": "close"})
        refused = Request(OTHER, UNKNOWN_ROUTE, STATUS[code])
        self._front.metrics.count(refused, 0, exchange)
        LOG.info("request", extra={"fields": {**asdict(refused), "problem": code}})
        return as_bytes(response)


def as_bytes(response: JSONResponse) -> bytes:
    """A response as it goes over the wire."""
    head = b"".join(name + b": " + value + b"\r\n" for name, value in response.raw_headers)
    return b"HTTP/1.1 %d \r\n" % response.status_code + head + b"\r\n" + bytes(response.body)

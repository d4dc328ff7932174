"""Requests that nobody means well with, as data: what is sent over the wire, and with which statuses it may be refused.

RFC 9110 and 9112 (HTTP), the OWASP API Security Top 10 of 2023, and what fuzzers and smugglers are known to send.
"""

from collections.abc import Sequence
from dataclasses import dataclass

HOST = "127.0.0.1"
CLOSED = 0
"""Among the statuses: the connection may also be closed without a word, since what was sent is not HTTP."""

Piece = bytes | float
"""What is sent, or so many seconds of silence."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """One request; `{key:NAME}` in it stands for the secret of a key of that name."""

    name: str
    sent: tuple[Piece, ...]
    statuses: frozenset[int]
    keyed: bool = False
    """Whether it is sent to a service that has keys."""


def head(method: str, path: str, headers: Sequence[str] = (), host: str | None = HOST) -> bytes:
    """A request's head as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", *([f"Host: {host}"] if host is not None else []), *headers]
    return "\r\n".join((*lines, "", "")).encode("latin-1")


def post(body: bytes, content_type: str | None = "application/json", path: str = "/api/ask", *more: str) -> bytes:
    """A request with a body."""
    kind = [f"Content-Type: {content_type}"] if content_type else []
    return head("POST", path, [*kind, f"Content-Length: {len(body)}", *more]) + body


def refused(name: str, sent: bytes | tuple[Piece, ...], *statuses: int) -> Hostile:
    """One that is refused with one of these statuses; 200 says that it is answered as if it were harmless."""
    return Hostile(name, sent if isinstance(sent, tuple) else (sent,), frozenset(statuses))

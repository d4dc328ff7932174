"""What is known of the request in hand, for the log, the metrics and the problem details."""

import re
import uuid
from contextvars import ContextVar
from dataclasses import dataclass, field

from assistant.core.types import Answer

HEADER = "X-Request-ID"
# Ids as proxies and tracers write them. No underscore: a key must not get into the log as a request's id.
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:-]{0,63}")


def new_request_id() -> str:
    """An id that no other request has."""
    return uuid.uuid4().hex


def request_id_of(given: str | None) -> str:
    """The id that a caller gave, if it is well-formed; else a new one."""
    return given if given and _WELL_FORMED.fullmatch(given) else new_request_id()


@dataclass(slots=True)
class Exchange:
    """A request and its reply; what is known comes bit by bit."""

    request_id: str = field(default_factory=new_request_id)
    problem: str | None = None
    """The code of the problem it was answered with."""
    kind: str | None = None
    """The kind of the answer given."""
    generation: int | None = None
    question: str | None = None
    """Masked."""


_CURRENT: ContextVar[Exchange | None] = ContextVar("exchange", default=None)


def begin(request_id: str) -> Exchange:
    """Make the exchange that everything called from here, in threads too, finds as `current`."""
    exchange = Exchange(request_id)
    _CURRENT.set(exchange)
    return exchange


def current() -> Exchange:
    """The exchange in hand; one of its own for work that no request asked for."""
    return _CURRENT.get() or Exchange()


def known_request_id() -> str | None:
    """The id of the request in hand, if there is one."""
    exchange = _CURRENT.get()
    return exchange.request_id if exchange else None


def note_answer(answer: Answer) -> None:
    """Note which answer the request in hand got."""
    exchange = current()
    exchange.kind = answer.kind.value
    exchange.generation = answer.generation
    exchange.question = answer.question

"""Gives every request its id, and writes one line of log and one count of it when its reply is out."""

import time
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.channels.http.exchanges import HEADER, Exchange, begin, request_id_of
from assistant.channels.http.log_lines import LOG
from assistant.channels.http.metrics import Metrics

# A label for each method or address that somebody may think of would fill the memory.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
UNKNOWN_ROUTE = "unknown"
STREAM = "text/event-stream"


class RequestLog:
    """ASGI middleware, the outermost; `log_questions` puts questions, masked, into the log."""

    def __init__(self, app: ASGIApp, metrics: Metrics, log_questions: bool = False) -> None:
        self._app = app
        self._metrics = metrics
        self._log_questions = log_questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, then tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = begin(request_id_of(Headers(scope=scope).get(HEADER)))
        reply = _Reply(send, exchange.request_id, self._metrics)
        began = time.perf_counter()
        try:
            await self._app(scope, receive, reply.send)
        finally:
            reply.end()
            self._tell(scope, exchange, reply, time.perf_counter() - began)

    def _tell(self, scope: Scope, exchange: Exchange, reply: "_Reply", seconds: float) -> None:
        request = Request(method_of(scope), route_of(scope), reply.status)
        self._metrics.count(request, seconds, exchange)
        caller = scope.get("state", {}).get("caller")
        told: dict[str, Any] = {
            "request_id": exchange.request_id,
            "method": request.method,
            "route": request.route,
            "status": request.status,
            "ms": round(seconds * 1000, 1),
            "owner": getattr(caller, "owner", None),
            "kind": exchange.kind,
            "generation": exchange.generation,
            "problem": exchange.problem,
            "question": exchange.question if self._log_questions else None,
            "cut_short": True if reply.started and not reply.whole else None,
        }
        LOG.info("request", extra={"fields": {name: value for name, value in told.items() if value not in (None, "")}})


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it is counted; `status` is 0 when the client left before a reply began."""

    method: str
    route: str
    status: int


def method_of(scope: Scope) -> str:
    """The method, or `other`."""
    return str(scope["method"]) if scope["method"] in METHODS else OTHER


def route_of(scope: Scope) -> str:
    """The template of the route that answered, or would have; `unknown` where there is none."""
    route = scope.get("route")
    if route is None and "app" in scope:
        # What is mounted is reached with its own address as root; the routes know only the application's.
        seen = {**scope, "root_path": scope.get("app_root_path", scope.get("root_path", ""))}
        route = next((one for one in scope["app"].routes if one.matches(seen)[0] is not Match.NONE), None)
    return getattr(route, "path", UNKNOWN_ROUTE)


class _Reply:
    """Sends with the request's id added, and knows how far the reply has come."""

    def __init__(self, send: Send, request_id: str, metrics: Metrics) -> None:
        self._send = send
        self._request_id = request_id
        self._metrics = metrics
        self._streams = False
        self.status = 0
        self.whole = False

    @property
    def started(self) -> bool:
        return self.status != 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers[HEADER] = self._request_id
            self.status = message["status"]
            if headers.get("content-type", "").startswith(STREAM):
                self._streams = True
                self._metrics.streams.inc()
        await self._send(message)
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            self.whole = True

    def end(self) -> None:
        if self._streams:
            self._metrics.streams.dec()

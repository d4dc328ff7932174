"""`/mcp`: the tools of the MCP door over HTTP (MCP specification 2026-07-28, transports: streamable HTTP).

Nothing is kept between requests, so any worker can answer any of them; there is no session and no standing stream.
"""

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.channels.http.caller import caller_of
from assistant.channels.http.language import language_of
from assistant.channels.http.service import Service

PATH = "/mcp"


def register(api: FastAPI, service: Service) -> None:
    """Add the route; it is described by its own protocol, not by OpenAPI."""
    api.router.routes.append(Route(PATH, _Door(service), methods=["POST"], include_in_schema=False))


class _Door:
    """Opens the MCP door at the first request: the SDK takes a while to load, and many services are never asked."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            self._app = await run_in_threadpool(_open, self._service)
        await self._app(scope, receive, send)


def _open(service: Service) -> ASGIApp:
    from assistant.channels.mcp.over_http import mcp_app
    from assistant.channels.mcp.types import Client, Room

    def client_of(request: Request) -> Client:
        language = language_of(request.headers.get("accept-language"))
        return Client(caller_of(request), language, str(request.base_url))

    return mcp_app(Room(service, client_of))

"""MCP over streamable HTTP, as an ASGI application for one path of the service."""

from collections.abc import Awaitable, Callable
from typing import Any

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from assistant.channels.mcp.server import build_server
from assistant.channels.mcp.types import Room

App = Callable[[Any, Any, Any], Awaitable[None]]


def mcp_app(room: Room) -> App:
    """The door as an ASGI application; host, origin, key and size were checked by the service around it."""
    server = build_server(room)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        # Without sessions a manager has nothing to remember, so each request has its own, and what a request started
        # ends with it.
        manager = StreamableHTTPSessionManager(server, stateless=True)
        async with manager.run():
            await manager.handle_request(scope, receive, send)

    return app

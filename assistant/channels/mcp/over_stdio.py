"""MCP over standard input and output: the client starts the command, and ends it by closing the pipe."""

import anyio
from mcp.server.stdio import stdio_server

from assistant.channels.http.service import Service
from assistant.channels.mcp.server import build_server
from assistant.channels.mcp.types import Client, Room


def serve_stdio(service: Service) -> None:
    """Answer one client until it leaves; it sees what everybody may see."""
    server = build_server(Room(service, lambda request: Client()))

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)

"""MCP over standard input and output: the client starts the command, and ends it by closing the pipe."""

from contextlib import suppress
from functools import partial

import anyio
from mcp.server.stdio import stdio_server

from assistant.channels.http.service import Service
from assistant.channels.mcp.server import build_server
from assistant.channels.mcp.types import Client, Room
from knowledge.types import SearchQuery


def serve_stdio(service: Service) -> None:
    """Answer one client until it leaves; it sees what everybody may see."""
    room = Room(service, lambda request: Client())
    server = build_server(room)

    async def run() -> None:
        async with anyio.create_task_group() as tasks, stdio_server() as (incoming, outgoing):
            tasks.start_soon(partial(anyio.to_thread.run_sync, _warm, room))
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)


def _warm(room: Room) -> None:
    """Load what the first question needs while the client introduces itself."""
    # Whoever asks is told what is wrong.
    with suppress(Exception):
        room.snapshot(Client()).search(SearchQuery(room.wording.say("da", "mcp.title"), limit=1))

"""The MCP server: lists the tools, and answers a call with the public JSON and text, or with what is wrong.

MCP specification 2026-07-28 (and the earlier revisions that the SDK speaks), server features: tools.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import aclosing
from functools import cache
from importlib.metadata import version
from typing import Any

from mcp import MCPError
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ListedTool
from pydantic import ValidationError

from assistant.channels.explaining import explain_error
from assistant.channels.http.relay import BusyError, LateError
from assistant.channels.invalid import advice, field_of
from assistant.channels.mcp.tools import TOOLS, Tool
from assistant.channels.mcp.types import Client, Given, RefusedError, Room
from knowledge.errors import FagkompasError
from prompts.wording import Wording

NAME = "fagkompas"
LOG = logging.getLogger("fagkompas.mcp")
# The SDK keeps the connection alive; whoever reads the stream need not be woken.
NO_PULSE = 3_600.0

Context = ServerRequestContext[Any, Any]


def build_server(room: Room) -> Server[Any]:
    """A server over these parts; it keeps nothing between calls."""

    async def list_tools(context: Context, asked: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=list(listed(room.client_of(context.request).language, room.wording)))

    async def call_tool(context: Context, call: CallToolRequestParams) -> CallToolResult:
        return await answer_call(call.name, call.arguments or {}, room.client_of(context.request), room)

    return Server(
        NAME,
        version=version(NAME),
        title=room.wording.say("da", "mcp.title"),
        instructions=room.wording.say("da", "mcp.instructions"),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def answer_call(name: str, arguments: Mapping[str, Any], client: Client, room: Room) -> CallToolResult:
    """Do a call; raises `MCPError` for a tool that is not there. A call that is cancelled ends its work."""

    def say(key: str, **values: object) -> str:
        return room.wording.say(client.language, f"mcp.error.{key}", **values)

    if name not in TOOLS:
        raise MCPError(INVALID_PARAMS, say("unknown_tool", name=name, known=", ".join(TOOLS)))
    try:
        given = await _run(TOOLS[name], arguments, client, room)
    except ValidationError as error:
        return _refusal(_corrections(error, client, room.wording))
    except RefusedError as error:
        return _refusal(say(error.code, **error.values))
    except FagkompasError as error:
        return _refusal(_explained(error, client, room.wording))
    except BusyError:
        return _refusal(say("busy"))
    except LateError:
        return _refusal(say("late", seconds=room.service.streams.seconds))
    except Exception:
        # Nobody foresaw it: the log gets what whoever mends it must know.
        LOG.exception("An unexpected error in the tool %s", name)
        return _refusal(say("unexpected"))
    return CallToolResult(content=[TextContent(text=given.text)], structured_content=given.value)


def listed(language: str, wording: Wording) -> Iterator[ListedTool]:
    """The tools with descriptions and schemas."""
    for tool in TOOLS.values():
        yield ListedTool(
            name=tool.name,
            title=wording.say(language, f"mcp.tool.{tool.name}.title"),
            description=wording.say(language, f"mcp.tool.{tool.name}.description"),
            input_schema=_input_schema(tool, language, wording),
            output_schema=_output_schema(tool),
            annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False),
        )


async def _run(tool: Tool, arguments: Mapping[str, Any], client: Client, room: Room) -> Given:
    """Do the work among the service's streams, so that its bounds hold here, too."""
    typed = tool.takes.model_validate(arguments)
    given: Given | None = None
    stream = room.service.streams.begin(lambda: tool.run(typed, client, room))
    try:
        async with aclosing(stream.read(NO_PULSE)) as steps:
            async for step in steps:
                given = step
    finally:
        stream.close()
    assert given is not None
    return given


def _input_schema(tool: Tool, language: str, wording: Wording) -> dict[str, Any]:
    schema = tool.takes.model_json_schema()
    for name, described in schema["properties"].items():
        described.pop("title", None)
        described["description"] = wording.say(language, f"mcp.argument.{name}")
    return {key: value for key, value in schema.items() if key not in {"title", "description"}}


@cache
def _output_schema(tool: Tool) -> dict[str, Any]:
    return tool.gives.model_json_schema(mode="serialization")


def _corrections(error: ValidationError, client: Client, wording: Wording) -> str:
    """Name each argument that cannot be used, and what to give instead."""
    named = [
        wording.say(
            client.language,
            "mcp.error.problem",
            field=field_of(one["loc"]),
            advice=advice(one, client.language, wording),
        )
        for one in error.errors()
    ]
    return wording.say(client.language, "mcp.error.invalid", problems=" ".join(named))


def _explained(error: FagkompasError, client: Client, wording: Wording) -> str:
    """What is wrong, as the HTTP service says it; the command line's words name folders of this machine."""
    key = f"problem.{error.code}.detail"
    if wording.knows(client.language, key) and wording.placeholders(client.language, key) <= error.values.keys():
        return wording.say(client.language, key, **error.values)
    return explain_error(error, wording, client.language)


def _refusal(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=sentence)], is_error=True)

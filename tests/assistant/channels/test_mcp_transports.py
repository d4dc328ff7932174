"""MCP over its two ways with the SDK's real client: a subprocess's pipes, and the HTTP service."""

import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import anyio
import httpx
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import TextContent

from assistant.core.assistant import Assistant
from tests.assistant.channels.doors import serving
from tests.assistant.channels.slow_work import SlowWork

COMMAND = str(Path(sys.executable).with_name("fagkompas"))
QUESTION = "Hvad er det sværeste område for medarbejderne?"
SOON = 10
PATIENCE = 60
# The handshake of 2025, which most clients speak, and the one without.
ERAS = ["legacy", "auto"]
T = TypeVar("T")


def visit(server: str | StdioServerParameters, visitor: Callable[[Client], Awaitable[T]], era: str = "auto") -> T:
    async def talk() -> T:
        async with Client(server, mode=era) as client:
            return await visitor(client)

    return anyio.run(talk)


async def look_round(client: Client) -> dict[str, Any]:
    """One call of each tool, a wrong one, and what the server says of itself."""
    assert client.server_info is not None
    asked = await client.call_tool("ask", {"question": QUESTION})
    found = await client.call_tool("search_courses", {"query": "facilitering"})
    profile = await client.call_tool("get_profile", {"profile": "tovholder"})
    unknown = await client.call_tool("get_profile", {"profile": "pilot"})
    (sentence,) = unknown.content
    assert isinstance(sentence, TextContent)
    return {
        "name": client.server_info.name,
        "instructions": client.instructions,
        "tools": [tool.name for tool in (await client.list_tools()).tools],
        "quote": asked.structured_content["citations"][0]["quote"],
        "courses": [course["course_id"] for course in found.structured_content["courses"]],
        "profile": profile.structured_content["title"],
        "unknown": (unknown.is_error, sentence.text),
    }


def assert_all_seen(seen: dict[str, Any]) -> None:
    assert seen["name"] == "fagkompas"
    assert "ordrette citater" in seen["instructions"]
    assert seen["tools"] == ["ask", "search_courses", "get_profile", "analyse_gap", "list_changes"]
    assert "54 procent" in seen["quote"]
    assert seen["courses"] == ["facilitering"]
    assert seen["profile"] == "Tovholder"
    assert seen["unknown"] == (True, "Der er ingen fagprofil »pilot«. De kendte er: tovholder (Tovholder).")


def address_of(service: httpx.Client) -> str:
    return str(service.base_url.join("/mcp"))


def test_a_program_talks_over_the_pipes_of_the_command(small_data: Path) -> None:
    server = StdioServerParameters(command=COMMAND, args=["mcp", "--data", str(small_data)])
    assert_all_seen(visit(server, look_round))


def test_the_command_ends_with_its_client_and_says_nothing_of_its_own(small_data: Path) -> None:
    greeting = (
        '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},'
        '"clientInfo":{"name":"prøve","version":"1"}}}\n'
    )
    done = subprocess.run(
        [COMMAND, "mcp", "--data", str(small_data)],
        input=greeting, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    assert '"protocolVersion":"2025-06-18"' in line


@pytest.mark.parametrize("era", ERAS)
def test_a_program_talks_to_the_service(client: httpx.Client, era: str) -> None:
    assert_all_seen(visit(address_of(client), look_round, era))


def test_an_answer_over_http_links_to_the_service(client: httpx.Client) -> None:
    async def ask(program: Client) -> Any:
        return await program.call_tool("ask", {"question": QUESTION})

    result = visit(address_of(client), ask)
    assert f"({client.base_url}/texts/" in result.content[0].text
    answer = result.structured_content
    assert client.get(f"/api/answers/{answer['id']}").json() == answer


def test_nothing_is_standing_open_and_nothing_is_kept_between_calls(client: httpx.Client) -> None:
    for method in ("GET", "DELETE"):
        response = client.request(method, "/mcp", headers={"accept": "text/event-stream"})
        assert (response.status_code, response.headers["allow"]) == (405, "POST")
    listed = client.post(
        "/mcp",
        json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"},
        headers={"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"},
    )
    assert listed.status_code == 200
    assert '"search_courses"' in listed.text
    assert "mcp-session-id" not in listed.headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"origin": "https://evil.example"}, 403),
        ({"content-type": "text/plain"}, 400),
    ],
)
def test_a_page_elsewhere_does_not_reach_the_tools(client: httpx.Client, headers: dict[str, str], status: int) -> None:
    body = b'{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}'
    accepted = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
    assert client.post("/mcp", content=body, headers={**accepted, **headers}).status_code == status


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/mcp", "authorization,content-type,mcp-method,mcp-name,mcp-protocol-version"),
        ("/v1/chat/completions", "authorization,content-type,x-stainless-lang,x-stainless-retry-count"),
    ],
)
def test_a_page_that_may_call_can_use_the_clients_made_for_it(small_data: Path, path: str, headers: str) -> None:
    origin = "https://intra.example"
    asked = {"access-control-request-method": "POST", "access-control-request-headers": headers}
    with serving(small_data, cors_origins=origin) as service:
        answered = service.options(path, headers={"origin": origin, **asked})
    assert answered.status_code == 200
    assert answered.headers["access-control-allow-headers"] == headers
    assert answered.headers["access-control-allow-origin"] == origin


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"jsonrpc": "2.0"}', b'{"id": 1, "method": 5}', b"\xff"])
def test_what_is_no_message_is_refused(client: httpx.Client, body: bytes) -> None:
    headers = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
    for version in ({}, {"mcp-protocol-version": "2026-07-28"}):
        assert client.post("/mcp", content=body, headers={**headers, **version}).status_code in {400, 202}


@pytest.mark.parametrize("era", ERAS)
def test_who_leaves_in_the_middle_of_a_call_ends_its_work(
    small_data: Path, monkeypatch: pytest.MonkeyPatch, era: str
) -> None:
    work = SlowWork()
    monkeypatch.setattr(Assistant, "stream", lambda *_: work())

    async def give_up(program: Client) -> None:
        with anyio.move_on_after(0.5):
            await program.call_tool("ask", {"question": QUESTION})

    with serving(small_data) as service:
        visit(address_of(service), give_up, era)
        assert work.ended.wait(SOON)
    assert 0 < work.made < work.pieces


def test_the_sdk_is_loaded_only_where_it_is_used() -> None:
    code = (
        "import sys; import assistant.channels.cli.app, assistant.channels.http.api; "
        "sys.exit(any(name.split('.')[0] in {'mcp', 'mcp_types'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=PATIENCE).returncode == 0

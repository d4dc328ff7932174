"""Keys at the doors for programs: what the `openai` client and an MCP client may see, how often, and until when."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import openai
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from tests.assistant.channels.doors import ingest_into, serving, write_sources

SECRET_QUESTION = "Hvad koster projekt Nordstjernen?"
SECRET = "812.000"
PATIENCE = 60


@dataclass(frozen=True)
class Keyed:
    """A service that wants keys, and some keys."""

    service: httpx.Client
    secrets: dict[str, str]

    def chat(self, key: str) -> openai.OpenAI:
        address = str(self.service.base_url.join("/v1"))
        return openai.OpenAI(base_url=address, api_key=self.secrets.get(key, key), max_retries=0)

    def complete(self, key: str, question: str) -> str:
        with self.chat(key) as chat:
            made = chat.chat.completions.create(model="fagkompas", messages=[{"role": "user", "content": question}])
        return made.choices[0].message.content or ""

    def call(self, key: str, tool: str, **arguments: Any) -> Any:
        """What a tool gives back to a program with this key."""
        headers = {"Authorization": f"Bearer {self.secrets[key]}"}

        async def talk() -> Any:
            async with httpx2.AsyncClient(headers=headers, timeout=PATIENCE) as http:
                address = str(self.service.base_url.join("/mcp"))
                async with Client(streamable_http_client(address, http_client=http)) as client:
                    return (await client.call_tool(tool, arguments)).structured_content

        return anyio.run(talk)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keyed")
    ingest_into(folder / "data", write_sources(folder / "sources"))
    return folder / "data"


@pytest.fixture(scope="module")
def keyed(data: Path) -> Iterator[Keyed]:
    yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    with open_kept(Settings(data=data)) as state:
        secrets = {
            "public": state.keys.create("public")[1],
            "internal": state.keys.create("internal", internal=True)[1],
            "expired": state.keys.create("expired", expires=yesterday)[1],
        }
    with serving(data) as service:
        yield Keyed(service, secrets)


@pytest.mark.parametrize("key", ["fk_unknown", "expired"])
def test_a_key_that_opens_nothing_is_an_authentication_error(keyed: Keyed, key: str) -> None:
    with pytest.raises(openai.AuthenticationError) as raised:
        keyed.complete(key, "Hej")
    assert (raised.value.code, raised.value.type) == ("invalid_api_key", "authentication_error")
    assert raised.value.response.headers["www-authenticate"].startswith("Bearer")


def test_what_is_internal_is_answered_for_a_key_that_may_see_it_only(keyed: Keyed) -> None:
    assert SECRET in keyed.complete("internal", SECRET_QUESTION)
    assert SECRET not in keyed.complete("public", SECRET_QUESTION)


def test_the_tools_see_what_the_key_may_see(keyed: Keyed) -> None:
    assert SECRET in str(keyed.call("internal", "ask", question=SECRET_QUESTION)["citations"])
    assert keyed.call("public", "ask", question=SECRET_QUESTION)["citations"] == []
    found = {key: keyed.call(key, "search_courses", query="facilitering") for key in ("internal", "public")}
    assert "hemmeligt" in {course["course_id"] for course in found["internal"]["courses"]}
    assert "hemmeligt" not in {course["course_id"] for course in found["public"]["courses"]}


def test_the_tools_want_a_key(keyed: Keyed) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    response = keyed.service.post("/mcp", json=body, headers={"accept": "application/json, text/event-stream"})
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")


def test_too_many_requests_are_a_rate_limit_error_that_says_when_to_come_again(data: Path, keyed: Keyed) -> None:
    with serving(data, rate_per_minute=1) as service:
        hurried = Keyed(service, keyed.secrets)
        hurried.complete("public", "Hej")
        with pytest.raises(openai.RateLimitError) as raised:
            hurried.complete("public", "Hej")
    assert (raised.value.code, raised.value.type) == ("rate_limit_exceeded", "rate_limit_error")
    assert 1 <= int(raised.value.response.headers["retry-after"]) <= 60

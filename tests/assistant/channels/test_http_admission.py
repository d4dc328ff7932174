"""Who is let in by where they come from, and how often: pages elsewhere, proxies, rates."""

from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers
from starlette.types import Scope

from assistant.channels.http.admission import Rules, admit
from assistant.channels.http.caller import PUBLIC
from assistant.channels.http.hosts import is_from_here, is_own_page
from assistant.channels.http.problems import ProblemError
from assistant.channels.http.rates import Rates
from assistant.channels.http.signing import own_page
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.channels.state.types import Key
from tests.assistant.channels.doors import serving


def test_only_pages_that_are_named_may_call_across_origins(small_data: Path) -> None:
    preflight = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    with serving(small_data, cors_origins="https://intra.example") as client:
        friend, evil = {"origin": "https://intra.example"}, {"origin": "https://evil.example"}
        allowed = client.options("/api/ask", headers={**preflight, **friend})
        assert allowed.headers["access-control-allow-origin"] == "https://intra.example"
        assert client.post("/api/ask", json={"question": "hej"}, headers=friend).status_code == 200
        assert "access-control-allow-origin" not in client.options("/api/ask", headers={**preflight, **evil}).headers
        assert client.post("/api/ask", json={"question": "hej"}, headers=evil).status_code == 403


def test_who_asks_too_often_is_told_when_to_come_again(tmp_path: Path, small_data: Path) -> None:
    state_url = f"sqlite:///{tmp_path / 'state.sqlite'}"
    with open_kept(Settings(data=small_data, state_url=state_url)) as state:
        secrets = [state.keys.create(name)[1] for name in "ab"]
    with serving(small_data, state_url=state_url, rate_per_minute=3) as client:
        first, second = ({"Authorization": f"Bearer {secret}"} for secret in secrets)
        statuses = [client.get("/api/profiles", headers=first).status_code for _ in range(5)]
        assert statuses == [200, 200, 200, 429, 429]
        refused = client.get("/api/profiles", headers=first)
        assert refused.json()["type"] == "/problems/too-many-requests"
        assert 1 <= int(refused.headers["retry-after"]) <= 20
        assert client.get("/api/profiles", headers=second).status_code == 200
        assert client.get("/healthz", headers=first).status_code == 200


@given(st.integers(1, 600), st.lists(st.floats(0, 30), max_size=60))
def test_a_bucket_never_lets_more_through_than_its_rate(per_minute: int, waits: list[float]) -> None:
    now = 0.0
    rates = Rates(per_minute, lambda: now)
    passed = 0
    for wait in waits:
        now += wait
        passed += rates.take("a") == 0
    assert passed <= per_minute + now * per_minute / 60 + 1e-6


def test_who_waits_as_long_as_told_is_let_through() -> None:
    now = 0.0
    rates = Rates(1, lambda: now)
    assert rates.take("a") == 0
    now += rates.take("a")
    assert rates.take("a") == 0


@pytest.mark.parametrize(
    ("target", "goes"),
    [
        ("/texts/x?start=1#quote", True),
        ("/", True),
        ("//evil.example", False),
        ("https://evil.example/", False),
        ("/\\evil.example", False),
        ("javascript:alert(1)", False),
        ("/a\r\nSet-Cookie: x=y", False),
        ("", False),
    ],
)
def test_after_the_form_one_stays_here(target: str, goes: bool) -> None:
    assert own_page(target) == (target if goes else "/")


@pytest.mark.parametrize(
    ("address", "here"),
    [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("10.0.0.7", False), ("testclient", False)],
)
def test_a_connection_from_this_machine_is_known_by_its_address(address: str, here: bool) -> None:
    assert is_from_here({"type": "http", "client": (address, 1)}) is here


def scope_from(address: str, host: str) -> Scope:
    headers = [(b"host", host.encode())]
    return {"type": "http", "client": (address, 1), "method": "GET", "path": "/api/sources", "headers": headers}


@pytest.mark.parametrize(
    ("address", "host", "problem"),
    [
        ("10.0.0.7", "fagkompas.example", "keys_needed"),
        ("10.0.0.7", "localhost", "keys_needed"),
        ("127.0.0.1", "rebound.example", "wrong_host"),
        ("127.0.0.1", "localhost:8000", None),
    ],
)
def test_without_keys_only_this_machine_is_answered(address: str, host: str, problem: str | None) -> None:
    class NoKeys:
        def any(self) -> bool:
            return False

        def require(self, secret: str) -> Key:
            raise AssertionError("there are none")

    rules = Rules(NoKeys(), Rates(1))
    if problem is None:
        assert admit(scope_from(address, host), rules).visibilities == PUBLIC
        return
    with pytest.raises(ProblemError) as refused:
        admit(scope_from(address, host), rules)
    assert refused.value.code == problem


@pytest.mark.parametrize("name", ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"])
def test_what_a_proxy_passes_on_is_not_from_this_machine(name: str, client: httpx.Client) -> None:
    response = client.get("/api/sources", headers={name: "127.0.0.1"})
    assert (response.status_code, response.json()["type"]) == (403, "/problems/keys-needed")


def test_an_origin_with_another_port_is_another_page() -> None:
    headers = Headers({"origin": "http://127.0.0.1:9999", "host": "127.0.0.1:8000"})
    assert not is_own_page("POST", headers, ())
    assert is_own_page("GET", headers, ())
    assert is_own_page("POST", headers, ("http://127.0.0.1:9999",))

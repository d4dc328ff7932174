"""Keys: who is let in, what a key may, how often, and what a page elsewhere may not."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
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
from assistant.channels.state.types import Key, Role
from tests.assistant.channels.doors import ingest_into, serving, write_sources

INTERNAL_QUESTION = "Hvad koster projekt Nordstjernen?"


@dataclass(frozen=True)
class Keyed:
    """A service that wants keys, and some keys."""

    client: httpx.Client
    secrets: dict[str, str]
    data: Path

    def get(self, path: str, key: str = "", **headers: str) -> httpx.Response:
        return self.client.get(path, headers={**self.shown(key), **headers})

    def ask(self, question: str, key: str, **more: object) -> httpx.Response:
        return self.client.post("/api/ask", json={"question": question, **more}, headers=self.shown(key))

    def shown(self, key: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secrets.get(key, key)}"} if key else {}


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    folder = tmp_path_factory.mktemp("keyed")
    data = folder / "data"
    ingest_into(data, write_sources(folder / "sources"))
    yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    secrets = {}
    with open_kept(Settings(data=data)) as state:
        for role in Role:
            secrets[role.value] = state.keys.create(role.value, role)[1]
        secrets["internal"] = state.keys.create("internal", internal=True)[1]
        secrets["other"] = state.keys.create("other", internal=True)[1]
        secrets["expired"] = state.keys.create("expired", expires=yesterday)[1]
        key, secrets["revoked"] = state.keys.create("revoked")
        state.keys.revoke(key.key_id)
    with serving(data) as client:
        yield Keyed(client, secrets, data)


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("", "key-missing"),
        ("fk_nobody", "key-unknown"),
        ("Ærø ' OR 1=1 --", "key-unknown"),
        ("revoked", "key-unknown"),
        ("expired", "key-expired"),
    ],
)
def test_without_a_key_that_opens_nobody_is_let_in(keyed: Keyed, key: str, problem: str) -> None:
    headers = {"Authorization": f"Bearer {keyed.secrets.get(key, key)}".encode()} if key else {}
    for path in ("/api/sources", "/api/texts/x", "/openapi.json", "/nowhere"):
        response = keyed.client.get(path, headers=headers)
        assert response.status_code == 401
        assert response.json()["type"] == f"/problems/{problem}"
        assert response.headers["www-authenticate"].startswith("Bearer")


def test_a_key_opens(keyed: Keyed) -> None:
    assert keyed.get("/api/sources", "reader").status_code == 200


def test_a_key_in_the_address_opens_nothing(keyed: Keyed) -> None:
    assert keyed.client.get("/api/sources", params={"key": keyed.secrets["reader"]}).status_code == 401


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/sign-in", "/static/favicon.svg"])
def test_health_and_the_way_in_need_no_key(keyed: Keyed, path: str) -> None:
    assert keyed.client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [("POST", "/api/ingest", Role.ADMIN), ("GET", "/api/ingest/run_x", Role.EDITOR), ("GET", "/metrics", Role.EDITOR)],
)
def test_a_role_may_what_it_may_and_no_more(keyed: Keyed, method: str, path: str, needed: Role) -> None:
    for role in Role:
        response = keyed.client.request(method, path, json={"paths": ["/nowhere"]}, headers=keyed.shown(role.value))
        refused = response.status_code == 403 and response.json()["type"] == "/problems/role-too-low"
        assert refused is (role < needed), role
        if refused:
            assert needed.value in response.json()["detail"]


def test_internal_sources_are_for_keys_that_may_see_them(keyed: Keyed) -> None:
    assert "812.000" in keyed.ask(INTERNAL_QUESTION, "internal").json()["text"]
    assert "812.000" not in keyed.ask(INTERNAL_QUESTION, "reader").text
    assert "812.000" not in keyed.ask(INTERNAL_QUESTION, "admin").text
    titles = {key: keyed.get("/api/sources", key).text for key in ("internal", "admin")}
    assert "Nordstjernen" in titles["internal"]
    assert "Nordstjernen" not in titles["admin"]


def test_an_answer_from_internal_sources_is_not_shared_with_others(keyed: Keyed) -> None:
    secret, open_to_all = (
        keyed.ask(question, "internal").json() for question in (INTERNAL_QUESTION, "Hvad peger 54 procent på?")
    )
    assert keyed.get(f"/api/answers/{secret['id']}", "other").status_code == 200
    assert keyed.get(f"/api/answers/{secret['id']}", "reader").status_code == 404
    assert keyed.get(f"/api/answers/{open_to_all['id']}", "reader").json() == open_to_all
    text_id = secret["citations"][0]["text_id"]
    assert keyed.get(f"/api/texts/{text_id}", "other").status_code == 200
    assert keyed.get(f"/api/texts/{text_id}", "reader").status_code == 404


def test_a_conversation_is_its_owners_alone(keyed: Keyed) -> None:
    begun = keyed.ask("Hvad er sværest?", "reader").json()
    conversation = begun["conversation_id"]
    stranger = keyed.ask("Og hvorfor?", "editor", conversation_id=conversation)
    assert stranger.status_code == 404
    assert stranger.json()["type"] == "/problems/unknown-conversation"
    assert keyed.get(f"/api/conversations/{conversation}", "editor").status_code == 404
    assert keyed.client.delete(f"/api/conversations/{conversation}", headers=keyed.shown("editor")).status_code == 404
    assert len(keyed.get(f"/api/conversations/{conversation}", "reader").json()["answers"]) == 1


def test_a_key_that_is_revoked_opens_nothing_from_that_moment(keyed: Keyed) -> None:
    with open_kept(Settings(data=keyed.data)) as state:
        key, secret = state.keys.create("short-lived")
        assert keyed.get("/api/sources", secret).status_code == 200
        state.keys.revoke(key.key_id)
        assert keyed.get("/api/sources", secret).status_code == 401


def test_with_keys_any_host_name_will_do(keyed: Keyed) -> None:
    assert keyed.get("/api/sources", "reader", host="fagkompas.kommune.example").status_code == 200


def test_a_browser_without_a_key_is_shown_the_way_in(keyed: Keyed) -> None:
    response = keyed.client.get("/texts/x?start=1", headers={"accept": "text/html,*/*"})
    assert response.status_code == 303
    assert response.headers["location"] == "/sign-in?next=/texts/x%3Fstart%3D1"


def test_a_key_is_kept_in_a_cookie_that_no_script_and_no_other_site_can_use(keyed: Keyed) -> None:
    form = {"key": keyed.secrets["reader"], "next": "/texts/x"}
    response = keyed.client.post("/sign-in", data=form)
    assert (response.status_code, response.headers["location"]) == (303, "/texts/x")
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    shown = {"cookie": cookie.split(";")[0]}
    assert keyed.client.get("/api/sources", headers=shown).status_code == 200
    left = keyed.client.post("/sign-out", headers=shown)
    assert 'fagkompas_key=""' in left.headers["set-cookie"]
    keyed.client.cookies.clear()


def test_a_wrong_key_in_the_form_is_told_there(keyed: Keyed) -> None:
    response = keyed.client.post("/sign-in", data={"key": "fk_wrong", "next": "/texts/x?start=1"})
    assert response.headers["location"] == "/sign-in?problem=key_unknown&next=/texts/x%3Fstart%3D1"
    assert "set-cookie" not in response.headers


def test_a_page_elsewhere_changes_nothing(keyed: Keyed, client: httpx.Client) -> None:
    evil = {"origin": "https://evil.example"}
    for response in (
        keyed.client.post("/api/feedback", json={}, headers={**keyed.shown("reader"), **evil}),
        keyed.client.post("/sign-in", data={"key": "x"}, headers=evil),
        client.post("/api/ask", json={"question": "hej"}, headers=evil),
        client.post("/api/ask", json={"question": "hej"}, headers={"origin": "null"}),
    ):
        assert response.status_code == 403
        assert response.json()["type"] == "/problems/wrong-origin"


def test_our_own_page_may(client: httpx.Client) -> None:
    own = {"origin": str(client.base_url).rstrip("/")}
    assert client.post("/api/ask", json={"question": "hej"}, headers=own).status_code == 200


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

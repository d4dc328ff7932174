"""Keys: who is let in, what a key may, how often, and what a page elsewhere may not."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.channels.state.types import Role
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
    [
        ("POST", "/api/ingest", Role.ADMIN),
        ("GET", "/api/ingest/run_x", Role.EDITOR),
        ("GET", "/metrics", Role.EDITOR),
        ("POST", "/api/links", Role.EDITOR),
    ],
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


def test_a_key_is_kept_in_a_cookie_that_no_script_can_read_and_no_other_site_can_post_with(keyed: Keyed) -> None:
    form = {"key": keyed.secrets["reader"], "next": "/texts/x"}
    response = keyed.client.post("/sign-in", data=form)
    assert (response.status_code, response.headers["location"]) == (303, "/texts/x")
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
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

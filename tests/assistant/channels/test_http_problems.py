"""Hostile and mistaken requests: each is answered with a problem that says what to do."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.channels.http.problems import STATUS
from prompts.wording import LANGUAGES, Wording
from tests.assistant.channels.doors import serving

JSON = {"content-type": "application/json"}
SECRET = "/etc/passwd"


def problem_of(response: httpx.Response) -> dict[str, Any]:
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem.keys() >= {"type", "title", "status", "detail"}
    assert problem["status"] == response.status_code
    assert problem["detail"]
    assert "Traceback" not in response.text
    return problem


@pytest.mark.parametrize(
    ("method", "path", "options", "kind"),
    [
        ("GET", "/nope", {}, "not-found"),
        ("GET", "/redoc", {}, "not-found"),
        ("GET", "/static/page.html", {}, "not-found"),
        ("GET", "/static/..%2f..%2fserver.py", {}, "not-found"),
        ("GET", "/api/texts/txt_00000000000000000000000000000000", {}, "unknown-text"),
        ("GET", "/api/texts/..%2f..%2fCURRENT", {}, "not-found"),
        ("GET", "/api/texts/%00", {}, "unknown-text"),
        ("GET", "/api/sources/nope", {}, "unknown-source"),
        ("GET", f"/api/sources/{SECRET}", {}, "unknown-source"),
        ("GET", "/api/courses/nope", {}, "unknown-course"),
        ("GET", "/api/profiles/nope", {}, "unknown-profile"),
        ("POST", "/healthz", {}, "method-not-allowed"),
        ("GET", "/api/ask", {}, "method-not-allowed"),
        ("DELETE", "/api/sources", {}, "method-not-allowed"),
        ("OPTIONS", "/api/ask", {"headers": {"origin": "https://evil.example"}}, "method-not-allowed"),
        ("POST", "/api/ask", {"content": '{"question"', "headers": JSON}, "malformed-json"),
        ("POST", "/api/ask", {"content": b"\xff\xfe", "headers": JSON}, "malformed-json"),
        ("POST", "/api/ask", {"content": "", "headers": JSON}, "invalid"),
        ("POST", "/api/ask", {"content": "[" * 50_000, "headers": JSON}, "malformed-json"),
        ("POST", "/api/ask", {"content": "x" * 700_000, "headers": JSON}, "body-too-large"),
        ("POST", "/api/ask", {"content": iter([b"x" * 100_000] * 7), "headers": JSON}, "body-too-large"),
        (
            "POST",
            "/api/ask",
            {"content": '{"question": "hej"}', "headers": {"content-type": "text/plain"}},
            "wrong-media-type",
        ),
        ("GET", "/", {"headers": {"host": "evil.example"}}, "wrong-host"),
        ("GET", "/readyz", {"headers": {"host": "127.0.0.1.evil.example:8000"}}, "wrong-host"),
        (
            "POST",
            "/api/ask",
            {"json": {"question": "hej"}, "headers": {"host": "localhost.evil.example"}},
            "wrong-host",
        ),
    ],
)
def test_each_is_a_problem(client: httpx.Client, method: str, path: str, options: dict[str, Any], kind: str) -> None:
    problem = problem_of(client.request(method, path, **options))
    assert problem["type"] == f"/problems/{kind}"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("{}", "question"),
        ('{"question": null}', "question"),
        ('{"question": 7}', "question"),
        ('{"question": "\\ud800"}', "question"),
        ('{"question": "hej", "lerner": "citizen"}', "lerner"),
        ('{"question": "hej", "learner": "boss"}', "learner"),
        ('{"question": "hej", "conversation_id": ""}', "conversation_id"),
        ('{"question": "hej", "conversation_id": "' + "x" * 201 + '"}', "conversation_id"),
        ("[]", "body"),
        ('"hej"', "body"),
        ("NaN", "body"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(client: httpx.Client, body: str, field: str) -> None:
    problem = problem_of(client.post("/api/ask", content=body, headers=JSON))
    assert problem["type"] == "/problems/invalid"
    assert [error["field"] for error in problem["errors"]] == [field]
    assert field in problem["detail"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/api/search", "q"),
        ("/api/search?q=x&limit=0", "limit"),
        ("/api/search?q=x&limit=101", "limit"),
        ("/api/search?q=x&limit=mange", "limit"),
        ("/api/search?q=x&kind=bog", "kind"),
        ("/api/search?q=x&offset=2", "offset"),
        ("/api/courses?max_price=gratis", "max_price"),
        ("/api/courses?max_price=-1", "max_price"),
        ("/api/courses?min_ects=nan", "min_ects"),
        ("/api/courses?from=hest", "from"),
        ("/api/courses?to=31-02-2027", "to"),
        ("/api/courses?learner=boss", "learner"),
        ("/api/courses?include_expired=perhaps", "include_expired"),
        ("/api/courses?provder=x", "provder"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(client: httpx.Client, path: str, field: str) -> None:
    problem = problem_of(client.get(path))
    assert [error["field"] for error in problem["errors"]] == [field]


def test_what_was_given_is_not_repeated_since_it_may_be_personal(client: httpx.Client) -> None:
    response = client.post("/api/ask", json={"question": ["010203-1234"]})
    assert "010203" not in response.text


def test_a_problem_is_told_in_the_language_that_is_read(client: httpx.Client) -> None:
    danish = client.get("/nope").json()
    english = client.get("/nope", headers={"accept-language": "en-GB,en;q=0.9,da;q=0.1"}).json()
    assert danish["title"] == "Findes ikke"
    assert english["title"] == "Not found"


def test_a_wrong_method_says_which_are_right(client: httpx.Client) -> None:
    assert client.get("/api/ask").headers["allow"] == "POST"


def test_without_a_knowledge_base_the_service_says_so(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/").status_code == 200
        for path in ("/api/sources", "/api/search?q=x", "/api/courses", "/api/profiles", "/api/texts/txt_0"):
            assert problem_of(client.get(path))["type"] == "/problems/no-generation"
        problem = problem_of(client.post("/api/ask", json={"question": "hej"}))
        assert problem["status"] == 503
        assert "fagkompas ingest" in problem["detail"]
    assert not (tmp_path / "data" / "generations").exists()


def test_damage_is_a_problem_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("hest", encoding="utf-8")
    with serving(tmp_path) as client:
        problem = problem_of(client.post("/api/ask", json={"question": "Hvad er det sværeste?"}))
    assert problem["type"] == "/problems/unavailable"
    assert "fagkompas" in problem["detail"]


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch, small_data: Path) -> Iterator[httpx.Client]:
    def ask(*_: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("assistant.core.assistant.Assistant.stream", ask)
    with serving(small_data) as client:
        yield client


def test_an_error_nobody_foresaw_is_told_without_its_inside(
    breaking: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    response = breaking.post("/api/ask", json={"question": "Et hemmeligt spørgsmål"})
    assert problem_of(response)["type"] == "/problems/unexpected"
    assert "secret" not in response.text
    assert "RuntimeError" in caplog.text
    assert "hemmeligt" not in caplog.text


def test_every_reply_carries_the_safe_headers(client: httpx.Client) -> None:
    for response in (client.get("/"), client.get("/nope"), client.get("/", headers={"host": "evil.example"})):
        assert "default-src 'self'" in response.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        assert "unsafe" not in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "same-origin"
    assert client.get("/api/sources").headers["cache-control"] == "private, no-cache"
    assert client.post("/api/ask", json={"question": "hej"}).headers["cache-control"] == "no-store"


def test_no_other_origin_may_read(client: httpx.Client) -> None:
    response = client.get("/api/sources", headers={"origin": "https://evil.example"})
    assert not [name for name in response.headers if name.startswith("access-control-")]


def test_garbage_on_the_socket_does_not_stop_the_service(client: httpx.Client) -> None:
    with socket.create_connection((client.base_url.host, client.base_url.port or 0), timeout=5) as raw:
        raw.sendall(b"\x00\x01\x02 GARBAGE\r\n\r\n")
        raw.recv(1_000)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("code", sorted(STATUS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_a_title_and_a_detail(code: str, language: str) -> None:
    wording = Wording.load()
    assert wording.knows(language, f"problem.{code}.title")
    assert wording.knows(language, f"problem.{code}.detail")

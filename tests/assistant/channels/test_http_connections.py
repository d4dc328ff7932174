"""Clients that send slowly, too much or nonsense, or do not read: each is refused in words or let go of."""

import json
import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.channels.http import connections
from assistant.channels.http.server import LARGEST_HEAD
from evals.benchmarks.hostile import read
from evals.benchmarks.service import Reply
from tests.assistant.channels.doors import serving

# The longest wait for what comes within a second.
PATIENCE = 30
ASK = b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
GET = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.fixture(scope="module")
def impatient(small_data: Path) -> Iterator[httpx.Client]:
    """A service that waits one second for a request."""
    with serving(small_data, request_seconds=1) as client:
        yield client


@contextmanager
def connected(client: httpx.Client) -> Iterator[socket.socket]:
    address = (client.base_url.host, client.base_url.port or 0)
    with socket.create_connection(address, timeout=PATIENCE) as connection:
        yield connection


def problem(reply: Reply | None) -> tuple[int, str]:
    """The status and the type of a problem that is whole, with the headers that every reply has."""
    assert reply is not None
    body: dict[str, Any] = json.loads(reply.body)
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["x-request-id"] == body["request_id"]
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["connection"] == "close"
    assert body["detail"]
    return reply.status, body["type"].removeprefix("/problems/")


def test_what_does_not_arrive_in_time_is_told_so(impatient: httpx.Client) -> None:
    halves = (
        GET,
        GET + b"X-A: a",
        ASK + b"Content-Length: 40\r\n\r\n",
        ASK + b'Content-Length: 40\r\n\r\n{"question": "hej"',
        ASK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    )
    with ExitStack() as opened:
        # At once, so that they wait together.
        waiting = [opened.enter_context(connected(impatient)) for _ in halves]
        for connection, half in zip(waiting, halves, strict=True):
            connection.sendall(half)
        for connection in waiting:
            assert problem(read(connection)) == (408, "slow-request")
            assert connection.recv(1) == b""


def test_time_does_not_begin_anew_with_each_byte(impatient: httpx.Client) -> None:
    with connected(impatient) as connection:
        connection.sendall(GET)
        began = time.monotonic()
        connection.settimeout(0.1)
        while time.monotonic() - began < PATIENCE:
            try:
                connection.recv(1, socket.MSG_PEEK)
                break
            except TimeoutError:
                connection.sendall(b"X-A: a\r\n")
        connection.settimeout(PATIENCE)
        assert problem(read(connection)) == (408, "slow-request")


def test_a_second_request_has_the_same_time_as_the_first(impatient: httpx.Client) -> None:
    with connected(impatient) as connection:
        connection.sendall(GET + b"\r\n")
        first = read(connection)
        assert first is not None
        assert first.status == 200
        connection.sendall(GET)
        assert problem(read(connection)) == (408, "slow-request")


def test_who_says_nothing_is_hung_up_on_without_a_word(impatient: httpx.Client) -> None:
    with connected(impatient) as connection:
        assert connection.recv(1) == b""


def test_an_answer_may_take_longer_than_a_request(impatient: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.core.assistant import Assistant

    original = Assistant.stream

    def slow(self: Assistant, request: Any) -> Any:
        time.sleep(1.5)
        yield from original(self, request)

    monkeypatch.setattr(Assistant, "stream", slow)
    assert impatient.post("/api/ask", json={"question": "Hvad er det sværeste?"}).status_code == 200


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        (GET + b"X-A: " + b"a" * 2 * LARGEST_HEAD + b"\r\n\r\n", (431, "headers-too-large")),
        (GET + b"X-A: b\r\n" * 10_000 + b"\r\n", (431, "headers-too-large")),
        (b"GET /" + b"a" * 2 * LARGEST_HEAD, (431, "headers-too-large")),
        (b"GARBAGE\r\n\r\n", (400, "malformed-request")),
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", (400, "malformed-request")),
        (GET + b"Host: evil.example\r\n\r\n", (400, "malformed-request")),
        (GET + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", (400, "malformed-request")),
        (GET + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", (400, "malformed-request")),
        (GET.replace(b"HTTP/1.1", b"HTTP/9.9") + b"\r\n", (400, "malformed-request")),
        (ASK + b"Content-Length: 99999999999\r\n\r\n", (413, "body-too-large")),
    ],
)
def test_what_is_not_a_request_of_bounded_size_is_refused(
    impatient: httpx.Client, sent: bytes, refused: tuple[int, str]
) -> None:
    with connected(impatient) as connection:
        connection.sendall(sent)
        assert problem(read(connection)) == refused


def test_the_longest_question_fits_into_an_address(impatient: httpx.Client) -> None:
    assert impatient.get("/api/search", params={"q": "æ" * 2_000}).status_code == 200


def test_a_refusal_can_be_read_while_more_is_sent(impatient: httpx.Client) -> None:
    with connected(impatient) as connection:
        connection.sendall(b"GARBAGE\r\n\r\n")
        for _ in range(20):
            connection.sendall(b"x" * 10_000)
        assert problem(read(connection)) == (400, "malformed-request")


def test_what_was_refused_before_it_was_whole_is_not_taken_for_the_next_request(impatient: httpx.Client) -> None:
    with connected(impatient) as connection:
        connection.sendall(ASK + b"Origin: https://evil.example\r\nContent-Length: 40\r\n\r\n")
        reply = read(connection)
        assert reply is not None
        assert reply.status == 403
        connection.sendall(b"GET /metrics HTTP/1.1\r\n\r\n")
        assert read(connection) is None


def test_the_connection_that_waited_longest_gives_way(impatient: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with connected(impatient) as first:
        # Between them, so that they did not come at the same moment.
        assert impatient.get("/healthz").status_code == 200
        monkeypatch.setattr(connections, "MOST_CONNECTIONS", 2)
        with connected(impatient) as last:
            last.sendall(GET + b"\r\n")
            assert first.recv(1) == b""
            reply = read(last)
            assert reply is not None
            assert reply.status == 200


def test_who_does_not_read_is_let_go_of(impatient: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = connections.BoundedProtocol.connection_made

    def narrow(self: connections.BoundedProtocol, transport: Any) -> None:
        # Or the system takes in more than anybody reads.
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
        made(self, transport)

    monkeypatch.setattr(connections, "UNREAD_SECONDS", 0.2)
    monkeypatch.setattr(connections.BoundedProtocol, "connection_made", narrow)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.connect((impatient.base_url.host, impatient.base_url.port or 0))
        connection.sendall((GET.replace(b"/healthz", b"/openapi.json") + b"\r\n") * 10)
        watched = select.poll()
        watched.register(connection, 0)
        assert [happened & select.POLLERR for _, happened in watched.poll(PATIENCE * 1_000)] == [select.POLLERR]


def test_an_upgrade_to_something_else_is_not_taken_up(impatient: httpx.Client) -> None:
    with connected(impatient) as connection:
        connection.sendall(GET + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
        reply = read(connection)
        assert reply is not None
        assert reply.status == 200


def test_a_client_that_leaves_while_sending_is_no_error(
    impatient: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with connected(impatient) as connection:
        connection.sendall(ASK + b"Content-Length: 40\r\n\r\n{")
    assert impatient.get("/healthz").status_code == 200
    assert not caplog.records

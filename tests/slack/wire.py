"""The fake workspace's one HTTP server: the Web API, response URLs, and the upgrade to Socket Mode."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from tests.slack.websocket import Link, accept_value

Reply = tuple[int, dict[str, str], dict[str, Any] | str | None]


class Answering(Protocol):
    """What the server asks of the workspace."""

    def called(self, method: str, token: str, given: dict[str, Any]) -> Reply | None:
        """Answer one Web API call; None cuts the connection without an answer."""

    def responded(self, path: str, given: dict[str, Any]) -> Reply:
        """Answer a post to a response URL."""

    def linked(self, ticket: str, link: Link) -> None:
        """Serve one Socket Mode connection until it ends."""

    def ticket_valid(self, ticket: str) -> bool:
        """Take a ticket that `apps.connections.open` gave."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    # Fifty people's worth of calls may arrive at once.
    request_queue_size = 256
    answering: Answering

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet about clients that are killed in mid-sentence."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Write no access log into the tests' output."""

    def do_POST(self) -> None:
        """Answer a Web API call or a post to a response URL."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        given = arguments(self.headers.get("Content-Type", ""), body)
        if path.startswith("/api/"):
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            token = str(given.pop("token", "") or token)
            self._reply(self.server.answering.called(path.removeprefix("/api/"), token, given))
        else:
            self._reply(self.server.answering.responded(path, given))

    def do_GET(self) -> None:
        """Answer a Web API call given in the address, or become a Socket Mode connection."""
        parts = urlsplit(self.path)
        if parts.path.rstrip("/") == "/link":
            self._become_link(dict(parse_qsl(parts.query)).get("ticket", ""))
        else:
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            given = dict(parse_qsl(parts.query))
            self._reply(self.server.answering.called(parts.path.removeprefix("/api/"), token, given))

    def _become_link(self, ticket: str) -> None:
        if not self.server.answering.ticket_valid(ticket):
            self._reply((403, {}, "unknown or used ticket"))
            return
        self.send_response(101, "Switching Protocols")
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", accept_value(self.headers["Sec-WebSocket-Key"]))
        self.end_headers()
        self.close_connection = True
        self.server.answering.linked(ticket, Link(self.connection, self.rfile.read))

    def _reply(self, reply: Reply | None) -> None:
        self.close_connection = True
        if reply is None:
            return
        status, headers, body = reply
        payload = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/plain" if isinstance(body, str) else "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)


def arguments(content_type: str, body: bytes) -> dict[str, Any]:
    """Read a call's arguments as Slack does: JSON, or a form whose structured values are JSON in a string."""
    if not body:
        return {}
    if content_type.startswith("application/json"):
        found = json.loads(body)
        return found if isinstance(found, dict) else {}
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


class Wire:
    """The server, on a free port of the loopback address."""

    def __init__(self, answering: Answering) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.answering = answering
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End the server and its port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

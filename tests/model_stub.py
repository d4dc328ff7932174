"""An OpenAI-compatible chat model over real HTTP on loopback, which says what a test tells it to.

    with ModelStub(replies=["one", "two"]) as stub:
        monkeypatch.setenv("OPENAI_BASE_URL", stub.base_url)

A reply is a text, a `Failure` (an HTTP status), or given by a function of the request; the last one is repeated.
"""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

PROMPT_TOKENS = 100
COMPLETION_TOKENS = 10


@dataclass(frozen=True)
class Failure:
    """An answer that is an HTTP error."""

    status: int = 500
    message: str = "The stub was told to fail."


@dataclass(frozen=True)
class Request:
    """What one call sent."""

    body: Mapping[str, Any]
    authorization: str | None

    def said(self, role: str) -> str:
        """Everything that a role said."""
        return "\n".join(str(message["content"]) for message in self.body["messages"] if message["role"] == role)


Reply = str | Failure
Replies = Sequence[Reply] | Callable[[Request], Reply]


@dataclass
class ModelStub:
    """Serves `POST /v1/chat/completions` and remembers what was asked; `fail_on` numbers calls from 1."""

    replies: Replies
    fail_on: Mapping[int, Failure] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def calls(self) -> int:
        return len(self.requests)

    def temperatures(self) -> list[object]:
        """The temperature of each call; None where it sent none."""
        return [request.body.get("temperature") for request in self.requests]

    def answer(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
            number = len(self.requests)
        if number in self.fail_on:
            return self.fail_on[number]
        if callable(self.replies):
            return self.replies(request)
        return self.replies[min(number, len(self.replies)) - 1]


def _handler(stub: ModelStub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            request = Request(json.loads(self.rfile.read(length)), self.headers.get("Authorization"))
            if self.path != "/v1/chat/completions":
                self._send(404, {"error": {"message": f"no route {self.path}"}})
                return
            reply = stub.answer(request)
            if isinstance(reply, Failure):
                self._send(reply.status, {"error": {"message": reply.message}})
            else:
                self._send(200, _completion(reply, str(request.body.get("model"))))

        def _send(self, status: int, body: Mapping[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


def _completion(text: str, model: str) -> dict[str, Any]:
    return {
        "id": "chatcmpl-stub",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}],
        "usage": {
            "prompt_tokens": PROMPT_TOKENS,
            "completion_tokens": COMPLETION_TOKENS,
            "total_tokens": PROMPT_TOKENS + COMPLETION_TOKENS,
        },
    }

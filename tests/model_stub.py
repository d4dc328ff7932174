"""A chat model over real HTTP on loopback, in OpenAI's and Anthropic's wire forms, that says what a test tells it to.

    with ModelStub(replies=["one", "two"]) as stub:
        monkeypatch.setenv("OPENAI_BASE_URL", stub.base_url)

A reply is a text, a `Failure` (an HTTP status), a `Broken` text (the connection ends in its middle), or given by a
function of the request; the last one is repeated. A request for a stream is answered with server-sent events.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

PROMPT_TOKENS = 100
COMPLETION_TOKENS = 10
USAGE = {
    "prompt_tokens": PROMPT_TOKENS,
    "completion_tokens": COMPLETION_TOKENS,
    "total_tokens": PROMPT_TOKENS + COMPLETION_TOKENS,
}
# Characters of an event, as a model's tokens come.
PIECE = 17


@dataclass(frozen=True)
class Failure:
    """An answer that is an HTTP error."""

    status: int = 500
    message: str = "The stub was told to fail."


@dataclass(frozen=True)
class Broken:
    """A stream of which only the beginning comes; then the connection ends, or nothing more comes for so long."""

    text: str
    share: float = 0.5
    silent_seconds: float = 0.0


@dataclass(frozen=True)
class Calls:
    """A reply that calls tools, each by its name with its arguments; for a request that wants no stream."""

    calls: Sequence[tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Request:
    """What one call sent."""

    body: Mapping[str, Any]
    authorization: str | None

    def said(self, role: str) -> str:
        """Everything that a role said."""
        system = [{"role": "system", "content": self.body["system"]}] if "system" in self.body else []
        return "\n".join(
            str(message["content"]) for message in (*system, *self.body["messages"]) if message["role"] == role
        )

    def search_results(self) -> Sequence[Mapping[str, Any]]:
        """What was given as results of a tool, in Anthropic's form."""
        blocks = [
            block for message in self.body["messages"] for block in message["content"] if message["role"] == "user"
        ]
        results = [block["content"] for block in blocks if isinstance(block, dict) and block["type"] == "tool_result"]
        return [one for result in results for one in result if one["type"] == "search_result"]


Reply = str | Failure | Broken | Calls
Replies = Sequence[Reply] | Callable[[Request], Reply]


@dataclass
class ModelStub:
    """Serves `POST /v1/chat/completions` and remembers what was asked; `fail_on` numbers calls from 1."""

    replies: Replies
    fail_on: Mapping[int, Failure] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    leaving: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leaving.set()
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
            if self.path not in {"/v1/chat/completions", "/v1/messages"}:
                self._send(404, {"error": {"message": f"no route {self.path}"}})
                return
            reply = stub.answer(request)
            model = str(request.body.get("model"))
            if isinstance(reply, Failure):
                self._send(reply.status, {"error": {"message": reply.message}})
            elif isinstance(reply, Calls):
                self._send(200, _calling(reply, model))
            elif request.body.get("stream"):
                self._stream(reply, model, request)
            else:
                self._send(200, _completion(reply.text if isinstance(reply, Broken) else reply, model))

        def _stream(self, reply: str | Broken, model: str, request: Request) -> None:
            is_anthropic = self.path == "/v1/messages"
            form = _openai if not is_anthropic else _cited if request.search_results() else _anthropic
            events, end = form(reply if isinstance(reply, str) else reply.text, model, request)
            if isinstance(reply, Broken):
                events = events[: round(len(events) * reply.share)]
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            with suppress(OSError):
                for event in events:
                    self._event(event)
                if isinstance(reply, Broken):
                    stub.leaving.wait(reply.silent_seconds)
                    self.close_connection = True
                    return
                for event in end:
                    self._event(event)
                if not is_anthropic:
                    self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, body: Mapping[str, Any]) -> None:
            name = f"event: {body['type']}\n" if "type" in body else ""
            self.wfile.write(f"{name}data: {json.dumps(body)}\n\n".encode())
            self.wfile.flush()

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
        "usage": USAGE,
    }


def _calling(reply: Calls, model: str) -> dict[str, Any]:
    calls = [
        {"id": f"call_{place}", "type": "function", "function": {"name": name, "arguments": json.dumps(given)}}
        for place, (name, given) in enumerate(reply.calls)
    ]
    whole = _completion("", model)
    message = {"role": "assistant", "content": None, "tool_calls": calls}
    return {**whole, "choices": [{"index": 0, "finish_reason": "tool_calls", "message": message}]}


def _piece(model: str, delta: Mapping[str, str], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
    return {"id": "chatcmpl-stub", "object": "chat.completion.chunk", "created": 0, "model": model, "choices": [choice]}


Events = Sequence[Mapping[str, Any]]


def _pieces(text: str) -> Iterator[str]:
    return (text[start : start + PIECE] for start in range(0, len(text), PIECE))


def _openai(text: str, model: str, request: Request) -> tuple[Events, Events]:
    """The events of a stream with a text, and those that end it."""
    end = [_piece(model, {}, "stop")]
    if (request.body.get("stream_options") or {}).get("include_usage"):
        end.append({**_piece(model, {}), "choices": [], "usage": USAGE})
    return [_piece(model, {"content": piece}) for piece in _pieces(text)], end


def _anthropic(text: str, model: str, request: Request) -> tuple[Events, Events]:
    """The same in Anthropic's form: the text is the input of the tool that the reply is to be given through."""
    tool = {"type": "tool_use", "id": "toolu_stub", "name": request.body["tools"][0]["name"], "input": {}}
    deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in _pieces(text)]
    return [_message_start(model), *_block(0, tool, deltas)], _message_end("tool_use")


def _cited(text: str, model: str, request: Request) -> tuple[Events, Events]:
    """The same where search results were given: the claims of a reply in JSON become sentences that cite them.

    A quotation is cited with the whole blocks it stands in, as Anthropic does; one that stands nowhere, as it is.
    """
    events: list[Mapping[str, Any]] = [_message_start(model)]
    for place, (words, citations) in enumerate(_blocks(text, request)):
        deltas = [{"type": "text_delta", "text": piece} for piece in _pieces(words)]
        cited = [{"type": "citations_delta", "citation": citation} for citation in citations]
        events += _block(place, {"type": "text", "text": "", "citations": [] if cited else None}, [*deltas, *cited])
    return events, _message_end("end_turn")


def _blocks(text: str, request: Request) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    if not text.startswith("{"):
        yield text, ()
        return
    for claim in json.loads(text)["claims"]:
        if claim["listed"]:
            yield "\n- ", ()
        yield claim["text"].rstrip("."), [_citation(request, **evidence) for evidence in claim["evidence"]]
        yield ". ", ()


def _citation(request: Request, passage: int, quotation: str) -> Mapping[str, Any]:
    given = request.search_results()
    result: Mapping[str, Any] = (
        given[passage - 1] if 0 < passage <= len(given) else {"content": [], "source": "", "title": ""}
    )
    blocks = [block["text"] for block in result["content"]]
    places = [
        (start, end)
        for start in range(len(blocks))
        for end in range(start + 1, len(blocks) + 1)
        if quotation in "".join(blocks[start:end])
    ]
    start, end = min(places, key=lambda place: place[1] - place[0], default=(0, 1))
    return {
        "type": "search_result_location", "source": result["source"], "title": result["title"],
        "cited_text": "".join(blocks[start:end]) if places else quotation, "search_result_index": passage - 1,
        "start_block_index": start, "end_block_index": end,
    }  # fmt: skip


def _message_start(model: str) -> Mapping[str, Any]:
    message: Mapping[str, Any] = {
        "id": "msg_stub", "type": "message", "role": "assistant", "model": model, "content": [], "stop_reason": None,
        "stop_sequence": None, "usage": {"input_tokens": PROMPT_TOKENS, "output_tokens": 1},
    }  # fmt: skip
    return {"type": "message_start", "message": message}


def _block(place: int, begin: Mapping[str, Any], deltas: Sequence[Mapping[str, Any]]) -> Events:
    return [
        {"type": "content_block_start", "index": place, "content_block": begin},
        *({"type": "content_block_delta", "index": place, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", "index": place},
    ]


def _message_end(reason: str) -> Events:
    ended = {"stop_reason": reason, "stop_sequence": None}
    return [
        {"type": "message_delta", "delta": ended, "usage": {"output_tokens": COMPLETION_TOKENS}},
        {"type": "message_stop"},
    ]

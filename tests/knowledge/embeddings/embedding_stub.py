"""An embedding server over real HTTP on loopback, in OpenAI's and Ollama's wire forms.

A text's vector counts its letters, which is enough for a word to find itself.
"""

import json
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"


@dataclass
class EmbeddingStub:
    """Serves `/v1/embeddings`, `/api/embed` and `/api/tags`; `status` other than 200 is what every call gets."""

    status: int = 200
    digest: str = "one"
    asked: list[str] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    keys: set[str | None] = field(default_factory=set)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End serving, so that nothing answers at the address any more; harmless when done twice."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.asked += texts
        self.batches.append(len(texts))
        return [vector_of(text) for text in texts]


def vector_of(text: str) -> list[float]:
    counts = Counter(text.lower())
    return [float(counts[letter]) for letter in LETTERS] + [1.0]


def _handler(stub: EmbeddingStub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            stub.keys.add(self.headers.get("Authorization"))
            if stub.status != 200:
                self._send(stub.status, {"error": "told to fail"})
                return
            rows = stub.embed(body["input"])
            if self.path == "/v1/embeddings":
                data = [{"object": "embedding", "index": at, "embedding": row} for at, row in enumerate(rows)]
                usage = {"prompt_tokens": 1, "total_tokens": 1}
                self._send(200, {"object": "list", "model": body["model"], "data": data[::-1], "usage": usage})
            else:
                self._send(200, {"model": body["model"], "embeddings": rows})

        def do_GET(self) -> None:
            models = [{"name": "tiny:latest", "model": "tiny:latest", "digest": stub.digest}]
            self._send(stub.status, {"models": models} if stub.status == 200 else {"error": "told to fail"})

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

"""Reads a request's body whole before anything else looks at it: of bounded size, within bounded time."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.channels.http.language import language_of
from assistant.channels.http.problems import ProblemError, refusal
from prompts.wording import Wording

# A question of 50,000 characters, each written in JSON as at most two escapes of six bytes, and room around it.
LARGEST_BODY = 640_000
# Most clients read a refusal only when they have sent everything; beyond this they are cut off instead.
MOST_DISCARDED = 16_000_000
# h11 reads a request of any version as if it were of this one.
SPOKEN = frozenset({"1.0", "1.1"})


class GoneError(Exception):
    """The client left before it had sent its request."""


class Bodies:
    """ASGI middleware: refuses a body that is too large, too slow or sent in two ways; passes others on whole."""

    def __init__(self, app: ASGIApp, wording: Wording, seconds: float) -> None:
        self._app = app
        self._wording = wording
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            if scope["http_version"] not in SPOKEN:
                raise ProblemError("malformed_request")
            body = await self._body(headers, receive)
        except GoneError:
            return
        except ProblemError as error:
            response = refusal(error, language_of(headers.get("accept-language")), self._wording)
            # What may still come is not the next request.
            response.headers["Connection"] = "close"
            await response(scope, receive, send)
            return
        await self._app(scope, _Replay(body, receive).receive, send)

    async def _body(self, headers: Headers, receive: Receive) -> bytes:
        if "transfer-encoding" in headers and "content-length" in headers:
            # A proxy in front may see the end of the request elsewhere than we do (RFC 9112, 6.1: smuggling).
            raise ProblemError("malformed_request")
        if _declared(headers) > MOST_DISCARDED:
            raise too_large()
        try:
            async with asyncio.timeout(self._seconds):
                return await read(receive)
        except TimeoutError:
            raise ProblemError("slow_request", limit=f"{self._seconds:g}") from None


async def read(receive: Receive) -> bytes:
    """The whole body; raises `GoneError`, and `ProblemError` when it is too large."""
    body, size, more = bytearray(), 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        part = message.get("body", b"")
        size += len(part)
        if size > MOST_DISCARDED:
            raise too_large()
        if size <= LARGEST_BODY:
            body += part
        more = message.get("more_body", False)
    if size > LARGEST_BODY:
        raise too_large()
    return bytes(body)


def too_large() -> ProblemError:
    """The refusal of a body that holds more than anybody needs to ask."""
    return ProblemError("body_too_large", limit=LARGEST_BODY // 1000)


class _Replay:
    """Gives a body that was already read, then whatever comes after it."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def receive(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


def _declared(headers: Headers) -> int:
    length = headers.get("content-length", "")
    return int(length) if length.isdecimal() else 0

"""What every request passes: only loopback names, bodies of bounded size, safe headers, and no error unanswered."""

import ipaddress

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.channels.http.language import language_of
from assistant.channels.http.problems import LOG, problem, unexpected
from prompts.wording import Wording

# A question of 50,000 characters, each written in JSON as at most two escapes of six bytes, and room around it.
LARGEST_BODY = 640_000
# Most clients read a refusal only when they have sent everything; beyond this they are cut off instead.
MOST_DISCARDED = 16_000_000

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """ASGI middleware around the whole service."""

    def __init__(self, app: ASGIApp, wording: Wording) -> None:
        self._app = app
        self._wording = wording

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        language = language_of(headers.get("accept-language"))
        reply = _Reply(send)
        if not is_loopback(headers.get("host", "")):
            # Another name that resolves to this machine: a page elsewhere trying to read it (DNS rebinding).
            await problem("wrong_host", language, self._wording)(scope, receive, reply.send)
            return
        too_large = problem("body_too_large", language, self._wording, {"limit": LARGEST_BODY // 1000})
        body = None if _declared(headers) > MOST_DISCARDED else await _read(receive)
        if body is None:
            await too_large(scope, receive, reply.send)
            return
        try:
            await self._app(scope, _Replay(body, receive).receive, reply.send)
        except Exception:
            LOG.exception("An unexpected error at %s %s", scope["method"], scope["path"])
            if not reply.started:
                await unexpected(headers, self._wording)(scope, receive, reply.send)


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine by a name that no other can claim."""
    name = host.rsplit(":", 1)[0] if host.rfind(":") > host.rfind("]") else host
    name = name.strip().lower().removeprefix("[").removesuffix("]")
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


class _Reply:
    """Sends with the security headers added, and knows whether a reply has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await self._send(message)


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


async def _read(receive: Receive) -> bytes | None:
    """The whole body; None when it is too large, or its sender has gone."""
    body, size, more = bytearray(), 0, True
    while more:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if message["type"] == "http.disconnect" or size > MOST_DISCARDED:
            return None
        if size <= LARGEST_BODY:
            body += part
        more = message.get("more_body", False)
    return bytes(body) if size <= LARGEST_BODY else None

"""Puts problem details into OpenAI's form, under `/v1` only, wherever in the service they arose."""

import json
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.channels.http.problems import MEDIA_TYPE
from assistant.channels.http.shapes.chat import Failure, Fault

UNDER = "/v1/"
_INVALID, _BAD_REQUEST = 422, 400
# OpenAI's own codes, which its clients and those who write them know.
_CODES = {
    "key_missing": "invalid_api_key",
    "key_unknown": "invalid_api_key",
    "key_expired": "invalid_api_key",
    "too_many_requests": "rate_limit_exceeded",
    "unknown_model": "model_not_found",
}
_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_SERVER_FAULT = 500


def openai_failure(problem: dict[str, Any]) -> Failure:
    """A problem in OpenAI's form: what is wrong, which parameter is meant, and a code that is stable."""
    code = str(problem.get("type", "")).rpartition("/")[2].replace("-", "_")
    status = int(problem.get("status", _SERVER_FAULT))
    errors = problem.get("errors") or []
    details = [f"{one['field']}: {one['detail']}" for one in errors]
    kind = "server_error" if status >= _SERVER_FAULT else _TYPES.get(status, "invalid_request_error")
    param = "model" if code == "unknown_model" else errors[0]["field"] if errors else None
    message = " ".join(details) or str(problem.get("detail", ""))
    return Failure(error=Fault(message=message, type=kind, param=param, code=_CODES.get(code, code)))


class OpenAIErrors:
    """ASGI middleware around all that may refuse a request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; translate what comes back when it is a problem."""
        is_ours = scope["type"] == "http" and str(scope["path"]).startswith(UNDER)
        await self._app(scope, receive, _Translation(send).send if is_ours else send)


class _Translation:
    """Holds a problem back until it is whole, and sends it in the other form."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._held: Message | None = None
        self._body = bytearray()

    async def send(self, message: Message) -> None:
        """Send on, or hold."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            if headers.get("content-type") == MEDIA_TYPE:
                self._held = message
                return
        if self._held is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if not message.get("more_body", False):
            await self._translated(self._held)

    async def _translated(self, start: Message) -> None:
        body = openai_failure(json.loads(self._body)).model_dump_json().encode()
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-type"] = "application/json"
        headers["content-length"] = str(len(body))
        # OpenAI knows no 422: what cannot be used is a bad request there.
        status = _BAD_REQUEST if start["status"] == _INVALID else start["status"]
        await self._send({**start, "status": status, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})

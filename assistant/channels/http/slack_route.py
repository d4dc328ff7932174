"""`POST /slack/events`: what Slack sends over HTTP; who shows Slack's signature needs no key."""

from collections.abc import Mapping
from typing import Protocol

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.http.admission import SLACK_EVENTS


class SlackDoor(Protocol):
    """The Slack app, as far as a route needs it."""

    def receive(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, str], str]:
        """Check, store and acknowledge a request; status, headers and body of the reply."""


def register(api: FastAPI, door: SlackDoor) -> None:
    """Add the route."""

    @api.post(SLACK_EVENTS, include_in_schema=False)
    async def events(request: Request) -> Response:
        body = await request.body()
        status, headers, text = await run_in_threadpool(door.receive, body, dict(request.headers))
        return Response(text, status, media_type=headers.get("content-type", "text/plain"))

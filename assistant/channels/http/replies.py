"""Replies that a client may keep: with an ETag for what it has already, and in pages for what is long."""

import hashlib
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.channels.http.problems import MEDIA_TYPE

# The whole list of any base that people have made by hand; longer ones go on at `next`.
MOST_LISTED = 1_000
# Far beyond any list; SQLite and Python count on from there without trouble.
LAST_OFFSET = 1_000_000_000
# Shared caches must not keep what a key has opened; one's own asks each time whether it is still so.
CACHE_CONTROL = "private, no-cache"
_TAG_DIGITS = 32


class Part(BaseModel):
    """The query parameters of a list; one that is not known is refused, so that none is silently ignored."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=MOST_LISTED)] = MOST_LISTED
    offset: Annotated[int, Field(ge=0, le=LAST_OFFSET)] = 0


class Nothing(BaseModel):
    """No query parameters; one that is given is refused."""

    model_config = ConfigDict(extra="forbid")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer with problems of these statuses, besides those that every one may.

    The shape they refer to is put into the description by `api.described`: a model here would promise plain JSON, too.
    """
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    # 401, 403, 421 and 429 come from the admission, 408 and 431 from the connection, 500 from any fault, 503 before the
    # first ingest.
    return {
        status: {"description": "A problem", "content": content}
        for status in sorted({400, 401, 403, 408, 421, 429, 431, 500, 503, *statuses})
    }


def reply(request: Request, value: Any, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON with its ETag (RFC 9110, 8.8.3), or 304 for a client that has it."""
    response = JSONResponse(value, headers={"Cache-Control": CACHE_CONTROL, **(headers or {})})
    tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:_TAG_DIGITS]}"'
    if is_known(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers={"ETag": tag, "Cache-Control": CACHE_CONTROL})
    response.headers["ETag"] = tag
    return response


def is_known(given: str, tag: str) -> bool:
    """Whether an If-None-Match header names the tag; a weak one is as good here (RFC 9110, 13.1.2)."""
    return given.strip() == "*" or any(one.strip().removeprefix("W/") == tag for one in given.split(","))


def reply_part(request: Request, name: str, values: Sequence[Any], part: Part, **more: Any) -> Response:
    """A part of a list: `{name: […], "total", "next"}` and more, with a Link header to the next part (RFC 8288)."""
    return reply_page(request, name, values[part.offset : part.offset + part.limit], len(values), part, **more)


def reply_page(request: Request, name: str, shown: Sequence[Any], total: int, part: Part, **more: Any) -> Response:
    """A part that was cut already, out of `total`."""
    end = part.offset + len(shown)
    following = None
    if shown and end < total:
        url = request.url.include_query_params(limit=part.limit, offset=end)
        following = f"{url.path}?{url.query}"
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return reply(request, {name: list(shown), "total": total, "next": following, **more}, headers)


def described(model: type[BaseModel], *statuses: int) -> dict[str, Any]:
    """The arguments of a route whose replies have the model's shape, or are problems of these statuses."""
    return {"responses": {200: {"model": model}, **problems(*statuses)}, "response_model": None}

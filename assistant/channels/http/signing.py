"""`POST /sign-in` and `/sign-out`: the page's way to show a key, as a cookie that no script can read.

It is sent when a link from a mail is followed, so that shared answers open; what changes anything is held to our own
page (`hosts.is_own_page`).
"""

from typing import Annotated
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import FastAPI, Header, Request
from fastapi.responses import RedirectResponse, Response

from assistant.channels.http.admission import COOKIE, SIGN_IN
from assistant.channels.http.service import Service
from assistant.channels.state.errors import KeyRefusedError

FORM = "application/x-www-form-urlencoded"
HOME = "/"
# A month; a key that expires or is revoked ends it at once.
SECONDS_KEPT = 30 * 24 * 3_600


def register(api: FastAPI, service: Service) -> None:
    """Add the routes."""

    @api.post(SIGN_IN, include_in_schema=False)
    async def sign_in(request: Request) -> Response:
        given = await read_form(request)
        target = own_page(given.get("next", HOME))
        try:
            service.state.keys.require(given.get("key", ""))
        except KeyRefusedError as error:
            again = urlencode({"problem": error.code, "next": target}, safe="/")
            return RedirectResponse(f"{SIGN_IN}?{again}", 303)
        response = RedirectResponse(target, 303)
        response.set_cookie(
            COOKIE,
            given["key"],
            max_age=SECONDS_KEPT,
            secure="https" in {request.url.scheme, request.headers.get("x-forwarded-proto")},
            httponly=True,
            samesite="lax",
        )
        return response

    @api.post("/sign-out", include_in_schema=False)
    def sign_out(accept: Annotated[str, Header()] = "") -> Response:
        response = RedirectResponse(SIGN_IN, 303) if "text/html" in accept else Response(status_code=204)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return response


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form, each once; none of a body that is no form."""
    if not request.headers.get("content-type", "").startswith(FORM):
        return {}
    body = (await request.body()).decode("utf-8", "replace")
    return {name: values[0].strip() for name, values in parse_qs(body).items()}


def own_page(target: str) -> str:
    """Where to go on: a page of ours, never one elsewhere (`//evil.example`, `https:…`, `/\\evil.example`)."""
    parts = urlsplit(target)
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return target if is_ours and target.isprintable() else HOME

"""`GET /`: the page that asks, shows and compares, and its files."""

import html
import json
import re
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.html_pages import bar, filled, html_reply, language_in
from assistant.channels.http.page_words import STATIC, page_words
from prompts.wording import Wording

# The words of pages that are made without scripts.
NOT_NEEDED = ("shared.", "sign_in.")
# The script that the page names; what it imports is loaded ahead, what it opens later is not.
ENTRY = "main.js"
_IMPORTS = re.compile(r'^import [^;]*?"\./([a-z_]+\.js)";', re.MULTILINE)


def register(api: FastAPI, wording: Wording) -> None:
    """Add the routes."""

    @api.get("/", include_in_schema=False)
    def page(request: Request, caller: Annotated[Caller, Depends(caller_of)]) -> HTMLResponse:
        language = language_in(request)
        return html_reply(render(language, wording, caller), language)

    api.mount("/static", _Files(directory=STATIC), name="static")


def render(language: str, wording: Wording, caller: Caller | None = None) -> str:
    """The page's HTML in a language; the words its scripts need lie in a data attribute."""
    words = page_words(language, wording)
    needed = {key: sentence for key, sentence in words.items() if not key.startswith(NOT_NEEDED)}
    preloads = [f'<link rel="modulepreload" href="/static/{name}">' for name in sorted(imported(ENTRY))]
    ready = {
        "bar": bar(language, wording, caller),
        "preloads": "\n".join(preloads),
        "signed_in": "true" if caller and caller.owner else "false",
        "words": html.escape(json.dumps(needed, ensure_ascii=False)),
    }
    return filled("page.html", language, wording, ready)


def imported(name: str) -> set[str]:
    """The scripts that a script imports, and those that they import."""
    found: set[str] = set()
    left = [name]
    while left:
        script = (STATIC / left.pop()).read_text(encoding="utf-8")
        new = set(_IMPORTS.findall(script)) - found
        found |= new
        left += new
    return found


class _Files(StaticFiles):
    """The page's files; a browser asks whether they have changed before it uses what it kept.

    Files are sent whole (RFC 9110, 14.2 lets a server ignore ranges): they are small, and a range that cannot be had
    would be refused in another form than everything else.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file."""
        headers = [(name, value) for name, value in scope["headers"] if name != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or that it has not changed; raises an HTTP exception for what is not there."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response

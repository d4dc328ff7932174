"""`GET /`: the page that asks and shows answers with their quotations, and its files."""

import html
import json
from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Annotated

from fastapi import FastAPI, Header
from fastapi.responses import FileResponse, HTMLResponse

from assistant.channels.http.language import language_of
from prompts.wording import Wording

STATIC = Path(__file__).with_name("static")
PREFIX = "page."
# What the page's script says, beside its own words: how a course is marked.
ALSO_NEEDED = ("mark.",)
FILES = {"page.css": "text/css", "page.js": "text/javascript", "favicon.svg": "image/svg+xml"}


def register(api: FastAPI, wording: Wording) -> None:
    """Add the routes."""

    @api.get("/", include_in_schema=False)
    def page(accept_language: Annotated[str | None, Header()] = None) -> HTMLResponse:
        language = language_of(accept_language)
        headers = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-cache"}
        return HTMLResponse(render(language, wording), headers=headers)

    for name, media_type in FILES.items():
        api.get(f"/static/{name}", include_in_schema=False)(_file(name, media_type))


def render(language: str, wording: Wording) -> str:
    """The page's HTML in a language; the words its script needs lie in a data attribute."""
    words = {
        key.removeprefix(PREFIX): sentence
        for key, sentence in wording.sentences[language].items()
        if key.startswith((PREFIX, *ALSO_NEEDED))
    }
    filled = {name: html.escape(sentence) for name, sentence in words.items()}
    data = html.escape(json.dumps(words, ensure_ascii=False))
    template = Template((STATIC / "page.html").read_text(encoding="utf-8"))
    return template.substitute(
        {key.replace(".", "_"): value for key, value in filled.items()}, lang=language, words=data
    )


def _file(name: str, media_type: str) -> Callable[[], FileResponse]:
    def file() -> FileResponse:
        return FileResponse(STATIC / name, media_type=media_type, headers={"Cache-Control": "no-cache"})

    return file

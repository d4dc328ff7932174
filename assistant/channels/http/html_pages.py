"""Pages made on the server, readable without JavaScript: elements that escape what they hold, and the page around."""

import html
import json
import re
from string import Template
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.channels.http.caller import Caller
from assistant.channels.http.language import language_of
from assistant.channels.http.page_words import TEMPLATES, page_words
from assistant.channels.state.types import Role
from prompts.wording import Wording

_VOID = frozenset({"input", "br", "link"})
# What a program is told of these ("take the id from a citation") is of no use to a person.
_IN_PLAIN_WORDS = {
    "/problems/unknown-text": ("page.reader.unknown_heading", "page.reader.unknown"),
    "/problems/unknown-answer": ("page.shared.unknown_heading", "page.shared.unknown"),
}
_WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


class Html(str):
    """Text that is HTML already; whatever else is put into an element is escaped."""

    __slots__ = ()


def element(name: str, /, *children: str | None, **attributes: str | None) -> Html:
    """An element; children that are not `Html` are escaped, None is left out.

    `class_` and `for_` stand for `class` and `for`; a hyphen is written as an underscore.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{joined(*children)}</{name}>")


def joined(*children: str | None) -> Html:
    """Children one after the other, escaped where they are not `Html`."""
    return Html("".join(one if isinstance(one, Html) else html.escape(one) for one in children if one is not None))


def web_link(address: str | None, label: str) -> Html | None:
    """A link to an address on the web; None for any other (`javascript:`, `data:`)."""
    if not address or not _WEB_ADDRESS.match(address):
        return None
    return element("a", label, href=address, rel="noopener noreferrer")


def html_reply(page: str, language: str, status: int = 200) -> HTMLResponse:
    """A page in a language, asked for anew each time: what it shows changes, and a key may be needed for it."""
    headers = {"Content-Language": language, "Vary": "Accept-Language, Cookie", "Cache-Control": "private, no-cache"}
    return HTMLResponse(page, status, headers=headers)


def filled(name: str, language: str, wording: Wording, ready: dict[str, str]) -> str:
    """A template with the page's words escaped and put in, and with `ready`, which is HTML already."""
    words = {key.replace(".", "_"): html.escape(word) for key, word in page_words(language, wording).items()}
    template = Template((TEMPLATES / name).read_text(encoding="utf-8"))
    return template.substitute({**words, "lang": language, **ready})


def bar(language: str, wording: Wording, caller: Caller | None) -> str:
    """The bar with the menu; whoever came in with a key can leave."""
    leave = filled("sign_out.html", language, wording, {}) if caller and caller.owner else ""
    runs = filled("bar_ingests.html", language, wording, {}) if caller and caller.role >= Role.EDITOR else ""
    return filled("bar.html", language, wording, {"sign_out": leave, "ingests": runs})


def reading_page(heading: str, main: Html, language: str, wording: Wording, caller: Caller | None) -> str:
    """A whole page around what is to be read."""
    ready = {"heading": html.escape(heading), "main": main, "bar": bar(language, wording, caller)}
    return filled("reading.html", language, wording, ready)


def problem_page(problem: JSONResponse, language: str, wording: Wording, caller: Caller | None = None) -> HTMLResponse:
    """A problem as a person reads it, with the same status."""
    told: dict[str, Any] = json.loads(bytes(problem.body))
    heading, detail = told["title"], told["detail"]
    if told["type"] in _IN_PLAIN_WORDS:
        heading, detail = (wording.say(language, key) for key in _IN_PLAIN_WORDS[told["type"]])
    on = element("a", wording.say(language, "page.shared.ask_on"), href="/")
    main = joined(element("h1", heading), element("p", detail, class_="lead"), element("p", on, class_="page-links"))
    return html_reply(reading_page(heading, main, language, wording, caller), language, problem.status_code)


def language_in(request: Request) -> str:
    """The language that a reader's browser prefers."""
    return language_of(request.headers.get("accept-language"))

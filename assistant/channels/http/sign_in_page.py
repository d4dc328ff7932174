"""`GET /sign-in`: the form that asks for a key; it works without JavaScript."""

from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse

from assistant.channels.http.admission import SIGN_IN
from assistant.channels.http.html_pages import Html, element, html_reply, joined, language_in, reading_page
from assistant.channels.http.problems import STATUS
from assistant.channels.http.service import Service
from prompts.wording import Wording

FIELD = "key"


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""
    wording = service.parts.wording

    @api.get(SIGN_IN, include_in_schema=False)
    def form(
        request: Request,
        target: Annotated[str, Query(alias="next")] = "/",
        problem: Annotated[str, Query()] = "",
    ) -> HTMLResponse:
        language = language_in(request)
        return html_reply(sign_in_page(target, problem, language, wording), language)


def sign_in_page(target: str, problem: str, language: str, wording: Wording) -> str:
    """The form; `problem` is the code of the refusal that led back to it, `target` the page to go on to."""
    heading = wording.say(language, "page.sign_in.heading")
    main = joined(
        element("h1", heading),
        element("p", wording.say(language, "page.sign_in.lead"), class_="lead"),
        _problem(problem, language, wording),
        _form(target, problem in STATUS, language, wording),
        element("p", wording.say(language, "page.sign_in.note"), class_="hint", id="note"),
    )
    return reading_page(heading, main, language, wording, None)


def _form(target: str, refused: bool, language: str, wording: Wording) -> Html:
    described = "problem note" if refused else "note"
    field = element(
        "input", type="password", id=FIELD, name=FIELD, required="", autocomplete="current-password",
        aria_describedby=described, aria_invalid="true" if refused else None,
    )  # fmt: skip
    return element(
        "form",
        element("input", type="hidden", name="next", value=target),
        element("label", wording.say(language, "page.sign_in.label"), for_=FIELD),
        field,
        element("button", wording.say(language, "page.sign_in.submit"), class_="primary"),
        method="post",
        action=SIGN_IN,
        class_="sign-in",
    )


def _problem(code: str, language: str, wording: Wording) -> Html | None:
    """Why the key that was shown does not open; nothing for a code that is not ours."""
    key = f"problem.{code}.detail" if code != "key_missing" else "page.sign_in.missing"
    if not wording.knows(language, key) or wording.placeholders(language, key):
        return None
    return element("p", wording.say(language, key), class_="problem", role="alert", id="problem")

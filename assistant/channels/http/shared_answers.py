"""`GET /answers/{answer_id}`: an answer as a page to share and to print; it needs no JavaScript."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse

from assistant.channels.http.answer_html import answer_html
from assistant.channels.http.answers import given_answer
from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.html_pages import (
    Html,
    element,
    html_reply,
    joined,
    language_in,
    problem_page,
    reading_page,
)
from assistant.channels.http.problems import ProblemError, refusal
from assistant.channels.http.service import Service
from assistant.channels.state.types import StoredAnswer
from prompts.dates import written_date
from prompts.wording import Wording


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""
    wording = service.parts.wording

    @api.get("/answers/{answer_id}", include_in_schema=False)
    def page(request: Request, answer_id: str, caller: Annotated[Caller, Depends(caller_of)]) -> HTMLResponse:
        language = language_in(request)
        try:
            stored = given_answer(answer_id, caller, service)
        except ProblemError as error:
            return problem_page(refusal(error, language, wording), language, wording, caller)
        stored = replace(stored, answer=service.standing(stored.answer, caller))
        main = answer_page(stored, language, wording)
        return html_reply(reading_page(stored.answer["question"], main, language, wording, caller), language)


def answer_page(stored: StoredAnswer, language: str, wording: Wording) -> Html:
    """The question as its heading, when it was asked, the answer, and how it came about."""
    answer = stored.answer
    asked = wording.say(language, "page.shared.asked", date=written_date(stored.asked_at.astimezone().date(), language))
    made = [
        wording.say(language, f"page.shared.{answer['mode']}"),
        wording.say(language, "page.shared.generation", generation=answer["generation"]),
    ]
    return joined(
        element("p", f"{wording.say(language, 'page.shared.label')} · {asked}", class_="eyebrow"),
        element("h1", answer["question"], class_="asked", lang=answer["language"]),
        element("article", answer_html(answer, language, wording), class_="answer"),
        element("p", " ".join(made), class_="hint made"),
        element("p", element("a", wording.say(language, "page.shared.ask_on"), href="/"), class_="page-links"),
    )

"""`GET /ingests`: what is being ingested now, how far it is, and what came of the earlier ones; for editors."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import HTMLResponse

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
from assistant.channels.http.ingesting import seen_by
from assistant.channels.http.problems import ProblemError, refusal
from assistant.channels.http.service import Service
from assistant.channels.ingest_history import heading_of, lines_of, names_of, outcome
from assistant.channels.state.types import IngestRun, Role, RunState
from prompts.wording import Wording

PATH = "/ingests"
SHOWN = 20


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""
    wording = service.parts.wording

    @api.get(PATH, include_in_schema=False)
    def page(
        request: Request, caller: Annotated[Caller, Depends(caller_of)], older: Annotated[str, Query()] = ""
    ) -> HTMLResponse:
        language = language_in(request)
        if caller.role < Role.EDITOR:
            error = ProblemError("role_too_low", needed=Role.EDITOR.value, role=caller.role.value)
            return problem_page(refusal(error, language, wording), language, wording, caller)
        kept = service.state.ingests
        offset, total = _offset(older), kept.count()
        runs = [seen_by(caller, run, service) for run in kept.listed(SHOWN, offset)]
        names = names_of(service.state.keys.listed())
        following = offset + SHOWN if offset + len(runs) < total else None
        main = ingests_page(runs, names, following, language, wording)
        return html_reply(
            reading_page(wording.say(language, "ingests.title"), main, language, wording, caller), language
        )


def ingests_page(
    runs: Sequence[IngestRun], names: Mapping[str, str], following: int | None, language: str, wording: Wording
) -> Html:
    """What the page shows; its script asks for it anew, and puts in what has changed."""
    running = [run for run in runs if run.state is RunState.RUNNING]
    earlier = [run for run in runs if run.state is not RunState.RUNNING]
    more = element("a", wording.say(language, "ingests.older"), href=f"{PATH}?older={following}") if following else None
    return joined(
        element("h1", wording.say(language, "ingests.title")),
        element("p", wording.say(language, "ingests.lead"), class_="lead"),
        element(
            "div",
            element("h2", wording.say(language, "ingests.now")),
            *(_running(run, names, language, wording) for run in running),
            None if running else element("p", wording.say(language, "ingests.nothing_now"), class_="soft"),
            element("h2", wording.say(language, "ingests.earlier")),
            *(_ended(run, names, language, wording) for run in earlier),
            None if earlier else element("p", wording.say(language, "ingests.none"), class_="soft"),
            element("p", more, class_="page-links") if more else None,
            id="runs",
        ),
        element("script", type="module", src="/static/ingests.js"),
    )


def _running(run: IngestRun, names: Mapping[str, str], language: str, wording: Wording) -> Html:
    told = outcome(run, language, wording)
    measured = {"value": str(run.done), "max": str(run.total)} if run.total else {}
    return element(
        "article",
        element("h3", heading_of(run, names, language, wording)),
        element("p", told, class_="waiting"),
        element("progress", aria_label=told, **measured),
        class_="run",
        id=run.run_id,
    )


def _ended(run: IngestRun, names: Mapping[str, str], language: str, wording: Wording) -> Html:
    failed = run.state is RunState.FAILED
    lines = lines_of(run.report or {}, language, wording)
    report = element(
        "details",
        element("summary", wording.say(language, "ingests.report")),
        element("ul", *(element("li", line) for line in lines), class_="plain"),
    )
    return element(
        "article",
        element("h3", heading_of(run, names, language, wording)),
        element("p", outcome(run, language, wording), class_="problem" if failed else "about"),
        report if lines else None,
        class_="run",
        id=run.run_id,
    )


def _offset(written: str) -> int:
    """The place in the list that a link names; the beginning for any other text."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= len("1000") else 0

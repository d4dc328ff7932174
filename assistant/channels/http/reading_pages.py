"""`GET /texts/{text_id}`: a source's text as a page, with a stretch of it marked; it needs no JavaScript."""

import datetime
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

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
    web_link,
)
from assistant.channels.http.problems import explained
from assistant.channels.http.service import Service
from assistant.channels.http.texts import read_text
from assistant.core.notices import notices_on_sources
from knowledge.errors import FagkompasError
from knowledge.types import Language, Source, Visibility
from knowledge.visible import VisibleSnapshot
from prompts.dates import written_date
from prompts.wording import Wording

QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be read: what it says, where it is from, and the stretch that a link points to, if it has it."""

    text: str
    source: Source | None
    span: tuple[int, int] | None
    """First code point and the one after the last; None where none is pointed to."""
    is_astray: bool = False
    """Whether the link points to a stretch that the text does not have."""
    is_current: bool = True


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""
    wording = service.parts.wording

    @api.get("/texts/{text_id}", include_in_schema=False)
    def page(
        request: Request,
        text_id: str,
        caller: Annotated[Caller, Depends(caller_of)],
        start: Annotated[str, Query()] = "",
        end: Annotated[str, Query()] = "",
    ) -> HTMLResponse:
        language = language_in(request)
        try:
            found = find_text(text_id, (start, end), caller, service)
        except FagkompasError as error:
            return problem_page(explained(error, language, wording), language, wording, caller)
        heading = found.source.title if found.source else wording.say(language, "page.reader.source")
        main = text_page(heading, found, language, wording)
        return html_reply(reading_page(heading, main, language, wording, caller), language)


def address(text_id: str, start: int, end: int) -> str:
    """The page with a quotation marked, at the quotation."""
    return f"/texts/{quote(text_id, safe='')}?{urlencode({'start': start, 'end': end})}#{QUOTE}"


def find_text(text_id: str, asked: tuple[str, str], caller: Caller, service: Service) -> Text:
    """The text with its source, now or in an earlier generation; raises `UnknownTextError`."""
    text = read_text(text_id, caller, service)
    base = service.parts.knowledge_base
    now = _source_of(text_id, VisibleSnapshot(base.current(), caller.visibilities))
    earlier = (_source_of(text_id, VisibleSnapshot(one, caller.visibilities)) for one in base.earlier())
    source = now or next((one for one in earlier if one), None)
    span = span_of(asked, len(text))
    return Text(text, source, span, is_astray=span is None and any(asked), is_current=now is not None)


def span_of(asked: tuple[str, str], length: int) -> tuple[int, int] | None:
    """A stretch as a link writes it; None when a text of this length does not have it."""
    if not all(one.isascii() and one.isdecimal() and len(one) <= len(str(length)) for one in asked):
        return None
    start, end = int(asked[0]), int(asked[1])
    return (start, end) if start < end <= length else None


def text_page(heading: str, found: Text, language: str, wording: Wording) -> Html:
    """What the page shows: the source's name and facts, what to note, and its text."""
    return joined(
        element("p", wording.say(language, "page.reader.source"), class_="eyebrow"),
        element("h1", heading),
        element("p", _facts(found.source, language, wording), class_="about") if found.source else None,
        _notices(found, language, wording),
        _links(found, language, wording),
        element("div", *_marked(found), class_="source-text", lang=found.source.language if found.source else "da"),
    )


def _facts(source: Source | None, language: str, wording: Wording) -> str:
    if source is None:
        return ""
    day = written_date(source.date, language) if source.date else wording.say(language, "page.answer.undated")
    return " · ".join(one for one in (source.publisher, day, source.path) if one)


def _notices(found: Text, language: str, wording: Wording) -> Html | None:
    told = []
    if found.source:
        spoken: Language = "en" if language == "en" else "da"
        told += [one.text for one in notices_on_sources([found.source], datetime.date.today(), spoken, wording)]
        if found.source.visibility is Visibility.INTERNAL:
            told.append(wording.say(language, "page.reader.internal"))
    if not found.is_current:
        told.append(wording.say(language, "page.reader.earlier"))
    if found.is_astray:
        told.append(wording.say(language, "page.reader.no_quote"))
    label = wording.say(language, "page.answer.notices")
    lines = [element("p", line) for line in told]
    return element("div", *lines, class_="notices", role="note", aria_label=label) if lines else None


def _links(found: Text, language: str, wording: Wording) -> Html | None:
    quoted = element("a", wording.say(language, "page.reader.to_quote"), href=f"#{QUOTE}") if found.span else None
    address = found.source.url if found.source else None
    links = [one for one in (quoted, web_link(address, wording.say(language, "page.reader.original"))) if one]
    return element("p", *links, class_="page-links") if links else None


def _marked(found: Text) -> tuple[str, ...]:
    if found.span is None:
        return (found.text,)
    start, end = found.span
    return found.text[:start], element("mark", found.text[start:end], id=QUOTE, tabindex="-1"), found.text[end:]


def _source_of(text_id: str, snapshot: VisibleSnapshot) -> Source | None:
    return next((source for source in snapshot.sources() if source.text_id == text_id), None)

"""Answers as Markdown for programs that show chats: the text, and below a rule courses, notices and sources."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from assistant.core.suggestions import course_line
from assistant.core.types import Answer, AnswerKind, Citation
from prompts.dates import written_date
from prompts.wording import Wording

# Stands between an answer's text and what follows it; no quotation holds it, since white space in them is folded.
RULE = "\n\n---\n\n"
_MARKUP = re.compile(r"([\\`*_\[\]<>|])")
# What would end a link's address, or begin markup in it.
_NOT_IN_ADDRESS = re.compile(r"[\s()<>\"\\]")


def answer_to_markdown(answer: Answer, wording: Wording, service: str | None) -> str:
    """The whole answer; `service` is the address of the service that shows quotations in their place, if one runs."""
    return answer.text + below(answer, wording, service)


def below(answer: Answer, wording: Wording, service: str | None) -> str:
    """What follows an answer's text, rule first: courses that help, notices, sources; empty when there are none."""
    blocks = []
    if answer.courses and answer.kind is AnswerKind.ANSWER:
        lines = [f"- {course_line(course, answer.language, wording)}" for course in answer.courses]
        blocks.append("\n".join([wording.say(answer.language, "markdown.courses"), "", *lines]))
    blocks += [wording.say(answer.language, "markdown.notice", text=plain(notice.text)) for notice in answer.notices]
    if answer.citations:
        lines = [source_line(citation, answer, wording, service) for citation in answer.citations]
        blocks.append("\n".join([wording.say(answer.language, "markdown.sources"), "", *lines]))
    return RULE + "\n\n".join(blocks) if blocks else ""


def without_below(text: str) -> str:
    """An answer's own text, out of the Markdown that it was given as."""
    return text.rpartition(RULE)[0] or text


def source_line(citation: Citation, answer: Answer, wording: Wording, service: str | None) -> str:
    """`- [1] [Title](address), publisher, date, page, section, [the quotation in its place](address)`."""
    address, place = address_of(citation, service), place_of(citation, service)
    title = f"[{plain(citation.title)}]({address})" if address else plain(citation.title)
    undated = wording.say(answer.language, "answer.undated")
    parts = [title, plain(citation.publisher or "")]
    parts.append(written_date(citation.date, answer.language) if citation.date else undated)
    parts.append(wording.say(answer.language, "markdown.page", page=citation.page) if citation.page else "")
    parts.append(plain(citation.section))
    if place and place != address:
        parts.append(wording.say(answer.language, "markdown.in_place", address=place))
    return f"- [{citation.number}] " + ", ".join(part for part in parts if part)


def address_of(citation: Citation, service: str | None) -> str | None:
    """Where a source is read: its own address on the web, else the service's page with the quotation marked."""
    own = citation.url or ""
    if own.startswith(("https://", "http://")):
        return _NOT_IN_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), own)
    return place_of(citation, service)


def place_of(citation: Citation, service: str | None) -> str | None:
    """The service's page with the quotation marked; None where there is no service."""
    if service is None:
        return None
    span = urlencode({"start": citation.start, "end": citation.end})
    return f"{service.rstrip('/')}/texts/{citation.text_id}?{span}#quote"


def marks(answer: Answer, content: str) -> Iterator[tuple[Citation, int, int]]:
    """Where `content` names each citation: every `[1]` of the text, or of the sources where the text has none.

    Offsets count Unicode code points in `content`, which begins with the answer's text.
    """
    for citation in answer.citations:
        mark = re.escape(f"[{citation.number}]")
        found = list(re.finditer(mark, content[: len(answer.text)]))
        found = found or list(re.finditer(rf"(?<=^- ){mark}", content, re.MULTILINE))[-1:]
        yield from ((citation, one.start(), one.end()) for one in found)


def plain(text: str) -> str:
    """Text that Markdown shows as it is, in one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))

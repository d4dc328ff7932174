"""An answer as HTML without scripts: its text with links to the quotations, courses, notices, sources."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from assistant.channels.http.html_pages import Html, element, joined
from assistant.channels.http.reading_pages import address
from prompts.dates import written_date
from prompts.wording import Wording

# The language of the sources.
SPOKEN = "da"
Json = Mapping[str, Any]
_ITEM = re.compile(r"(\s*)- (.*)")
_QUOTED = re.compile(r"(.*?)([»“].*[«”])((?:\s*\[\d+\])*[.,;]?)", re.DOTALL)
_MARKED = re.compile(r"(\*\*[^*]+\*\*|\[\d+\])")
# Spaces that one step of a list within a list is moved in by.
_STEP = 2
# Deeper lists nobody reads, and they would be drawn one within the other without end.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Cited:
    """An answer's citations by their numbers, and the language of its quotations where it is not the answer's."""

    by_number: Mapping[int, Json] = field(default_factory=dict)
    spoken: str | None = None


def answer_html(answer: Json, language: str, wording: Wording) -> Html:
    """The whole answer in `language`, but its own text, which is in the answer's."""
    # Sources are in Danish, also where the answer is in English.
    spoken = None if answer["language"] == SPOKEN else SPOKEN
    cited = Cited({citation["number"]: citation for citation in answer["citations"]}, spoken)
    in_cards = answer["kind"] == "courses" and answer["courses"]
    return joined(
        element("div", *blocks(answer["text"], cited), class_="answer-text", lang=answer["language"]),
        None if in_cards else _courses(answer["courses"], cited, language, wording),
        _notices(answer, language, wording),
        _sources(answer["citations"], language, wording),
        _nearest(answer["nearest"], language, wording),
    )


def blocks(text: str, cited: Cited) -> list[Html]:
    """The Markdown that answers use (paragraphs, lists in lists, bold, `[1]`) as HTML."""
    made: list[Html] = []
    items: list[tuple[int, str]] = []
    for line in [*text.split("\n"), ""]:
        item = _ITEM.fullmatch(line)
        if item:
            items.append((min(len(item[1]) // _STEP, _DEEPEST), item[2]))
        elif line.strip():
            made += [*_lists(items, cited), element("p", *inline(line.strip(), cited))]
            items = []
    return [*made, *_lists(items, cited)]


def _lists(items: Sequence[tuple[int, str]], cited: Cited) -> list[Html]:
    """Items with their depths as one list; an item is never deeper than one step below the one before it."""
    if not items:
        return []
    # Those that stand no deeper than any before them; what stands deeper belongs to the one above it.
    tops = accumulate((depth for depth, _ in items), min)
    starts = [number for number, ((depth, _), top) in enumerate(zip(items, tops, strict=True)) if depth <= top]
    made = []
    for start, end in zip(starts, [*starts[1:], len(items)], strict=True):
        below = _lists(items[start + 1 : end], cited)
        made.append(element("li", *inline(items[start][1], cited), *below))
    return [element("ul", *made)]


def inline(text: str, cited: Cited) -> list[str]:
    """A line with its quotation, its bold words and its citations."""
    quoted = _QUOTED.fullmatch(text)
    if quoted is None:
        return _marked(text, cited)
    quotation = element("span", quoted[2], class_="quotation", lang=cited.spoken)
    return [*_marked(quoted[1], cited), quotation, *_marked(quoted[3], cited)]


def _marked(text: str, cited: Cited) -> list[str]:
    made: list[str] = []
    for part in _MARKED.split(text):
        if part.startswith("[") and part[1:-1].isdecimal() and int(part[1:-1]) in cited.by_number:
            made.append(_cite(cited.by_number[int(part[1:-1])]))
        elif part.startswith("**") and part.endswith("**") and len(part) > len("****"):
            made.append(element("strong", part[2:-2]))
        else:
            made.append(part)
    return made


def _cite(citation: Json) -> Html:
    return element("a", str(citation["number"]), class_="cite", href=_place(citation), title=citation["title"])


def _place(citation: Json) -> str:
    return address(citation["text_id"], citation["start"], citation["end"])


def _part(heading: str, *children: Html) -> Html:
    return element("section", element("h2", heading), *children, class_="part")


def _sources(citations: Sequence[Json], language: str, wording: Wording) -> Html | None:
    if not citations:
        return None
    items = [element("li", element("span", _cite(one), class_="numbers"), _source(one, language, wording))
             for one in citations]  # fmt: skip
    return _part(wording.say(language, "page.shared.sources"), element("ul", *items, class_="sources"))


def _source(citation: Json, language: str, wording: Wording) -> Html:
    day = citation["date"]
    facts = (
        citation["publisher"],
        written_date(datetime.date.fromisoformat(day), language)
        if day
        else wording.say(language, "page.answer.undated"),
        wording.say(language, "page.answer.page", page=citation["page"]) if citation["page"] else None,
        citation["section"],
    )
    return element(
        "div",
        element("span", citation["title"], class_="source-title", lang=SPOKEN),
        element("span", " · ".join(one for one in facts if one), class_="about"),
        element("blockquote", citation["quote"].strip(), lang=SPOKEN),
        element("a", wording.say(language, "page.shared.open_quote"), href=_place(citation)),
    )


def _courses(courses: Sequence[Json], cited: Cited, language: str, wording: Wording) -> Html | None:
    if not courses:
        return None
    items = [element("li", *_course(course, cited, language, wording), class_="course") for course in courses]
    return _part(wording.say(language, "page.answer.courses"), element("ul", *items, class_="suggested-courses"))


def _course(course: Json, cited: Cited, language: str, wording: Wording) -> list[Html]:
    marks = ["mark.fictional"] if course["fictional"] else []
    marks += [f"mark.{course['status']}"] if course["status"] != "open" else []
    badges = [element("span", wording.say(language, mark), class_=f"badge {mark.partition('.')[2]}") for mark in marks]
    reason = wording.say(language, "page.answer.quoted", quote=" ".join(course["reason"].split()))
    numbers = [_cite(cited.by_number[number]) for number in course["citations"] if number in cited.by_number]
    return [
        element("p", course["title"], " ", *badges, class_="course-title"),
        *([element("p", course["provider"], class_="about")] if course["provider"] else []),
        element("p", element("span", reason, class_="quotation", lang=cited.spoken), " ", *numbers),
    ]


def _notices(answer: Json, language: str, wording: Wording) -> Html | None:
    lines = [element("p", notice["text"]) for notice in answer["notices"]]
    label = wording.say(language, "page.answer.notices")
    lang = answer["language"]
    return element("div", *lines, class_="notices", role="note", aria_label=label, lang=lang) if lines else None


def _nearest(nearest: Sequence[Json], language: str, wording: Wording) -> Html | None:
    if not nearest:
        return None
    items = [element("li", source["title"]) for source in nearest]
    return _part(wording.say(language, "page.answer.nearest"), element("ul", *items, class_="plain"))

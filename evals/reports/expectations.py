"""What was expected of an answer, in HTML: facts, sources, courses, and the scores that came of it."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.core.types import Answer, AnswerKind, Citation, CourseSuggestion, Mode
from evals.matching import shown_text, shows
from evals.reports.figures import Answered, figures, part
from evals.reports.headings import ordered
from evals.reports.markup import Child, Markup, element
from evals.reports.tables import named
from evals.reports.words import Words
from knowledge.types import CourseStatus, SourceKind


def expectations(one: Answered, words: Words) -> Markup:
    """A panel beside the answer; each fact says whether the answer shows it."""
    expected = part(one, "expected")
    parts: list[Child] = [element("h4", None, words.say("expected"))]
    if expected.get("answerable") is False:
        parts.append(element("p", None, words.say("unanswerable")))
    for key, items in _wanted(one, words).items():
        if items:
            parts += [element("h5", None, words.say(f"expected_{key}")), element("ul", None, *items)]
    scores = figures(part(one, "scores"))
    rows = [
        element(
            "div", None, element("dt", None, named(name, words)), element("dd", None, words.figure(name, scores[name]))
        )
        for name in ordered(scores)
    ]
    if rows:
        parts += [element("h4", None, words.say("scores")), element("dl", None, *rows)]
    if judged := part(one, "judged"):
        parts += [element("h4", None, words.say("judged")), element("p", None, words.plain(judged))]
    return element("aside", {"class": "expected"}, *parts)


def _wanted(one: Answered, words: Words) -> dict[str, list[Markup]]:
    """The lists of what an answer should and should not show, by the key of their heading."""
    expected, shown = part(one, "expected"), shown_text(as_answer(part(one, "answer")))
    lists = {name: expected.get(name) for name in ("sources", "filters", "notices", "stale_facts", "must_not_contain")}
    lists["courses"] = expected.get("courses") or expected.get("expected_courses")
    facts = [
        element("li", None, _mark(fact, shown, words), *_told(fact, words)) for fact in expected.get("facts") or ()
    ]
    others = {key: [element("li", None, *_told(one, words)) for one in found or ()] for key, found in lists.items()}
    return {"facts": facts, **others}


def as_answer(found: Mapping[str, Any]) -> Answer:
    """The answer as far as it is held against expected facts: its text, quotations with dates, and courses."""
    citations = tuple(_citation(citation) for citation in found.get("citations") or ())
    courses = tuple(_course(course) for course in found.get("courses") or ())
    text = str(found.get("text", ""))
    return Answer("", "", 0, Mode.EXTRACTIVE, AnswerKind.ANSWER, "", "da", text, citations=citations, courses=courses)


def _citation(found: Mapping[str, Any]) -> Citation:
    quote = str(found.get("quote", ""))
    date = datetime.date.fromisoformat(found["date"]) if found.get("date") else None
    return Citation(0, "", SourceKind.REPORT, "", quote, "", 0, 0, "", date=date)


def _course(found: Mapping[str, Any]) -> CourseSuggestion:
    title, provider, reason = (str(found.get(name) or "") for name in ("title", "provider", "reason"))
    return CourseSuggestion("", title, provider, reason, (), (), CourseStatus.OPEN, False)


def _mark(fact: object, shown: str, words: Words) -> Markup:
    is_shown = shows(shown, _alternatives(fact))
    told = words.say("fact_shown" if is_shown else "fact_missing")
    style = "sign better" if is_shown else "sign worse"
    return element(
        "span", {"class": style, "role": "img", "aria-label": told, "title": told}, "✓ " if is_shown else "✗ "
    )


def _alternatives(fact: object) -> list[str]:
    alternatives = fact if isinstance(fact, Sequence) and not isinstance(fact, str) else [fact]
    return [str(alternative) for alternative in alternatives]


def _told(fact: object, words: Words) -> list[Child]:
    """`a or b` of a fact's alternatives."""
    parts: list[Child] = []
    for alternative in _alternatives(fact):
        parts += [f" {words.say('or')} ", element("code", None, alternative)]
    return parts[1:]

"""Every question with its answer, quotations and scores, as HTML that a script can filter and a reader can unfold."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.reports.expectations import expectations
from evals.reports.figures import Answered, Run, answers, flips, part
from evals.reports.markup import Attributes, Child, Markup, element
from evals.reports.prose import mark, prose
from evals.reports.words import Words

# Beside "flipped": what the filter of outcomes offers.
OUTCOMES = ("passed", "failed", "flipped_any", "flipped_mended", "flipped_broken")
SIGNS = {"passed": "✓ ", "failed": "✗ ", "flipped_mended": "▲ ", "flipped_broken": "▼ "}


def anchors(run: Run) -> dict[str, str]:
    """The element id of each case; ids of cases are other people's text and make no element ids."""
    return {str(one.get("id")): f"case-{number}" for number, one in enumerate(answers(run), start=1)}


def filters(run: Run, words: Words) -> Markup:
    """The form that narrows the list; hidden until the script that works it runs."""
    asked = answers(run)
    suites = dict.fromkeys(str(one.get("suite")) for one in asked)
    kinds = dict.fromkeys(str(one.get("kind")) for one in asked)
    sides = OUTCOMES if flips(run) else OUTCOMES[:2]
    fields = [
        _choice("suite", words.say("suite"), {suite: suite for suite in suites}, words),
        _choice("kind", words.say("kind"), {kind: words.label("case_kind", kind) for kind in kinds}, words),
        _choice("split", words.say("half"), {half: words.say(f"half_{half}") for half in ("tune", "report")}, words),
        _choice("outcome", words.say("outcome"), {side: words.say(side) for side in sides}, words),
        element(
            "label", {"class": "wide"}, words.say("search"), element("input", {"type": "search", "name": "search"})
        ),
        element("button", {"type": "reset"}, words.say("reset")),
        element("button", {"type": "button", "id": "unfold", "data-fold": words.say("fold")}, words.say("unfold")),
    ]
    # The script puts the numbers in, so the sentence goes over with its places open.
    showing = words.say("showing", shown="{shown}", total="{total}")
    attributes: Attributes = {"id": "filters", "hidden": True, "aria-label": words.say("filters")}
    return element("form", attributes, *fields, element("p", {"role": "status", "data-showing": showing}))


def question_list(run: Run, words: Words) -> Markup:
    """All questions in the order of the run, each folded to one line."""
    flipped, places = flips(run), anchors(run)
    items = [_question(one, places[str(one.get("id"))], flipped.get(str(one.get("id"))), words) for one in answers(run)]
    empty = element("p", {"id": "none-shown", "hidden": True}, words.say("none_shown"))
    return element("div", {"id": "cases"}, *items, empty)


def _choice(name: str, label: str, choices: Mapping[str, str], words: Words) -> Markup:
    options = [element("option", {"value": ""}, words.say("any"))]
    options += [element("option", {"value": value}, told) for value, told in choices.items()]
    return element("label", None, label, element("select", {"name": name}, *options))


def _question(one: Answered, anchor: str, flip: str | None, words: Words) -> Markup:
    outcome = "passed" if one.get("passed") else "failed"
    states = [outcome, *(["flipped_any", f"flipped_{flip}"] if flip else [])]
    badges = [_badge(outcome, words), *([_badge(f"flipped_{flip}", words)] if flip else [])]
    suite, kind, split = (str(one.get(name, "")) for name in ("suite", "kind", "split"))
    half = words.label("evaluation", f"half_{split}").removeprefix("half_")
    about = " · ".join([str(one.get("id", "")), suite, words.label("case_kind", kind), half])
    summary = element(
        "summary",
        None,
        element("span", {"class": "badges"}, *badges),
        element("h3", {"class": "question"}, str(one.get("question", ""))),
        element("span", {"class": "about"}, about),
    )
    attributes = {"class": "case", "id": anchor, "data-suite": suite, "data-kind": kind, "data-split": split}
    body = element("div", {"class": "body"}, _answer(one, anchor, words), expectations(one, words))
    return element("details", {**attributes, "data-outcome": " ".join(states)}, summary, body)


def _badge(state: str, words: Words) -> Markup:
    return element("span", {"class": f"badge {state}"}, SIGNS[state] + words.say(state))


def _answer(one: Answered, anchor: str, words: Words) -> Markup:
    answer = part(one, "answer")
    citations = [citation for citation in answer.get("citations") or () if isinstance(citation, Mapping)]
    cited = {int(citation["number"]) for citation in citations}
    parts: list[Child] = [_section("before", [element("p", None, str(said))], words) for said in _asked_before(one)]
    kind, latency = str(answer.get("kind", "–")), answer.get("latency_ms")
    about = [f"{words.say('answer_kind')}: {words.label('answer_kind', kind)}"]
    about.append(words.label("answer_mode", str(answer.get("mode", ""))))
    about.append("" if latency is None else words.value("latency_p50", float(latency)))
    parts.append(element("h4", None, words.say("answer")))
    lang = str(answer["language"]) if answer.get("language") else None
    parts.append(element("div", {"class": "text", "lang": lang}, prose(str(answer.get("text", "")), cited, anchor)))
    parts.append(element("p", {"class": "soft"}, " · ".join(filter(None, about))))
    parts.append(_section("courses", [_course(one, anchor, words) for one in answer.get("courses") or ()], words))
    notices = [element("p", {"class": "notice"}, str(notice.get("text"))) for notice in answer.get("notices") or ()]
    parts.append(_section("notices", notices, words))
    parts.append(_section("quotations", [_quotation(citation, anchor, words) for citation in citations], words))
    nearest = [element("p", None, str(source.get("title"))) for source in answer.get("nearest") or ()]
    parts.append(_section("nearest", nearest, words))
    if also := answer.get("searched_also"):
        parts.append(element("p", {"class": "soft"}, words.say("also", terms=", ".join(map(str, also)))))
    return element("div", {"class": "given"}, *parts)


def _asked_before(one: Answered) -> list[str]:
    """Earlier questions, given as strings or as turns."""
    earlier = one.get("conversation") or ()
    return [str(turn.get("question", "")) if isinstance(turn, Mapping) else str(turn) for turn in earlier]


def _section(key: str, children: Sequence[Markup], words: Words) -> Markup | None:
    """A heading and what stands under it; None for nothing."""
    return element("div", None, element("h4", None, words.say(key)), *children) if children else None


def _quotation(citation: Mapping[str, Any], anchor: str, words: Words) -> Markup:
    number, url = int(citation["number"]), str(citation.get("url") or "")
    page = words.say("page", page=citation["page"]) if citation.get("page") else None
    about = [
        citation.get("publisher"),
        words.day(citation.get("date")),
        page,
        citation.get("section"),
        citation.get("path"),
    ]
    told = " · ".join(str(one) for one in about if one)
    # Anything but a web address (javascript:, data:) stays unlinked.
    web = url.startswith(("https://", "http://"))
    link = element("a", {"href": url, "rel": "noopener noreferrer"}, words.say("original")) if web else None
    return element(
        "figure",
        {"id": f"{anchor}-{number}", "class": "quotation"},
        element("blockquote", None, str(citation.get("quote", "")).strip()),
        element(
            "figcaption",
            None,
            element("span", {"class": "cite"}, str(number)),
            " ",
            element("strong", None, str(citation.get("title", ""))),
            f" · {told}",
            " · " if link else None,
            link,
        ),
    )


def _course(course: Mapping[str, Any], anchor: str, words: Words) -> Markup:
    marks = ["fictional"] if course.get("fictional") else []
    marks += [str(course["status"])] if course.get("status") not in (None, "open") else []
    badges = [element("span", {"class": "badge"}, words.label("mark", one)) for one in marks]
    numbers = [mark(int(number), anchor) for number in course.get("citations") or ()]
    about = " · ".join(str(course[name]) for name in ("provider", "course_id") if course.get(name))
    title = element("p", None, element("strong", None, str(course.get("title", ""))), f" · {about} ", *badges)
    return element("div", {"class": "course"}, title, element("p", None, str(course.get("reason", "")), " ", *numbers))

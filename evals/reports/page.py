"""A run as one HTML file: no request leaves it, and nothing runs in it but its own script."""

import base64
import hashlib
from pathlib import Path

from evals.reports import findings
from evals.reports.figures import Figure, Run, answers, beyond, changes, figures, groups, number_of, part
from evals.reports.headings import HEADLINES, ordered
from evals.reports.markup import Child, Markup, element, joined, verbatim
from evals.reports.plots import Point, latency_histogram, suite_panel, trade_off
from evals.reports.questions import anchors, filters, question_list
from evals.reports.tables import groups_table, metrics_table, named, verdict
from evals.reports.words import Words
from prompts.wording import Wording

FOLDER = Path(__file__).parent
# Drawn by suite: the headline figures that suites have of their own, and what search found.
PLOTTED = (*HEADLINES[:-1], "citation_recall", "right_course", "recall_at_10", "latency_p50")


def to_html(run: Run, language: str = "da") -> str:
    """The run's report as a whole HTML document, in `da` or `en`.

    Everything that comes from cases and answers is escaped, and the document's own policy lets only the style and the
    script in it work, known by their hashes.
    """
    words = Words(Wording.load(), language)
    style, script = ((FOLDER / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    sections: dict[str, list[Child]] = {
        "headline": _headline(run, words),
        "plots": _plots(run, words),
        "groups": _groups(run, words),
        "flipped": findings.flipped(run, anchors(run), words),
        "faults": findings.faults(run, words),
        "judge": findings.judge(run, words),
        "questions": [filters(run, words), question_list(run, words)] if answers(run) else [],
        "reproduce": findings.reproduce(run, words),
    }
    shown = {key: children for key, children in sections.items() if children}
    links = [element("li", None, element("a", {"href": f"#{key}"}, words.say(key))) for key in shown]
    body = element(
        "body",
        None,
        element("a", {"class": "skip", "href": "#questions"}, words.say("skip")),
        element("header", None, *_top(run, words)),
        element("nav", {"aria-label": words.say("contents")}, element("ul", None, *links)),
        element("main", None, *(_section(key, children, words) for key, children in shown.items())),
        verbatim("script", None, script),
    )
    head = _head(words.say("title"), style, script)
    return "<!doctype html>\n" + element("html", {"lang": language}, head, body) + "\n"


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy that allows exactly this style and this script, and no request at all."""
    allowed = f"style-src {_hash(style)}; script-src {_hash(script)}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _hash(own_file: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(own_file.encode()).digest()).decode()}'"


def _head(title: str, style: str, script: str) -> Markup:
    metas: list[dict[str, str | int | float | bool | None]] = [
        {"charset": "utf-8"},
        {"http-equiv": "Content-Security-Policy", "content": policy(style, script)},
        {"name": "viewport", "content": "width=device-width, initial-scale=1"},
        {"name": "color-scheme", "content": "light dark"},
        {"name": "referrer", "content": "no-referrer"},
    ]
    made = [element("meta", meta) for meta in metas]
    return element("head", None, *made, element("title", None, title), verbatim("style", None, style))


def _section(key: str, children: list[Child], words: Words) -> Markup:
    heading = element("h2", {"id": f"{key}-heading"}, words.say(key))
    return element("section", {"id": key, "aria-labelledby": f"{key}-heading"}, heading, *children)


def _top(run: Run, words: Words) -> list[Child]:
    asked = answers(run)
    about = words.say(
        "about",
        cases=run.get("cases", len(asked)),
        version=run.get("version", "–"),
        generation=run.get("generation", "–"),
        created=words.moment(run.get("created", "–")),
    )
    passed = words.say("passed_of", passed=sum(bool(one.get("passed")) for one in asked), cases=len(asked))
    return [element("h1", None, words.say("title")), element("p", {"class": "about"}, f"{about} · {passed}")]


def _headline(run: Run, words: Words) -> list[Child]:
    whole, report = figures(part(run, "metrics")), groups(run, "halves").get("report", {})
    shown = report or whole
    changed = changes(part(run, "against_baseline", "metrics"))
    cards = []
    for name in [name for name in HEADLINES if name in shown] or ordered(shown)[: len(HEADLINES)]:
        interval = words.interval(name, shown[name].low, shown[name].high)
        ends = element("span", {"class": "whole"}, interval)
        told = element("p", {"class": "soft"}, words.say("interval"), " ", ends) if interval else None
        badge = element("p", None, verdict(changed[name], words)) if name in changed else None
        value = element("p", {"class": "figure"}, words.value(name, shown[name].value))
        cards.append(element("li", None, element("h3", None, named(name, words)), value, told, badge))
    baseline = part(run, "against_baseline").get("baseline")
    since = words.say("since", baseline=baseline) if baseline else words.say("no_baseline")
    lead = words.say("headline_lead" if report else "headline_lead_all")
    return [
        element("p", None, f"{lead} {since}"),
        element("ul", {"class": "cards"}, *cards),
        metrics_table(run, words),
        *_beyond(run, words),
    ]


def _beyond(run: Run, words: Words) -> list[Child]:
    items = [
        element("li", None, f"{suite}: {words.heading(name)} {words.change(name, change)}")
        for suite, name, change in beyond(run)
    ]
    lead = element("p", {"class": "bad"}, words.say("beyond_lead"))
    return [lead, element("ul", None, *items)] if items else []


def _groups(run: Run, words: Words) -> list[Child]:
    found = [groups_table(run, name, words) for name in ("suites", "kinds")]
    return [element("p", None, words.say("by_suite_lead")), *found] if any(found) else []


def _plots(run: Run, words: Words) -> list[Child]:
    suites, compared = groups(run, "suites"), part(run, "against_baseline", "suites")
    drawn = [_trade_off(run, words), _latencies(run, words)]
    for name in PLOTTED:
        rows = {suite: values[name] for suite, values in suites.items() if name in values}
        if rows:
            changed = {suite: one for suite in rows if (one := changes(part(compared, suite)).get(name))}
            drawn.append(_figure(named(name, words), suite_panel(name, rows, changed, words), words.meaning(name)))
    if not any(drawn):
        return []
    return [element("p", None, words.say("plots_lead")), element("div", {"class": "plots"}, *drawn)]


def _figure(heading: Child, drawing: Child, told: str) -> Markup:
    caption = element("figcaption", None, element("h3", None, heading), element("p", {"class": "soft"}, told))
    return element("figure", None, caption, drawing)


def _trade_off(run: Run, words: Words) -> Markup | None:
    halves = groups(run, "halves")
    points = [_point(words.say(name), halves.get(name, {}), name) for name in ("tune", "report")]
    points.append(_point(words.say("whole"), figures(part(run, "metrics")), "whole"))
    changed = changes(part(run, "against_baseline", "metrics"))
    before = {name: Figure(change.before) for name, change in changed.items()}
    points.append(_point(words.say("baseline"), before, "baseline"))
    found = [point for point in points if point]
    if not found:
        return None
    keys = [element("li", {"class": point.style}, point.name) for point in found]
    drawing = joined(trade_off(found, words), element("ul", {"class": "key"}, *keys))
    upwards = f"{words.heading('abstained_rightly')} ↑"
    return _figure(words.say("trade_off"), drawing, f"{upwards} · {words.say('trade_off_about')}")


def _point(name: str, found: dict[str, Figure], style: str) -> Point | None:
    wrongly, rightly = found.get("abstained_wrongly"), found.get("abstained_rightly")
    return Point(name, wrongly, rightly, style) if wrongly and rightly else None


def _latencies(run: Run, words: Words) -> Markup | None:
    taken = [number_of(part(one, "answer").get("latency_ms")) for one in answers(run)]
    found = [latency for latency in taken if latency is not None]
    if not found:
        return None
    whole = figures(part(run, "metrics"))
    lines: dict[str, float] = {name: whole[name].value for name in ("latency_p50", "latency_p95") if name in whole}
    plot = latency_histogram(found, lines, words)
    told = words.say("latency_about")
    if plot.beyond:
        told += " " + words.say("latency_beyond", count=plot.beyond, limit=words.value("latency_p95", plot.limit))
    return _figure(words.say("latency_plot"), plot.drawing, told)

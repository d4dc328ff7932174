"""Tables of figures in the HTML report: all metrics, and each suite or kind by metric."""

from collections.abc import Iterable, Mapping, Sequence

from evals.reports.figures import Change, Figure, Run, changes, figures, groups, part, untouched
from evals.reports.headings import METRICS, ordered
from evals.reports.markup import Child, Markup, element, joined
from evals.reports.words import Words

SIGNS = {"better": "▲", "worse": "▼", "beyond": "▼▼", "same": "="}


def table(caption: str, heads: Sequence[Child], rows: Iterable[Sequence[Child]]) -> Markup:
    """A table whose first column names its rows; a cell may be a whole `td` already."""
    head = element("tr", None, *(element("th", {"scope": "col"}, head) for head in heads))
    body = [
        element("tr", None, element("th", {"scope": "row"}, cells[0]), *(_cell(cell) for cell in cells[1:]))
        for cells in rows
    ]
    whole = element(
        "table", None, element("caption", None, caption), element("thead", None, head), element("tbody", None, *body)
    )
    # Reachable by keyboard, since it scrolls sideways where it is wider than the page.
    return element("div", {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption}, whole)


def metrics_table(run: Run, words: Words) -> Markup:
    """Every metric over all cases and both halves, and against the baseline."""
    whole, halves = figures(part(run, "metrics")), groups(run, "halves")
    changed = changes(part(run, "against_baseline", "metrics"))
    heads = ["metric", "whole", "tune", "report", "count"] + (
        ["baseline", "change", "verdict", "margin"] if changed else []
    )
    rows = []
    for name in ordered([*whole, *(metric for half in halves.values() for metric in half)]):
        figure = whole.get(name)
        count = "–" if figure is None or figure.count is None else str(figure.count)
        cells: list[Child] = [named(name, words), _figure(name, figure, words)]
        cells += [_figure(name, halves.get(half, {}).get(name), words) for half in ("tune", "report")] + [count]
        rows.append(cells + (_compared(name, changed.get(name), words) if changed else []))
    return table(words.say("all_metrics"), [words.say(head) for head in heads], rows)


def groups_table(run: Run, name: str, words: Words) -> Markup | None:
    """Suites or kinds as rows, every metric they have as columns; sortable where scripts run."""
    found = groups(run, name)
    if not found:
        return None
    halves = untouched(run) if name == "suites" else {}
    metrics = ordered(metric for figures_of_group in found.values() for metric in figures_of_group)
    first = words.say("suite" if name == "suites" else "kind")
    rows = []
    for group, values in found.items():
        changed = changes(part(run, "against_baseline", name, group))
        half = halves.get(group, {})
        cells = [
            _both(metric, (values.get(metric), half.get(metric)), changed.get(metric), words) for metric in metrics
        ]
        rows.append([words.label("case_kind", group) if name == "kinds" else group, *cells])
    caption = words.say("by_suite" if name == "suites" else "by_kind")
    heads: list[Child] = [first, *(named(metric, words) for metric in metrics)]
    return element("div", {"class": "sortable"}, table(caption, heads, rows))


def named(metric: str, words: Words) -> Markup:
    """A metric's heading, with what it means to be read on the spot."""
    lower = metric in METRICS and not METRICS[metric].higher_is_better
    arrow = element("span", {"class": "soft", "title": words.say("lower_is_better")}, "\u00a0↓") if lower else None
    meaning = words.meaning(metric)
    return joined(element("span", {"title": meaning or None}, words.heading(metric)), arrow)


def verdict(change: Change, words: Words) -> Markup:
    """The verdict as a badge whose sign and words say it without the colour."""
    told = f"{SIGNS.get(change.verdict, '')} {words.verdict(change.verdict)}".strip()
    return element("span", {"class": f"badge {change.verdict if change.verdict in SIGNS else ''}".strip()}, told)


def _cell(cell: Child) -> Markup:
    return cell if isinstance(cell, Markup) and cell.startswith("<td") else element("td", None, cell)


def _figure(metric: str, figure: Figure | None, words: Words) -> Markup:
    if figure is None:
        return element("td", None, "–")
    interval = words.interval(metric, figure.low, figure.high)
    small = element("small", None, interval) if interval else None
    return element("td", {"data-value": figure.value}, words.value(metric, figure.value), small)


def _both(metric: str, found: tuple[Figure | None, Figure | None], change: Change | None, words: Words) -> Markup:
    """A suite's figure with its interval, the figure of its untouched half, and a change that is one."""
    whole, half = found
    if whole is None:
        return element("td", None, "–")
    parts: list[Child] = [words.value(metric, whole.value)]
    if change is not None and change.verdict not in {"same", ""}:
        parts += [" ", element("span", {"class": f"sign {change.verdict}"}, SIGNS.get(change.verdict, ""))]
        parts.append(element("small", None, words.signed(metric, change.difference)))
    if interval := words.interval(metric, whole.low, whole.high):
        parts.append(element("small", None, interval))
    if half is not None:
        parts.append(element("small", None, words.say("untouched", value=words.value(metric, half.value))))
    return element("td", {"data-value": repr(whole.value)}, *parts)


def _compared(metric: str, change: Change | None, words: Words) -> list[Child]:
    if change is None:
        return ["–"] * 4
    ends = words.ends_of_change(metric, change)
    told = element("td", None, words.signed(metric, change.difference), element("small", None, ends) if ends else None)
    return [words.value(metric, change.before), told, verdict(change, words), words.margin(metric, change.margin)]


def pairs(caption: str, heads: tuple[str, str], values: Mapping[str, str]) -> Markup:
    """A table of names and values."""
    return element("div", {"class": "pairs"}, table(caption, heads, [[name, value] for name, value in values.items()]))

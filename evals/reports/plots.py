"""Plots as inline SVG: figures by suite with intervals, the trade-off of abstaining, and latencies.

Coordinates are CSS pixels of the drawing's own box; colours come from the page's style by class.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.reports.figures import Change, Figure
from evals.reports.headings import ShownAs, metric_of
from evals.reports.markup import Attributes, Markup, element
from evals.reports.words import Words

# A panel fits a phone of 390 pixels with its margins.
WIDTH = 350
# Room for the longest name of a suite, "conflicting-sources", and for a value at the right.
LEFT, RIGHT = 136, 62
ROW, TOP, BOTTOM = 22, 8, 26
DOT, DIAMOND = 4.5, 5.0
# Letters are drawn from their base line: a third of their height lifts them to the middle of the row.
LIFT = 4
LONGEST_NAME = 20

# A scale's numbers stand this far under it.
BELOW = 16

SQUARE = 300
MARGIN = 46
BARS, TICKS, BAR_HEIGHT, GAP = 24, 5, 150, 1.0
# The slowest answer in a hundred would squeeze all others into the first bar.
SHARE_DRAWN = 0.99


@dataclass(frozen=True, slots=True)
class Point:
    """A named point of the trade-off: wrongly and rightly abstained."""

    name: str
    wrongly: Figure
    rightly: Figure
    style: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """The drawing, and how many values lie beyond its end."""

    drawing: Markup
    beyond: int
    limit: float


def suite_panel(metric: str, rows: Mapping[str, Figure], changed: Mapping[str, Change], words: Words) -> Markup:
    """One metric: a dot and an interval a suite, and an open diamond where it was before."""
    low, high = _bounds(metric, rows, changed)
    height = TOP + ROW * len(rows) + BOTTOM

    def across(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (min(max(value, low), high) - low) / (high - low)

    drawn = [_line(across(tick), TOP, across(tick), height - BOTTOM, "grid") for tick in _ticks(low, high)]
    drawn += [
        _text(across(tick), height - BOTTOM + BELOW, words.value(metric, tick), "tick middle") for tick in (low, high)
    ]
    for row, (suite, figure) in enumerate(rows.items()):
        middle = TOP + ROW * row + ROW / 2
        told = f"{suite}: {words.figure(metric, figure)}"
        parts = [element("title", None, told), _text(LEFT - 10, middle + LIFT, _fitted(suite), "name end")]
        if figure.low is not None and figure.high is not None:
            parts.append(_line(across(figure.low), middle, across(figure.high), middle, "interval"))
        if suite in changed and changed[suite].difference:
            parts.append(_diamond(across(changed[suite].before), middle))
        parts.append(_circle(across(figure.value), middle, "dot"))
        parts.append(_text(WIDTH, middle + LIFT, words.value(metric, figure.value), "value end"))
        drawn.append(element("g", None, *parts))
    return _drawing(WIDTH, height, words.heading(metric), drawn)


def trade_off(points: Sequence[Point], words: Words) -> Markup:
    """Rightly abstained upwards against wrongly abstained to the right, with both intervals."""
    wrong_end = _rounded_up(max((_most(point.wrongly) for point in points), default=0.0))
    right_start = _rounded_down(min((_least(point.rightly) for point in points), default=1.0))
    side = SQUARE - MARGIN

    def across(value: float) -> float:
        return MARGIN + side * min(value / wrong_end, 1.0)

    def down(value: float) -> float:
        return TOP + side * (1 - (max(value, right_start) - right_start) / (1 - right_start))

    drawn = []
    for share in (0.0, 0.5, 1.0):
        wrongly, rightly = share * wrong_end, right_start + share * (1 - right_start)
        drawn += [_line(across(wrongly), TOP, across(wrongly), TOP + side, "grid")]
        drawn += [_line(MARGIN, down(rightly), SQUARE, down(rightly), "grid")]
        drawn.append(_text(across(wrongly), TOP + side + BELOW, _whole(wrongly, words), "tick middle"))
        drawn.append(_text(MARGIN - 6, down(rightly) + LIFT, _whole(rightly, words), "tick end"))
    drawn.append(_text(MARGIN + side / 2, TOP + side + 34, words.heading("abstained_wrongly") + " →", "name middle"))
    for point in points:
        x, y = across(point.wrongly.value), down(point.rightly.value)
        told = [words.figure("abstained_wrongly", one) for one in (point.rightly, point.wrongly)]
        parts = [element("title", None, f"{point.name}: {told[0]} / {told[1]}")]
        parts.append(
            _line(across(_least(point.wrongly)), y, across(_most(point.wrongly)), y, f"interval {point.style}")
        )
        parts.append(_line(x, down(_least(point.rightly)), x, down(_most(point.rightly)), f"interval {point.style}"))
        parts.append(_diamond(x, y) if point.style == "baseline" else _circle(x, y, f"dot {point.style}"))
        drawn.append(element("g", None, *parts))
    return _drawing(SQUARE + 20, TOP + side + 42, words.say("trade_off"), drawn)


def latency_histogram(latencies: Sequence[float], lines: Mapping[str, float], words: Words) -> Histogram:
    """Bars of equal width up to the slowest hundredth, and the percentiles as lines."""
    ranked = sorted(latencies)
    longest = max(ranked[math.ceil(SHARE_DRAWN * len(ranked)) - 1], *lines.values(), 1.0)
    width = _step(longest / BARS)
    counts = [0] * (math.floor(longest / width) + 1)
    limit = len(counts) * width
    for latency in ranked:
        if latency < limit:
            counts[int(latency // width)] += 1
    scale, base = (WIDTH - MARGIN) / limit, TOP + BAR_HEIGHT
    drawn = [_line(MARGIN, base, WIDTH, base, "grid"), _text(MARGIN - 6, TOP + 10, str(max(counts)), "tick end")]
    for bar, count in enumerate(counts):
        height = BAR_HEIGHT * count / max(*counts, 1)
        told = words.say("bin", low=words.plain(bar * width), high=words.plain((bar + 1) * width), count=count)
        left = MARGIN + bar * width * scale + GAP / 2
        box: Attributes = {"x": left, "y": base - height, "width": width * scale - GAP, "height": height}
        drawn.append(element("rect", {**box, "class": "bar"}, element("title", None, told)))
    for name, latency in lines.items():
        x, told = MARGIN + latency * scale, f"{words.heading(name)}: {words.value(name, latency)}"
        drawn.append(element("g", None, element("title", None, told), _line(x, TOP, x, base, "percentile")))
    tick = _step(limit / TICKS)
    for latency in (tick * number for number in range(math.floor(limit / tick) + 1)):
        drawn.append(_text(MARGIN + latency * scale, base + BELOW, words.plain(latency), "tick middle"))
    drawing = _drawing(WIDTH + 2 * BELOW, base + BOTTOM, words.say("latency_plot"), drawn)
    return Histogram(drawing, len(ranked) - sum(counts), limit)


def _bounds(metric: str, rows: Mapping[str, Figure], changed: Mapping[str, Change]) -> tuple[float, float]:
    """The ends of the axis: 0 to 1 for shares and ranks, else 0 to the greatest value rounded up."""
    most = [_most(figure) for figure in rows.values()] + [changed[suite].before for suite in rows if suite in changed]
    greatest = max(most, default=1.0)
    if metric_of(metric).shown_as in {ShownAs.PER_CENT, ShownAs.NUMBER} and greatest <= 1:
        return 0.0, 1.0
    return 0.0, _step(greatest) if greatest > 0 else 1.0


def _ticks(low: float, high: float) -> list[float]:
    return [low + (high - low) * share for share in (0.0, 0.25, 0.5, 0.75, 1.0)]


def _step(least: float) -> float:
    """The least of 1, 2, 2.5, 5 and 10 times a power of ten that is not below this."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((step * power for step in (1, 2, 2.5, 5) if step * power >= least), 10 * power)


def _rounded_up(share: float) -> float:
    """The next tenth above, at least a tenth and at most all."""
    return min(max(math.ceil(share * 10) / 10, 0.1), 1.0)


def _rounded_down(share: float) -> float:
    """The tenth below, at most nine tenths."""
    return min(math.floor(share * 10) / 10, 0.9)


def _least(figure: Figure) -> float:
    return figure.value if figure.low is None else figure.low


def _most(figure: Figure) -> float:
    return figure.value if figure.high is None else figure.high


def _whole(share: float, words: Words) -> str:
    return words.say("per_cent", value=words.number(100 * share, 0))


def _fitted(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _drawing(width: float, height: float, label: str, drawn: Sequence[Markup]) -> Markup:
    box: Attributes = {"viewBox": f"0 0 {width:g} {height:g}", "width": width, "height": height}
    return element("svg", {**box, "class": "plot", "role": "img", "aria-label": label}, *drawn)


def _line(x1: float, y1: float, x2: float, y2: float, style: str) -> Markup:
    return element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "class": style})


def _circle(x: float, y: float, style: str) -> Markup:
    return element("circle", {"cx": x, "cy": y, "r": DOT, "class": style})


def _diamond(x: float, y: float) -> Markup:
    corners = f"{x:.1f},{y - DIAMOND:.1f} {x + DIAMOND:.1f},{y:.1f} {x:.1f},{y + DIAMOND:.1f} {x - DIAMOND:.1f},{y:.1f}"
    return element("polygon", {"points": corners, "class": "before"})


def _text(x: float, y: float, written: str, style: str) -> Markup:
    return element("text", {"x": x, "y": y, "class": style}, written)

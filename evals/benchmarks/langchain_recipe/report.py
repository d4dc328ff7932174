"""The figures as Markdown, ready for the README."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals.benchmarks.langchain_recipe.worker import SIDES

OURS, RECIPE, RECIPE_OWN_READERS = SIDES
Figures = Mapping[str, Any]

# A measure's key -> how a reader is told of it.
QUALITY_ROWS = {
    "fact@1": "every fact in the first passage",
    "fact@3": "every fact in the first 3",
    "fact@10": "every fact in the first 10",
    "source@1": "first passage from a right source",
    "source@10": "a right source in the first 10",
    "nDCG@10": "nDCG@10 of the answering passages",
    "R@10": "recall@10 of them",
    "characters@3": "characters in the first 3",
}
ANSWER_ROWS = {
    "answer: fact": "our answer (quotations only): every fact",
    "answer: source": "our answer: a right source",
    "answer: characters": "our answer: characters quoted",
    "answer: abstained, unanswerable": "our answer: abstains where nothing answers",
    "answer: abstained, answerable": "our answer: abstains where something does",
}
_MEBIBYTE = 1024 * 1024
_MILLI = 1000
# From here on decimals of a figure say nothing.
_WHOLE = 10


def markdown(figures: Figures, time: str = "clock") -> str:
    """Every table that there are figures for; times by the `clock` or of the `processor`."""
    parts = []
    if "quality" in figures:
        parts += [_lines(quality_table(figures["quality"]["all"])), _lines(suites_table(figures["quality"]["suites"]))]
    if "records" in figures:
        parts.append(_lines(records_table(figures["records"])))
    if figures.get("cost"):
        parts.append(_lines(cost_table(figures["cost"], time)))
    return "\n\n".join(parts)


def quality_table(table: Figures) -> Iterator[Sequence[str]]:
    """A row a measure: both sides, and ours less the recipe's with its interval."""
    yield "on the bundled suites", "n", "Fagkompas", "recipe", "recipe on our texts", "difference [95 %]"
    for measure, name in QUALITY_ROWS.items():
        if measure in table:
            row = table[measure]
            values = [_number(row[side]["value"]) for side in SIDES]
            yield name, str(row[OURS]["n"]), *values, _interval(row[f"less {RECIPE}"])
    for measure, name in ANSWER_ROWS.items():
        if measure in table:
            yield name, str(table[measure][OURS]["n"]), _number(table[measure][OURS]["value"]), "–", "–", ""


def suites_table(suites: Figures) -> Iterator[Sequence[str]]:
    """A row a suite: every fact among the first three passages."""
    yield "every fact in the first 3, by suite", "n", "Fagkompas", "recipe", "recipe on our texts"
    for suite, table in suites.items():
        if "fact@3" in table:
            row = table["fact@3"]
            yield suite, str(row[OURS]["n"]), *(_number(row[side]["value"]) for side in SIDES)


def records_table(table: Figures) -> Iterator[Sequence[str]]:
    """A row a measure."""
    yield "one relevant text a question", "n", "Fagkompas", "recipe", "difference [95 %]"
    for measure, row in table.items():
        values = [_number(row[side]["value"]) for side in (OURS, RECIPE)]
        yield measure, str(row[OURS]["n"]), *values, _interval(row[f"less {RECIPE}"])


def cost_table(sizes: Sequence[Figures], time: str) -> Iterator[Sequence[str]]:
    """A row a cost; for each number of passages ours, the recipe's, and how many times ours the recipe's is."""
    yield "", *(part for size in sizes for part in (f"Fagkompas, {size['passages']:,}", "recipe", "ratio"))
    rows = [list(_cost_rows(size, time)) for size in sizes]
    for same in zip(*rows, strict=True):
        yield same[0][0], *(part for _, *parts in same for part in parts)


def _cost_rows(size: Figures, time: str) -> Iterator[tuple[str, str, str, str]]:
    ours, recipe = size[f"ingest {OURS}"], size[f"ingest {RECIPE}"]
    mark = " (extrapolated)" if recipe["extrapolated"] else ""
    yield "passages as each side cuts them", f"{ours['passages']:,}", f"{recipe['passages']:,}", ""
    yield "ingest", _duration(ours[time]), _duration(recipe[time]) + mark, _ratio(recipe[time], ours[time])
    for name, key, measure in (
        ("process start to first result, median", "start", "median"),
        ("search, median", "search", "median"),
        ("search, p95", "search", "p95"),
        ("our whole answer against its search, median", "answer", "median"),
        ("our whole answer against its search, p95", "answer", "p95"),
        ("one changed document, until found, median", "change", "median"),
    ):
        one, other = size[key][OURS][time][measure], size[key][RECIPE][time][measure]
        yield name, _duration(one), _duration(other), _ratio(other, one)
    one, other = size["peak"][OURS], size["peak"][RECIPE]
    yield "peak memory, asked only", _mebibytes(one), _mebibytes(other), _ratio(other, one)
    ours, recipe = ours["peak"], recipe["peak"]
    yield "peak memory, ingest", _mebibytes(ours), _mebibytes(recipe), _ratio(recipe, ours)
    yield "peak memory, our answers too", _mebibytes(size["peak with answers"][OURS]), "", ""


def _lines(rows: Iterator[Sequence[str]]) -> str:
    head, *body = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *body))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value > _WHOLE else f"{value:.3f}".removeprefix("0")


def _interval(row: Figures) -> str:
    value, low, high = (
        f"{row[key]:+,.0f}" if abs(row["value"]) > _WHOLE else f"{row[key]:+.3f}" for key in ("value", "low", "high")
    )
    return f"{value} [{low}, {high}]"


def _duration(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds * _MILLI:.0f} ms" if seconds * _MILLI > _WHOLE else f"{seconds * _MILLI:.1f} ms"
    return f"{seconds:,.0f} s" if seconds > _WHOLE else f"{seconds:.1f} s"


def _mebibytes(size: float) -> str:
    return f"{size / _MEBIBYTE:,.0f} MiB"


def _ratio(other: float, one: float) -> str:
    ratio = other / one
    return f"{ratio:,.0f}×" if ratio > _WHOLE else f"{ratio:.1f}×"

"""A gap report in a terminal: tables and blocks that are read at 80 columns, made from the public JSON."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.channels.plans.shape import TRANSFER_PARTS
from assistant.channels.plans.telling import Teller
from assistant.channels.reading import written_price
from knowledge.types import Price


def report_to_lines(told: Mapping[str, Any], teller: Teller, width: int, color: bool = False) -> str:
    """The whole report as text of at most this width."""
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=color, no_color=not color, highlight=False, markup=False)
    for part in _parts(told, teller):
        console.print(part)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def _parts(told: Mapping[str, Any], teller: Teller) -> Iterator[RenderableType]:
    yield _heading(teller.say("heading"))
    yield teller.say("as_of", day=teller.day(told["as_of"]))
    yield from _gaps(told["gaps"], teller)
    for key in ("unused", "vulnerable", "hiring"):
        yield from _listed(teller.say(key), [one["text"] for one in told[key]])
    yield from _plan(told["plan"], teller)
    for plan in told["alternatives"]:
        yield from _alternative(plan, teller)
    yield from _listed(teller.say("notices"), [one["text"] for one in told["notices"]])
    yield ""
    yield teller.say("private")


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _gaps(gaps: Sequence[Mapping[str, Any]], teller: Teller) -> Iterator[RenderableType]:
    """For each person what each profile, or the person, asks for."""
    yield _heading(teller.say("gaps"))
    if not gaps:
        yield teller.say("gaps_none")
    told: dict[str, dict[str, list[str]]] = {}
    for gap in gaps:
        asked = told.setdefault(gap["person"], {}).setdefault(gap["asked_by"], [])
        asked.append(teller.gap(gap["label"], gap["has"], gap["wanted"]))
    for person, by in told.items():
        yield Text(person)
        for asked_by, lacking in by.items():
            yield _hanging("- ", f"{', '.join(lacking)}: {asked_by}")


def _listed(heading: str, lines: Sequence[str]) -> Iterator[RenderableType]:
    if lines:
        yield _heading(heading)
        for line in lines:
            yield _hanging("- ", line)


def _plan(plan: Mapping[str, Any], teller: Teller) -> Iterator[RenderableType]:
    yield _heading(plan["title"])
    yield from plan["summary"]
    for number, course in enumerate(plan["courses"], start=1):
        yield Text()
        yield _hanging(f"{number}. ", head_of(course, teller))
        yield from (Padding(block, (0, 0, 0, 3)) for block in _course(course, teller))
    yield from _listed(
        teller.say("unfilled"), [f"{one['person']}: {one['label']}. {one['text']}" for one in plan["unfilled"]]
    )


def _alternative(plan: Mapping[str, Any], teller: Teller) -> Iterator[RenderableType]:
    """Another plan in short: the sums, and a line a course."""
    yield _heading(plan["title"])
    yield from plan["summary"]
    for course in plan["courses"]:
        yield _hanging("- ", f"{head_of(course, teller)}, {when_of(course, teller)}, {price_of(course, teller)}")


def _course(course: Mapping[str, Any], teller: Teller) -> Iterator[RenderableType]:
    place = [course["provider"], course["place"]]
    yield Text(", ".join(part for part in (when_of(course, teller), *place) if part))
    if course["url"]:
        # Whole, so that a terminal opens it.
        yield Text(course["url"], no_wrap=True, overflow="ignore")
    yield Text(cost_of(course, teller))
    yield Text(course["funding_text"], style="dim")
    for filled in course["fills"]:
        yield Text(filled["reason"])
        if quotation := filled["quotation"]:
            yield Text(f"»{quotation['quote']}« ({quotation['source_id']})", style="italic")
    yield from (Text(opens) for opens in course["opens_text"])
    yield Text(f"{teller.say('transfer')}: {transfer_of(course, teller)}")


def head_of(course: Mapping[str, Any], teller: Teller) -> str:
    """`Anna: Motiverende samtale 1 (fiktivt)`."""
    marks = [teller.say(name) for name in ("expired", "fictional") if course["status"] == name or course.get(name)]
    return f"{course['person']}: {course['title']}" + (f" ({', '.join(marks)})" if marks else "")


def when_of(course: Mapping[str, Any], teller: Teller) -> str:
    """The days of a run with its deadline, or that it has none."""
    if course["start"] is None:
        return teller.say("undated")
    days = teller.day(course["start"])
    if course["end"] != course["start"]:
        days = teller.say("period", start=days, end=teller.day(course["end"]))
    return f"{days} ({teller.say('deadline', day=teller.day(course['deadline']))})" if course["deadline"] else days


def price_of(course: Mapping[str, Any], teller: Teller) -> str:
    """The price with its VAT as the provider states it, and what is left after the fund."""
    price = course["price"]
    if price is None:
        return teller.say("not_stated")
    said = written_price(Price(**price), teller.wording, teller.language)
    if not course["funding"]:
        return said
    return f"{said} ({teller.say('after').lower()} {teller.kroner(course['price_after'])})"


def cost_of(course: Mapping[str, Any], teller: Teller) -> str:
    """Price and days away in one line."""
    price = price_of(course, teller).removesuffix(".")
    return f"{teller.say('price')}: {price}. {teller.say('days_away')}: {days_of(course, teller)}."


def days_of(course: Mapping[str, Any], teller: Teller) -> str:
    """The days away, or that they are not stated."""
    return teller.say("not_stated") if course["days"] is None else teller.number(course["days"])


def transfer_of(course: Mapping[str, Any], teller: Teller) -> str:
    """How what is learned comes into use and is shared: the source's words, and which parts it does not tell."""
    stated = [
        f"{teller.say(f'transfer_{part}')}: {course['transfer'][part]}"
        for part in TRANSFER_PARTS
        if course["transfer"][part]
    ]
    silent = [teller.say(f"transfer_{part}") for part in TRANSFER_PARTS if not course["transfer"][part]]
    if not stated:
        return teller.say("not_stated")
    return ". ".join([*stated, *([f"{', '.join(silent)}: {teller.say('not_stated')}"] if silent else [])])


def _hanging(mark: str, text: str) -> Group:
    grid = Table.grid()
    grid.add_column(width=len(mark))
    grid.add_column()
    grid.add_row(Text(mark), Text(text))
    return Group(grid)

"""A gap report as a workbook: the plan, what is lacking, the team, what is left; every text a text, never a formula."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from assistant.channels.plans.lines import days_of, head_of, price_of, transfer_of, when_of
from assistant.channels.plans.telling import Teller
from knowledge.gaps.export import as_text

Row = Sequence[object]

WIDEST = 60
"""Characters of a column, beyond which text wraps."""

_NARROWEST = 8


def plan_to_workbook(told: Mapping[str, Any], teller: Teller) -> bytes:
    """The bytes of an XLSX file."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in _sheets(told, teller):
        _write(book.create_sheet(teller.say(name)), [list(row) for row in rows])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheets(told: Mapping[str, Any], teller: Teller) -> Iterator[tuple[str, Iterator[Row]]]:
    yield "sheet_plan", _plan_rows(told, teller)
    yield "sheet_gaps", _gap_rows(told, teller)
    yield "sheet_team", _team_rows(told, teller)
    yield "sheet_unfilled", _unfilled_rows(told, teller)
    yield "sheet_notices", _notice_rows(told, teller)


def _plan_rows(told: Mapping[str, Any], teller: Teller) -> Iterator[Row]:
    names = (
        "plan_column", "person", "course", "provider", "when", "place", "days_away", "price", "after",
        "funding_heading", "fills", "reason_heading", "quote", "source", "transfer",
    )  # fmt: skip
    yield [teller.say(name) for name in names]
    for plan in (told["plan"], *told["alternatives"]):
        for course in plan["courses"]:
            yield [plan["title"], course["person"], *_course_cells(course, teller)]


def _course_cells(course: Mapping[str, Any], teller: Teller) -> Row:
    quotations = [one["quotation"] for one in course["fills"] if one["quotation"]]
    return [
        head_of(course, teller).removeprefix(f"{course['person']}: "),
        course["provider"],
        when_of(course, teller),
        course["place"],
        course["days"] if course["days"] is not None else days_of(course, teller),
        price_of(course, teller),
        course["price_after"] if course["price_after"] is not None else teller.say("not_stated"),
        course["funding_text"],
        "\n".join(one["label"] for one in course["fills"]),
        "\n".join(one["reason"] for one in course["fills"]),
        "\n".join(one["quote"] for one in quotations),
        "\n".join(f"{one['text_id']} {one['start']}-{one['end']}" for one in quotations),
        transfer_of(course, teller),
    ]


def _gap_rows(told: Mapping[str, Any], teller: Teller) -> Iterator[Row]:
    yield [teller.say(name) for name in ("person", "competence", "has", "wanted", "asked_by")]
    for gap in told["gaps"]:
        yield [gap["person"], gap["label"], *(_level(gap[one], teller) for one in ("has", "wanted")), gap["asked_by"]]


def _team_rows(told: Mapping[str, Any], teller: Teller) -> Iterator[Row]:
    yield [teller.say(name) for name in ("competence", "asked", "lacking", "holders", "courses")]
    for one in told["competences"]:
        yield [one["label"], one["asked"], one["lacking"], one["holders"], one["courses"]]
    for key in ("unused", "vulnerable", "hiring"):
        if told[key]:
            yield []
            yield [teller.say(key)]
            yield from ([one["text"]] for one in told[key])


def _unfilled_rows(told: Mapping[str, Any], teller: Teller) -> Iterator[Row]:
    yield [teller.say(name) for name in ("person", "competence", "has", "wanted", "why_heading")]
    for one in told["plan"]["unfilled"]:
        levels = (_level(one[name], teller) for name in ("has", "wanted"))
        yield [one["person"], one["label"], *levels, one["text"]]


def _notice_rows(told: Mapping[str, Any], teller: Teller) -> Iterator[Row]:
    yield [teller.say("sheet_notices")]
    for text in (teller.say("as_of", day=teller.day(told["as_of"])), *told["plan"]["summary"]):
        yield [text]
    yield from ([one["text"]] for one in told["notices"])
    yield [teller.say("private")]


def _level(level: int | None, teller: Teller) -> object:
    return teller.level(None) if level is None else level


def _write(sheet: Any, rows: Sequence[Row]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            if isinstance(value, str):
                # A text is set as one: a cell that begins with = would else be a formula.
                cell.value, cell.data_type = as_text(value), "s"
            elif value is not None:
                cell.value = value
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for column in range(1, max(map(len, rows), default=0) + 1):
        longest = max((_width(row[column - 1]) for row in rows if len(row) >= column), default=0)
        sheet.column_dimensions[get_column_letter(column)].width = max(_NARROWEST, min(WIDEST, longest + 2))


def _width(value: object) -> int:
    return (
        max((len(line) for line in str(value).splitlines()), default=0) if not isinstance(value, datetime.date) else 10
    )

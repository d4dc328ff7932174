"""A gap report as a PDF: A4, the plan a course at a time with its quotation, in a font that holds its letters."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from assistant.channels.plans.lines import cost_of, head_of, price_of, transfer_of, when_of
from assistant.channels.plans.telling import Teller

# Bitstream Vera comes with reportlab, may be embedded freely, and has æøå and typographic quotation marks.
_FONTS = {"Vera": "Vera.ttf", "Vera-Bold": "VeraBd.ttf", "Vera-Italic": "VeraIt.ttf"}
_INK, _SOFT, _LINE, _GROUND = "#1b2321", "#55605d", "#d5d2c8", "#f1efe8"
_MARGIN = 18 * mm
# Vera lacks these; what it has instead reads the same.
_STAND_INS = str.maketrans({"→": "–", "›": ">", "\u2011": "-", "\u202f": " ", "\u00ad": None})


def plan_to_pdf(told: Mapping[str, Any], teller: Teller) -> bytes:
    """The bytes of a PDF file, with title and language, and page numbers."""
    _register_fonts()
    stream = BytesIO()
    title = teller.say("heading")
    document = SimpleDocTemplate(
        stream, pagesize=A4, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN,
        title=title, author="Fagkompas", lang=teller.language,
    )  # fmt: skip

    def footer(canvas: Any, shown: Any) -> None:
        canvas.setFont("Vera", 7)
        canvas.setFillColor(HexColor(_SOFT))
        canvas.drawString(_MARGIN, 10 * mm, f"Fagkompas · {teller.day(told['as_of'])}")
        canvas.drawRightString(A4[0] - _MARGIN, 10 * mm, teller.say("page", number=shown.page))

    document.build(list(_story(told, teller)), onFirstPage=footer, onLaterPages=footer)
    return stream.getvalue()


def _story(told: Mapping[str, Any], teller: Teller) -> Iterator[Flowable]:
    yield _text(teller.say("heading"), "title")
    yield _text(teller.say("as_of", day=teller.day(told["as_of"])), "soft")
    plan = told["plan"]
    yield _text(plan["title"], "heading")
    for said in plan["summary"]:
        yield _text(said)
    for number, course in enumerate(plan["courses"], start=1):
        yield from _course(number, course, teller)
    left = [f"{one['person']}: {one['label']}. {one['text']}" for one in plan["unfilled"]]
    yield from _listed(teller.say("unfilled"), left)
    for other in told["alternatives"]:
        yield from _alternative(other, teller)
    yield _text(teller.say("gaps"), "heading")
    yield _gaps(told["gaps"], teller) if told["gaps"] else _text(teller.say("gaps_none"))
    for key in ("unused", "vulnerable", "hiring", "notices"):
        yield from _listed(teller.say(key), [one["text"] for one in told[key]])
    yield Spacer(1, 5 * mm)
    yield _text(teller.say("private"), "soft")


def _course(number: int, course: Mapping[str, Any], teller: Teller) -> Iterator[Flowable]:
    place = ", ".join(part for part in (when_of(course, teller), course["provider"], course["place"]) if part)
    head = [
        _text(f"{number}. {head_of(course, teller)}", "course"),
        _text(place),
        _text(cost_of(course, teller)),
        _text(course["funding_text"], "soft"),
    ]
    reasons: list[Flowable] = []
    for filled in course["fills"]:
        reasons.append(_text(filled["reason"]))
        if quotation := filled["quotation"]:
            reasons.append(_text(f"»{quotation['quote']}«", "quote"))
    yield KeepTogether([*head, *reasons[:2]])
    yield from reasons[2:]
    for opens in course["opens_text"]:
        yield _text(opens)
    yield _text(f"{teller.say('transfer')}: {transfer_of(course, teller)}")


def _alternative(plan: Mapping[str, Any], teller: Teller) -> Iterator[Flowable]:
    yield _text(plan["title"], "heading")
    for said in plan["summary"]:
        yield _text(said)
    for course in plan["courses"]:
        yield _text(f"{head_of(course, teller)}, {when_of(course, teller)}, {price_of(course, teller)}", "item")


def _listed(heading: str, lines: Sequence[str]) -> Iterator[Flowable]:
    if lines:
        yield _text(heading, "heading")
        yield from (_text(line, "item") for line in lines)


def _gaps(gaps: Sequence[Mapping[str, Any]], teller: Teller) -> Flowable:
    names = ("person", "competence", "has", "wanted", "asked_by")
    rows = [[_text(teller.say(name), "label") for name in names]]
    for gap in gaps:
        levels = [teller.level(gap["has"]), teller.level(gap["wanted"])]
        rows.append([_text(cell, "cell") for cell in (gap["person"], gap["label"], *levels, gap["asked_by"])])
    width = A4[0] - 2 * _MARGIN
    table = Table(rows, colWidths=[width * share for share in (0.2, 0.26, 0.1, 0.12, 0.32)], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (-1, 0), HexColor(_GROUND)),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor(_LINE)),
            ]
        )
    )
    return table


def _text(text: str, style: str = "body") -> Paragraph:
    """A paragraph; what it says is text, never markup."""
    return Paragraph(escape(str(text).translate(_STAND_INS)).replace("\n", "<br/>"), _styles()[style])


@cache
def _styles() -> Mapping[str, ParagraphStyle]:
    body = ParagraphStyle("body", fontName="Vera", fontSize=8.5, leading=12, textColor=HexColor(_INK), spaceAfter=2)

    def styled(name: str, **changes: Any) -> ParagraphStyle:
        return ParagraphStyle(name, parent=body, **changes)

    return {
        "body": body,
        "title": styled("title", fontName="Vera-Bold", fontSize=17, leading=22, spaceAfter=4),
        "heading": styled("heading", fontName="Vera-Bold", fontSize=12, leading=16, spaceBefore=12, spaceAfter=4),
        "course": styled("course", fontName="Vera-Bold", fontSize=9.5, leading=13, spaceBefore=9),
        "soft": styled("soft", fontSize=7.5, leading=10.5, textColor=HexColor(_SOFT)),
        "quote": styled("quote", fontName="Vera-Italic", leftIndent=10, borderPadding=(0, 0, 0, 6)),
        "item": styled("item", leftIndent=9, bulletIndent=0),
        "label": styled("label", fontName="Vera-Bold", fontSize=7.5, leading=10),
        "cell": styled("cell", fontSize=7.5, leading=10),
    }


@cache
def _register_fonts() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name, file in _FONTS.items():
        pdfmetrics.registerFont(TTFont(name, folder / file))

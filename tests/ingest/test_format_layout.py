"""Pages whose layout must be seen through: columns of a PDF, and menus that are not marked as menus."""

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, ListFlowable, PageTemplate, Paragraph

from ingest.formats import reader_for
from ingest.passages import cut
from ingest.types import BlockKind, Extracted

# A width that breaks lines at some 25 letters, as narrow columns of reports do.
COLUMN_WIDTH = 150


def sentence(number: int) -> str:
    return f"Leder {number} vil have kurser, der kan bruges i hverdagen, og tid til at øve sig med sine kolleger."


def paragraph(first: int, last: int) -> str:
    return " ".join(sentence(number) for number in range(first, last))


def write_columns(path: Path, story: list[Flowable]) -> None:
    frames = [Frame(50 + index * (COLUMN_WIDTH + 20), 500, COLUMN_WIDTH, 300) for index in range(3)]
    document = BaseDocTemplate(str(path), pagesize=A4, pageTemplates=[PageTemplate("columns", frames)])
    document.build(story)


def words_of(extracted: Extracted, kind: BlockKind) -> list[str]:
    return [extracted.text[block.start : block.end] for block in extracted.blocks if block.kind is kind]


def test_paragraphs_run_through_narrow_columns_whole(tmp_path: Path) -> None:
    styles = getSampleStyleSheet()
    texts = [paragraph(first, first + 5) for first in range(0, 15, 5)]
    write_columns(tmp_path / "a.pdf", [Paragraph(text, styles["BodyText"]) for text in texts])
    extracted = reader_for(tmp_path / "a.pdf")(tmp_path / "a.pdf")
    # A sentence that ends just where a column does may begin a paragraph of its own; none is cut inside.
    assert " ".join(words_of(extracted, BlockKind.PARAGRAPH)) == " ".join(texts)
    assert all(text.endswith(".") for text in words_of(extracted, BlockKind.PARAGRAPH))
    assert words_of(extracted, BlockKind.HEADING) == []


def test_a_numbered_heading_after_a_list_stands_out_by_its_letters(tmp_path: Path) -> None:
    styles = getSampleStyleSheet()
    items = [Paragraph(f"Punkt {number} om læring", styles["BodyText"]) for number in range(3)]
    write_columns(
        tmp_path / "a.pdf",
        [
            Paragraph("1. Om ledelse", styles["Heading2"]),
            Paragraph(paragraph(0, 2), styles["BodyText"]),
            ListFlowable(items, bulletType="bullet"),
            Paragraph("2. Om metode", styles["Heading2"]),
            Paragraph(paragraph(2, 4), styles["BodyText"]),
        ],
    )
    extracted = reader_for(tmp_path / "a.pdf")(tmp_path / "a.pdf")
    assert words_of(extracted, BlockKind.HEADING) == ["1. Om ledelse", "2. Om metode"]
    assert len(words_of(extracted, BlockKind.LIST_ITEM)) == 3


MENUS = [
    "<div class='top'><a href='/'>Forside</a> <a href='/n'>Nyheder</a> | <a href='/k'>Kontakt</a></div>",
    "<ul><li><a href='/'>Forside</a></li><li><a href='/n'>Nyheder</a></li></ul>",
]


@pytest.mark.parametrize("menu", MENUS)
def test_a_part_of_short_links_alone_is_a_menu_whatever_it_is_called(menu: str, tmp_path: Path) -> None:
    page = f"<html><body>{menu}<h1>Svar</h1><p>{sentence(1)}</p><h2>Mere</h2><p>{sentence(2)}</p></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    extracted = reader_for(tmp_path / "a.html")(tmp_path / "a.html")
    spans = cut(extracted.text, extracted.blocks)
    assert [extracted.text[span.start : span.end] for span in spans] == [sentence(1), sentence(2)]
    assert [span.section for span in spans] == ["", "Mere"]


@pytest.mark.parametrize(
    "part",
    [
        "<p>Læs mere om <a href='/a'>kurser</a> og <a href='/b'>puljer</a></p>",
        "<ul><li><a href='/a'>Evaluering af puljen til kurser</a></li><li><a href='/b'>Rapport</a></li></ul>",
        "<p><a href='/a'>Rapporten</a></p>",
    ],
)
def test_links_within_a_text_and_titles_of_documents_are_content(part: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<html><body><h1>Svar</h1>{part}</body></html>", encoding="utf-8")
    extracted = reader_for(tmp_path / "a.html")(tmp_path / "a.html")
    assert cut(extracted.text, extracted.blocks)

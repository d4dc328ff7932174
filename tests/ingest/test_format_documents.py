"""Word documents and PDFs, written for the occasion."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadableError
from ingest.formats import reader_for
from ingest.hyphens import SOFT_HYPHEN, hyphened_words, join_lines
from ingest.metadata import find_metadata
from ingest.passages import cut
from ingest.types import BlockKind, Extracted

LONG = "Kommunen har spurgt sine ledere, hvad medarbejderne skal kunne, og svarene peger i samme retning som sidste år."
HEADING, PARAGRAPH, ITEM, ROW = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW
OUTSIDE = BlockKind.BOILERPLATE


def shape(extracted: Extracted) -> list[tuple[BlockKind, int, str]]:
    return [(block.kind, block.level, extracted.text[block.start : block.end]) for block in extracted.blocks]


def read_word(tmp_path: Path, document: Any) -> Extracted:
    path = tmp_path / "a.docx"
    document.save(str(path))
    return reader_for(path)(path)


def write_pdf(path: Path, pages: Sequence[Sequence[tuple[float, float, str]]], size: int = 11, **options: Any) -> None:
    """Write lines at (left, height) on each page."""
    canvas = Canvas(str(path), pagesize=A4, **options)
    for lines in pages:
        for left, height, text in lines:
            canvas.setFont("Helvetica", size)
            canvas.drawString(left, height, text)
        canvas.showPage()
    canvas.save()


def read_pdf(tmp_path: Path, *pages: Sequence[tuple[float, float, str]], **options: Any) -> Extracted:
    path = tmp_path / "a.pdf"
    write_pdf(path, pages, **options)
    return reader_for(path)(path)


def column(
    lines: Sequence[str], top: float = 700, left: float = 60, pitch: float = 14
) -> list[tuple[float, float, str]]:
    return [(left, top - index * pitch, line) for index, line in enumerate(lines)]


def test_word_styles_lists_and_tables_become_blocks(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Ledernes svar", 0)
    document.add_heading("Resultater", 1)
    document.add_paragraph(LONG)
    for style in ("List Number", "List Number", "List Bullet", "List Bullet 2"):
        document.add_paragraph(f"Punkt {style}", style=style)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("Svar", "Andel", "Metode", "41,0"), strict=True
    ):
        cell.text = text
    assert shape(read_word(tmp_path, document)) == [
        (HEADING, 1, "Ledernes svar"),
        (HEADING, 1, "Resultater"),
        (PARAGRAPH, 1, LONG),
        (ITEM, 1, "1. Punkt List Number"),
        (ITEM, 1, "2. Punkt List Number"),
        (ITEM, 1, "• Punkt List Bullet"),
        (ITEM, 1, "• Punkt List Bullet 2"),
        (ROW, 1, "Svar: Metode; Andel: 41,0"),
    ]


def test_a_table_in_a_cell_stands_in_brackets_and_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    document = docx.Document()
    frame = document.add_table(1, 1).cell(0, 0)
    frame.paragraphs[0].text = "Rammen"
    frame.paragraphs[0].style = document.styles["Heading 1"]
    frame.add_paragraph("Punkt", style="List Bullet")
    outer = document.add_table(2, 2)
    for index, words in enumerate(["Område", "Andel", "Ledelse"]):
        outer.cell(index // 2, index % 2).text = words
    inner = outer.cell(1, 1).add_table(2, 2)
    for index, words in enumerate(["År", "Tal", "2018", "54 %"]):
        inner.cell(index // 2, index % 2).text = words
    assert shape(read_word(tmp_path, document)) == [
        (BlockKind.HEADING, 1, "Rammen"),
        (BlockKind.LIST_ITEM, 1, "• Punkt"),
        (BlockKind.TABLE_ROW, 1, "Område: Ledelse; Andel: (År: 2018; Tal: 54 %)"),
    ]


def test_numbering_on_the_paragraph_gives_its_depth(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(LONG)
    for depth in (0, 1, 1, 0):
        paragraph = document.add_paragraph(f"dybde {depth}", style="List Bullet")
        properties = paragraph._p.get_or_add_pPr()
        xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
        properties.append(parse_xml(xml))
    assert [level for kind, level, _ in shape(read_word(tmp_path, document)) if kind is ITEM] == [1, 2, 2, 1]


def test_tracked_changes_and_content_controls_are_read_as_they_stand(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Vi ")._p
    for name, tag, text in (
        ("w:ins", "w:t", "spørger "),
        ("w:del", "w:delText", "glemmer "),
        ("w:ins", "w:t", "lederne."),
    ):
        change = OxmlElement(name)
        run, words = OxmlElement("w:r"), OxmlElement(tag)
        words.text = text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        change.append(run)
        paragraph.append(change)
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>I feltet</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    paragraph.addnext(control)
    assert read_word(tmp_path, document).text == "Vi spørger lederne.\n\nI feltet"


def test_the_footer_is_boilerplate_and_may_name_the_publisher(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(LONG)
    document.sections[0].footer.paragraphs[0].text = "NORDVIND A/S • Havnegade 7 • 8000 Aarhus C • Tlf: +45 7012 3456"
    extracted = read_word(tmp_path, document)
    metadata, _, _ = find_metadata(extracted, tmp_path / "a.docx", None)
    assert metadata.publisher == "NORDVIND A/S"
    assert [extracted.text[s.start : s.end] for s in cut(extracted.text, extracted.blocks)] == [LONG]


def test_the_properties_of_a_word_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(LONG)
    document.core_properties.title = "Svar fra lederne"
    document.core_properties.created = datetime.datetime(2018, 5, 16, 9, 30)
    extracted = read_word(tmp_path, document)
    metadata, origins, _ = find_metadata(extracted, tmp_path / "a.docx", None)
    assert (metadata.title, metadata.date) == ("Svar fra lederne", datetime.date(2018, 5, 16))
    assert (origins["title"], origins["date"]) == ("properties", "properties")


def test_a_word_document_without_text_or_without_its_parts_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_word(tmp_path, docx.Document())
    assert caught.value.reason == "no_text"
    import zipfile

    path = tmp_path / "b.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(UnreadableError) as caught:
        reader_for(path)(path)
    assert caught.value.reason == "damaged"


def test_the_lines_of_a_pdf_become_paragraphs_with_their_page(tmp_path: Path) -> None:
    first = column(["Ledernes svar"], 760) + column(
        [
            "Kommunen har i foråret spurgt alle sine ledere, hvad deres",
            "medarbejdere skal kunne om fem år, og de svarede.",
        ],
        700,
    )
    second = column(["Resultater"], 760) + column(
        ["Svarene peger i samme retning som sidste år, og det er godt nyt."], 700
    )
    extracted = read_pdf(tmp_path, first, second, title="Ledernes svar")
    assert [(b.page, *entry) for b, entry in zip(extracted.blocks, shape(extracted), strict=True)] == [
        (1, HEADING, 1, "Ledernes svar"),
        (
            1,
            PARAGRAPH,
            1,
            "Kommunen har i foråret spurgt alle sine ledere, hvad deres medarbejdere skal kunne om fem år, "
            "og de svarede.",
        ),
        (2, HEADING, 2, "Resultater"),
        (2, PARAGRAPH, 1, "Svarene peger i samme retning som sidste år, og det er godt nyt."),
    ]


def test_a_paragraph_over_a_page_break_stays_whole_and_running_lines_apart(tmp_path: Path) -> None:
    pages = []
    for number, lines in enumerate(
        (["Ledere skal i dette år lære deres egne med-"], ["arbejdere at kende igen."], ["Slut her."]), 1
    ):
        pages.append([(60, 800, "Rapport om ledere"), *column(lines), (280, 30, f"Side {number} af 3")])
    extracted = read_pdf(tmp_path, *pages)
    content = [text for kind, _, text in shape(extracted) if kind is not OUTSIDE]
    assert content == ["Ledere skal i dette år lære deres egne medarbejdere at kende igen.", "Slut her."]
    assert "Rapport om ledere" in extracted.text


def test_the_columns_of_a_table_are_kept_apart(tmp_path: Path) -> None:
    rows = [line for index, (svar, andel) in enumerate((("Svar", "Andel"), ("Metode", "41 %"), ("Jura", "18 %")))
            for line in ((60, 600 - 14 * index, svar), (300, 600 - 14 * index, andel))]  # fmt: skip
    extracted = read_pdf(tmp_path, column([LONG[:60] + "."], 700) + rows)
    assert [text for kind, _, text in shape(extracted) if kind is ROW] == [
        "Svar | Andel",
        "Metode | 41 %",
        "Jura | 18 %",
    ]


def test_items_of_a_pdf_keep_their_continuation(tmp_path: Path) -> None:
    lines = [
        (60, 700, "De peger på:"),
        (70, 680, "1. samarbejde på tværs af"),
        (84, 666, "fag"),
        (70, 652, "2. metode"),
    ]
    assert [text for kind, _, text in shape(read_pdf(tmp_path, lines)) if kind is ITEM] == [
        "1. samarbejde på tværs af fag", "2. metode",
    ]  # fmt: skip


def test_a_locked_pdf_a_scanned_one_and_pages_without_text_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_pdf(tmp_path, column([LONG]), encrypt=StandardEncryption("hemmelig"))
    assert caught.value.reason == "encrypted"
    with pytest.raises(UnreadableError) as caught:
        read_pdf(tmp_path, [], [])
    assert caught.value.reason == "scanned"
    extracted = read_pdf(tmp_path, column([LONG[:60] + "."]), [])
    assert [(notice.code, notice.values) for notice in extracted.notices] == [("pages_without_text", {"pages": (2,)})]


def test_a_damaged_pdf_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"intet " * 200 + b"\n%%EOF")
    with pytest.raises(UnreadableError) as caught:
        reader_for(path)(path)
    assert caught.value.reason == "truncated"


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["kompetence-", "udvikling"], "kompetenceudvikling"),
        (["uddannelses-", "og kursustilbud"], "uddannelses- og kursustilbud"),
        (["hos a-", "kassen"], "hos a-kassen"),
        (["Nord-", "Jylland"], "Nord-Jylland"),
        (["2017-", "tal"], "2017-tal"),
        ([f"kompetence{SOFT_HYPHEN}", f"udvik{SOFT_HYPHEN}ling"], "kompetenceudvikling"),
        (["han sagde -", "og gik"], "han sagde - og gik"),
        (["et ord", "til"], "et ord til"),
    ],
)
def test_parted_words_are_joined_and_hyphens_that_belong_stay(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


def test_a_word_that_has_a_hyphen_elsewhere_keeps_it() -> None:
    lines = ["om e-mail og mini-forløb her", "flere mini-", "forløb"]
    assert join_lines(lines[1:], hyphened_words(lines)) == "flere mini-forløb"


@given(st.lists(st.text(alphabet="abcæøå ", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=6))
def test_lines_without_hyphens_are_joined_by_spaces(lines: list[str]) -> None:
    assert join_lines(lines) == " ".join(lines)

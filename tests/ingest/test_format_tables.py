"""CSV, Excel and YAML: records, report tables, and the faults of rows."""

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingest.errors import UnreadableError
from ingest.formats import reader_for, xlsx
from ingest.tables import table_kind
from ingest.types import BlockKind, Extracted
from knowledge.types import SourceKind


def read(tmp_path: Path, name: str, content: str | bytes) -> Extracted:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return reader_for(path)(path)


def read_sheets(tmp_path: Path, **sheets: list[tuple[Any, ...]]) -> Extracted:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    return reader_for(path)(path)


def lines(extracted: Extracted) -> list[tuple[BlockKind, str]]:
    return [(block.kind, extracted.text[block.start : block.end]) for block in extracted.blocks]


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("id;titel;udbyder;pris", "course"), ("Kursus;Sted;Start", "course"), ("navn;niveau;ects", "course"),
        ("Title;Provider", "course"), ("kursus;udbyder;profil;kompetencer", "course"),
        ("profil;kompetence;beskrivelse", "profile"), ("profilsæt;titel;version", "profile"),
        ("titel;opgaver", "profile"),
        ("spørgsmål;placering;svar;andel", "report"), ("kommune;antal", "report"), ("navn;by;telefon", "report"),
        ("titel;antal", "report"), ("år;niveau;antal", "report"),
    ],
)  # fmt: skip
def test_the_headings_tell_what_a_table_lists(headings: str, kind: str) -> None:
    assert table_kind(headings.split(";")) == kind


def test_a_list_of_persons_and_their_competences_is_not_taken_in(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path, "a.csv", "person;profil;kompetence;niveau\nA;B;C;3\n")
    assert caught.value.reason == "team_file"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_courses_are_records_whatever_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [
        ["titel", "udbyder", "pris", "målgruppe"],
        ["Møder på æ", "Banken", '"2.195,50"', "ledere"],
        ["B", "", "100", "å"],
    ]
    content = "\r\n".join(delimiter.join(row) for row in rows)
    first, second = read(tmp_path, "a.csv", content.encode(encoding)).records
    assert {key: raw.value for key, raw in first.fields.items()} == {
        "titel": "Møder på æ", "udbyder": "Banken", "pris": "2.195,50", "målgruppe": "ledere",
    }  # fmt: skip
    assert (first.kind, first.line, second.line) == (SourceKind.COURSE, 2, 3)
    assert "udbyder" not in second.fields


def test_decimal_commas_do_not_cut_fields(tmp_path: Path) -> None:
    content = "svar;andel, i procent;note, kort\nSamarbejde, bredt;54,0;a, b, c\nMetode;41,5;d\n"
    assert [text for _, text in lines(read(tmp_path, "a.csv", content))] == [
        "svar: Samarbejde, bredt; andel, i procent: 54,0; note, kort: a, b, c",
        "svar: Metode; andel, i procent: 41,5; note, kort: d",
    ]


def test_rows_after_quoted_line_breaks_keep_their_line(tmp_path: Path) -> None:
    content = 'titel;udbyder;beskrivelse\nA;Banken;"to\nlinjer; og ""citat"""\n\nB;Banken;en\n'
    first, second = read(tmp_path, "a.csv", content).records
    assert first.fields["beskrivelse"].value == 'to\nlinjer; og "citat"'
    assert (first.line, second.line) == (2, 5)


def test_rows_of_the_wrong_length_are_faults_and_the_others_are_read(tmp_path: Path) -> None:
    extracted = read(tmp_path, "a.csv", "titel;udbyder;pris\nA;Banken;1\nB;Banken\nC;Banken;2;3\nD;Banken;4;;\n")
    assert [record.fields["titel"].value for record in extracted.records] == ["A", "D"]
    assert [(fault.code, fault.line) for fault in extracted.faults] == [("too_few_fields", 3), ("too_many_fields", 4)]


@pytest.mark.parametrize("content", ['titel;pris\nA;"1\nB;2\n', 'titel;pris\nA;"1"x;3\n'])
def test_a_quotation_mark_that_is_not_closed_is_named_with_its_line(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path, "a.csv", content)
    assert (caught.value.reason, caught.value.line) == ("syntax", 2)


def test_headings_without_rows_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path, "a.csv", "titel;udbyder;pris\n")
    assert caught.value.reason == "empty"


def test_a_title_above_and_a_note_below_a_table_are_text(tmp_path: Path) -> None:
    extracted = read(
        tmp_path, "a.csv", "Svar fra lederne;;\nsvar;andel;antal\nMetode;41,0;17\nFlere svar var tilladt.;;\n"
    )
    assert lines(extracted) == [
        (BlockKind.HEADING, "Svar fra lederne"),
        (BlockKind.TABLE_ROW, "svar: Metode; andel: 41,0; antal: 17"),
        (BlockKind.PARAGRAPH, "Flere svar var tilladt."),
    ]


def test_excel_gives_dates_numbers_and_rows(tmp_path: Path) -> None:
    day = datetime.datetime(2027, 2, 1)
    extracted = read_sheets(tmp_path, Kurser=[("titel", "udbyder", "ects", "start"), (), ("A", "Banken", 5.0, day)])
    (record,) = extracted.records
    assert {key: raw.value for key, raw in record.fields.items()} == {
        "titel": "A", "udbyder": "Banken", "ects": 5, "start": datetime.date(2027, 2, 1),
    }  # fmt: skip
    assert record.line == 3


def test_excel_report_sheets_are_written_as_danish_text(tmp_path: Path) -> None:
    day = datetime.datetime(2018, 11, 27)
    extracted = read_sheets(
        tmp_path, Svar=[("svar", "andel", "dag", "ja"), ("Metode", 41.5, day, True)], Ark2=[("a", "b"), (1, 2)]
    )
    assert lines(extracted) == [
        (BlockKind.HEADING, "Svar"),
        (BlockKind.TABLE_ROW, "svar: Metode; andel: 41,5; dag: 27-11-2018; ja: ja"),
        (BlockKind.TABLE_ROW, "a: 1; b: 2"),
    ]


def test_excel_merged_cells_percentages_formulas_and_hidden_sheets(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (
        ("gruppe", "svar", "andel"),
        ("Ledere", "Metode", 0.41),
        (None, "Jura", 0.185),
        ("Alle", "I alt", "=SUM(C2:C3)"),
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet["C2"].number_format = sheet["C3"].number_format = "0%"
    workbook.create_sheet("Kladde").sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    extracted = reader_for(path)(path)
    assert [text for _, text in lines(extracted)] == [
        "gruppe: Ledere; svar: Metode; andel: 41 %", "gruppe: Ledere; svar: Jura; andel: 18,5 %",
        "gruppe: Alle; svar: I alt",
    ]  # fmt: skip
    assert [notice.code for notice in extracted.notices] == ["formula_without_result", "hidden_sheet"]


def test_an_empty_workbook_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_sheets(tmp_path, Tom=[])
    assert caught.value.reason == "empty"


def test_a_sheet_that_reaches_to_the_end_of_the_world_is_told(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].cell(1_000_000, 2, "her")
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    with pytest.raises(UnreadableError) as caught:
        reader_for(path)(path)
    assert caught.value.reason == "too_large"


def test_rows_without_end_are_counted_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook = openpyxl.Workbook()
    for number in range(40):
        workbook.worksheets[0].append([f"række {number}"])
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    monkeypatch.setattr(xlsx, "_PIECE", 7)
    monkeypatch.setattr(xlsx, "_MOST_ROWS", 40)
    assert "række 39" in reader_for(path)(path).text
    monkeypatch.setattr(xlsx, "_MOST_ROWS", 39)
    monkeypatch.setattr(xlsx, "_open", pytest.fail)
    with pytest.raises(UnreadableError) as caught:
        reader_for(path)(path)
    assert caught.value.reason == "too_large"


def test_yaml_lists_give_records_with_the_lines_of_their_fields(tmp_path: Path) -> None:
    content = (
        "udgiver: Banken\nkurser:\n  - titel: A\n    pris: 2.395\n    hold:\n      - start: 2027-02-31\n"
        "  - titel: B\n    udgiver: Huset\n"
    )
    first, second = read(tmp_path, "a.yaml", content).records
    assert (first.kind, first.line, second.line) == (SourceKind.COURSE, 3, 7)
    assert (first.fields["pris"].value, first.fields["pris"].line) == ("2.395", 4)
    (run,) = first.fields["hold"].value
    assert (run["start"].value, run["start"].line) == ("2027-02-31", 6)
    assert (first.fields["udgiver"].value, second.fields["udgiver"].value) == ("Banken", "Huset")


@pytest.mark.parametrize(
    "content", ["kind: profile\ntitel: A", "- kind: profil\n  titel: A", "fagprofiler:\n- titel: A"]
)
def test_yaml_profiles_are_known_by_kind_or_place(tmp_path: Path, content: str) -> None:
    assert [record.kind for record in read(tmp_path, "a.yml", content).records] == [SourceKind.PROFILE]


def test_yaml_values_are_not_read_into(tmp_path: Path) -> None:
    content = (
        "kind: course\na: 16:38\nb: 0123\nc: 1_000\nd: 12.5\ne: 7\nf: ja\ng: true\nh:\ni: 1.234.567\nj: 2018-11-27\n"
    )
    (record,) = read(tmp_path, "a.yaml", content).records
    values = {key: raw.value for key, raw in record.fields.items() if len(key) == 1}
    assert values == {
        "a": "16:38", "b": "0123", "c": "1_000", "d": 12.5, "e": 7, "f": "ja", "g": True, "h": None, "i": "1.234.567",
        "j": datetime.date(2018, 11, 27),
    }  # fmt: skip


def test_a_yaml_report_has_text_and_properties(tmp_path: Path) -> None:
    extracted = read(tmp_path, "a.yaml", "kind: report\ntitle: Svar\ntext: |\n  ## Metode\n\n  Vi spurgte lederne.\n")
    assert lines(extracted) == [(BlockKind.HEADING, "Metode"), (BlockKind.PARAGRAPH, "Vi spurgte lederne.")]
    assert extracted.properties is not None
    assert extracted.properties["title"].value == "Svar"


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        ("titel: A\nkind: [", "syntax", 2),
        ("kind: course\ntitel: A\ntitel: B", "duplicate_field", 3),
        ("titel: A", "missing_kind", 1),
        ("kurser:\n- bare tekst", "missing_kind", 1),
        ("kind: blomst\ntitel: A", "bad_value", 1),
        ("kind: report\ntitle: A", "empty", None),
        ("# intet", "empty", None),
        ("kurser: []", "empty", None),
        ("kind: course\nx: !!python/object/apply:os.system [ls]", None, None),
        ("kind: course\n" + BOMB, "too_complex", None),
        ("kind: course\na: &a [*a]", "too_complex", None),
        ("kind: course\na: " + "[" * 1500, "too_complex", None),
    ],
)
def test_broken_yaml_is_named(tmp_path: Path, content: str, reason: str | None, line: int | None) -> None:
    if reason is None:
        assert read(tmp_path, "a.yaml", content).records[0].fields["x"].value == ["ls"]
        return
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path, "a.yaml", content)
    assert (caught.value.reason, caught.value.line) == (reason, line)

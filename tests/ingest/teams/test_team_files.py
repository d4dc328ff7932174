"""Team files: what they may look like, and everything that can be wrong with them, told at once."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingest.teams import read_team, team_of_bytes, team_of_records
from ingest.teams.rows import MOST_ROWS
from knowledge.gaps.errors import TeamError
from knowledge.gaps.types import Team, TeamRow

DANISH = """person;profil;kompetence;niveau;oensket;i_brug
Åse;demo-faglig-leder | tovholder;Jobrettet samtale;2;4;nej
Åse;;Processtyring;3;;ja
"""


def faults(data: bytes, name: str = "team.csv") -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(TeamError) as raised:
        team_of_bytes(data, name)
    return [(fault.code, fault.line, fault.column) for fault in raised.value.faults]


def workbook(rows: list[list[Any]], **parts: bytes) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    with zipfile.ZipFile(stream, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_team_is_read_whatever_its_encoding(encoding: str) -> None:
    first, second = team_of_bytes(DANISH.encode(encoding)).rows
    assert first == TeamRow("Åse", ("demo-faglig-leder", "tovholder"), "Jobrettet samtale", 2, 4, False, 2)
    assert (second.level, second.wanted, second.in_use) == (3, None, True)


def test_english_headings_and_commas_are_understood() -> None:
    text = "Employee,Role,Skill,Current level,Target level,In use\nAnna,Lead,Writing,1,3,yes\n"
    (row,) = team_of_bytes(text.encode()).rows
    assert row == TeamRow("Anna", ("Lead",), "Writing", 1, 3, True, 2)


def test_profile_and_use_may_be_left_out() -> None:
    (row,) = team_of_bytes(b"person;kompetence;niveau\nBo;Ledelse;\n").rows
    assert (row.profiles, row.level, row.in_use) == ((), None, None)


def test_a_workbook_is_read_as_its_first_sheet_with_rows() -> None:
    data = workbook([["Person", "Kompetence", "Niveau"], ["Bo", "Ledelse", 3.0]])
    assert team_of_bytes(data, "team.xlsx").rows == (TeamRow("Bo", (), "Ledelse", 3, None, None, 2),)
    assert team_of_bytes(data).rows[0].person == "Bo", "the bytes tell what a file without a name is"


def test_every_fault_is_told_at_once_with_its_row_and_column() -> None:
    text = (
        "Person;Kompetence;Niveau;Ønsket niveau;I brug\n"
        "Bo;Ledelse;6;-1;måske\n"
        ";Ledelse;1;;\n"
        "Eva;;2;;\n"
        "Ida;Ledelse;1;;\n"
        "ida;ledelse;2;;\n"
    )
    assert faults(text.encode()) == [
        ("bad_level", 2, "Niveau"),
        ("bad_level", 2, "Ønsket niveau"),
        ("bad_answer", 2, "I brug"),
        ("no_person", 3, "Person"),
        ("nothing_said", 4, "Kompetence"),
        ("level_of_nothing", 4, "Kompetence"),
        ("contradiction", 6, "Person"),
    ]


@pytest.mark.parametrize("level", ["2,5", "1e1", "fem", "=1+1", "0x1", "99999999999999999999"])
def test_what_is_no_level_is_a_fault(level: str) -> None:
    assert faults(f"person;kompetence;niveau\nBo;Ledelse;{level}\n".encode()) == [("bad_level", 2, "niveau")]


def test_missing_headings_are_named_and_a_misspelt_one_gets_its_nearest() -> None:
    missing = [("no_person_column", 1, "person"), ("no_competence_column", 1, "kompetence")]
    assert faults(b"hvem;hvad\nBo;Ledelse\n") == missing
    team = team_of_bytes(b"person;kompetence;nivaau\nBo;Ledelse;3\n")
    assert [(one.code, one.column, one.values["nearest"]) for one in team.notices] == [
        ("unknown_column", "nivaau", "niveau")
    ]


def test_a_column_that_stands_twice_is_a_fault() -> None:
    assert faults(b"person;navn;kompetence\nBo;Bo;Ledelse\n") == [("column_twice", 1, "navn")]


def test_an_empty_column_and_a_repeated_row_are_noticed() -> None:
    team = team_of_bytes(b"person;kompetence;niveau;i_brug\nBo;Ledelse;2;\nBo;Ledelse;2;\n")
    assert [one.code for one in team.notices] == ["empty_column", "row_twice"]
    assert len(team.rows) == 1


def test_ten_thousand_rows_are_read_and_one_more_is_refused() -> None:
    rows = "".join(f"P{number};Ledelse;1\n" for number in range(MOST_ROWS))
    assert len(team_of_bytes(f"person;kompetence;niveau\n{rows}".encode()).rows) == MOST_ROWS
    assert faults(f"person;kompetence;niveau\n{rows}Bo;Ledelse;1\n".encode()) == [("too_many_rows", None, None)]


def test_a_formula_is_never_evaluated() -> None:
    data = workbook([["person", "kompetence", "niveau"], ["Bo", "Ledelse", "=1+1"], ["=HYPERLINK(1)", "Ledelse", 2]])
    assert faults(data, "team.xlsx") == [("formula", 2, "C"), ("formula", 3, "A")]


@pytest.mark.parametrize("name", ["team.xlsm", "TEAM.XLS", "team.xlsb"])
def test_a_workbook_named_for_macros_is_refused(name: str) -> None:
    assert faults(workbook([["person", "kompetence"], ["Bo", "Ledelse"]]), name) == [("macros", None, None)]


def test_macros_are_refused_whatever_the_name() -> None:
    data = workbook([["person", "kompetence"], ["Bo", "Ledelse"]], **{"xl__vbaProject.bin": b"x"})
    assert faults(data, "team.xlsx") == [("macros", None, None)]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO(workbook([["person", "kompetence"], ["Bo", "Ledelse"]]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * 30_000_000)
    assert faults(stream.getvalue(), "team.xlsx") == [("too_large", None, None)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\x00\x01\x02\xff" * 50, "binary"),
        (b"%PDF-1.7 stuff", "unreadable"),
        (b"PK\x03\x04broken", "truncated"),
        (b"person;kompetence\n", "no_rows"),
        (b'person;kompetence\n"Bo;Ledelse\n', "syntax"),
    ],
)
def test_a_file_that_is_no_table_is_refused(data: bytes, code: str) -> None:
    assert [fault[0] for fault in faults(data)] == [code]


def test_cpr_numbers_are_masked_and_two_people_stay_two() -> None:
    team = team_of_bytes(b"person;kompetence\n010203-1234;Ledelse\n020304-1234;Ledelse\n")
    assert [row.person for row in team.rows] == ["XXXXXX-XXXX (1)", "XXXXXX-XXXX (2)"]


def test_unseen_characters_do_not_reach_what_is_shown() -> None:
    (row,) = team_of_records([{"person": "B\u202eo\x07", "kompetence": "Led\u200belse"}]).rows
    assert row.person == "Bo"
    assert row.competence == "Ledelse"


def test_records_are_checked_as_rows_are() -> None:
    team = team_of_records([{"person": "Bo", "competence": "Ledelse", "level": 2, "in_use": False}])
    assert team.rows == (TeamRow("Bo", (), "Ledelse", 2, None, False, 1),)
    with pytest.raises(TeamError) as raised:
        team_of_records([{"person": "Bo", "kompetence": "Ledelse", "niveau": 9}])
    assert [(fault.code, fault.line) for fault in raised.value.faults] == [("bad_level", 1)]


def test_a_missing_file_is_one_clear_fault(tmp_path: Path) -> None:
    with pytest.raises(TeamError) as raised:
        read_team(tmp_path / "ingen.csv")
    assert [fault.code for fault in raised.value.faults] == ["unreadable"]
    written = tmp_path / "team.csv"
    written.write_text(DANISH, encoding="utf-8")
    assert isinstance(read_team(written), Team)

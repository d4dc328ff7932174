"""A team at the doors: the command, the service, the tool, and the files they give."""

import base64
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pypdfium2
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from assistant.channels.http.shapes.gap import GapReport
from knowledge.gaps.export import as_text
from tests.assistant.channels.terminal import Outcome, run

Gap = Callable[..., Outcome]

TEAM = "person;profil;kompetence;niveau;oensket;i_brug\nÅse;Tovholder;Facilitering;1;3;ja\n=1+1;Tovholder;;;;\n"
ROWS = [{"person": "Åse", "profile": "Tovholder", "competence": "Facilitering", "level": 1, "wanted": 3}]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def gap(small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Gap:
    """The command over the small sources."""
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *arguments: run(capsys, "--data", str(small_data), "gap", *arguments)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    path = tmp_path / "team.csv"
    path.write_text(TEAM, encoding="utf-8")
    return path


def told(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    response = client.post("/api/gap", json=asked)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_the_command_tells_gaps_plan_and_quotation_at_80_columns(gap: Gap, team: Path) -> None:
    done = gap(str(team))
    assert done.code == 0, done.error
    assert "Facilitering (1 → 3)" in done.output
    assert "Åse: Facilitering af møder" in done.output
    assert "»Facilitering af møder«" in done.output
    assert max(map(len, done.output.splitlines())) <= 80


def test_the_json_has_the_public_shape_and_quotations_that_stand(gap: Gap, team: Path, client: httpx.Client) -> None:
    done = gap(str(team), "--json")
    report = done.json
    GapReport.model_validate(report, strict=False)
    (course, _) = report["plan"]["courses"]
    quotation = course["fills"][0]["quotation"]
    text = client.get(f"/api/texts/{quotation['text_id']}").json()["text"]
    assert text[quotation["start"] : quotation["end"]] == quotation["quote"]
    assert set(course["transfer"].values()) == {None}, "what the source does not say is not filled in"


def test_every_fault_is_on_stderr_and_nothing_is_written(gap: Gap, tmp_path: Path) -> None:
    path, plan = tmp_path / "team.csv", tmp_path / "plan.xlsx"
    path.write_text("person;kompetence;niveau\nBo;Ledelse;7\n;Ledelse;1\n", encoding="utf-8")
    done = gap(str(path), "--out", str(plan))
    assert done.code == 2
    assert "linje 2, kolonne niveau: »7« er ikke et niveau" in done.error
    assert "linje 3, kolonne person: Der mangler en person." in done.error
    assert not plan.exists()
    assert done.output == ""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "2027-03-01", "--to", "2027-01-01"), "Planen kan ikke begynde 2027-03-01 og slutte 2027-01-01."),
        (("--budget", "-1"), "Grænsen budget"),
        (("--out", "plan.docx"), "Planen kan skrives til .xlsx eller .pdf"),
    ],
)
def test_limits_that_contradict_each_other_are_refused(
    gap: Gap, team: Path, options: tuple[str, ...], said: str
) -> None:
    done = gap(str(team), *options)
    assert done.code == 2
    assert said in done.error


def test_the_workbook_holds_texts_and_no_formulas(gap: Gap, team: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    assert gap(str(team), "--out", str(path)).code == 0
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in rows_of(sheet) for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=1+1" in {cell.value for cell in cells}
    assert book.sheetnames == ["Plan", "Huller", "Team", "Ikke fyldt", "Bemærk"]


def rows_of(sheet: Worksheet) -> list[Any]:
    return list(sheet.iter_rows())


def test_the_pdf_can_be_read_with_its_danish_letters(gap: Gap, team: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    assert gap(str(team), "--out", str(path)).code == 0
    text = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_bounded()
    assert "Åse: Facilitering af møder" in text
    assert "»Facilitering af møder«" in text


def test_a_team_comes_as_rows_as_csv_or_as_a_file(client: httpx.Client) -> None:
    data = base64.b64encode(TEAM.encode("cp1252")).decode()
    by_rows, by_csv = told(client, team=ROWS), told(client, csv=TEAM)
    by_file = told(client, file=data, name="team.csv")
    assert by_rows["gaps"][0] == by_csv["gaps"][0] == by_file["gaps"][0]
    assert by_csv["plan"] == by_file["plan"]


def test_the_service_gives_every_fault_as_a_problem(client: httpx.Client) -> None:
    response = client.post("/api/gap", json={"csv": "person;kompetence;niveau\nBo;Ledelse;9\n;A;1\n"})
    problem = response.json()
    assert (response.status_code, problem["type"]) == (422, "/problems/team")
    assert [(one["line"], one["field"], one["code"]) for one in problem["errors"]] == [
        (2, "niveau", "bad_level"),
        (3, "person", "no_person"),
    ]
    assert client.post("/api/gap", json={}).json()["type"] == "/problems/team"
    assert client.post("/api/gap", json={"team": ROWS, "csv": TEAM}).status_code == 422
    assert client.post("/api/gap", json={"team": ROWS, "from": "2031-02-01", "to": "2031-01-01"}).status_code == 422


def test_a_plan_is_not_kept_by_any_cache_and_names_no_internal_course(client: httpx.Client) -> None:
    response = client.post("/api/gap", json={"team": ROWS})
    assert response.headers["cache-control"] == "no-store"
    assert "Nordstjernen" not in response.text


def test_the_service_gives_the_plan_as_a_file(client: httpx.Client) -> None:
    sheet = client.post("/api/gap", json={"team": ROWS, "format": "xlsx"})
    assert sheet.headers["content-type"] == XLSX
    assert openpyxl.load_workbook(io.BytesIO(sheet.content))["Plan"].max_row > 1
    pdf = client.post("/api/gap", json={"team": ROWS, "format": "pdf"})
    assert pdf.content.startswith(b"%PDF-")
    assert 'filename="plan.pdf"' in pdf.headers["content-disposition"]


def test_the_plan_is_told_in_english_too(client: httpx.Client) -> None:
    report = client.post("/api/gap", json={"team": ROWS}, headers={"Accept-Language": "en"}).json()
    assert report["plan"]["title"] == "The plan: cheapest"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1"])
def test_a_text_that_could_be_a_formula_is_written_as_text(text: str) -> None:
    assert as_text(text) == f"'{text}"
    assert as_text("Åse\x00") == "Åse"

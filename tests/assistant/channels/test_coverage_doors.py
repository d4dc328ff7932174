"""The coverage on the command line, over HTTP and as files."""

import csv
import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import openpyxl
import pytest

from assistant.channels.coverage_files import FORMS, coverage_file
from assistant.channels.covering import coverage_to_json, shade_bounds, shade_of
from assistant.channels.heatmap import colours_of
from knowledge.coverage import Coverage, CoverageWish
from prompts.wording import Wording
from tests.assistant.channels.terminal import run
from tests.knowledge.test_coverage import PROFILES, a_course, a_profile, covered

WORDS = Wording.load()
PNG = b"\x89PNG\r\n\x1a\n"


def matrix(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    reply = client.get("/api/coverage", params=asked)
    assert reply.status_code == 200
    told: dict[str, Any] = reply.json()
    return told


# --- the command line ---


def test_the_command_tells_what_is_taught_and_what_has_run_out(
    small_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = run(capsys, "--data", str(small_data), "coverage").output
    assert "2 kurser er talt med. 1 er udløbet og ikke talt med." in text
    assert "- Facilitering: 2 (Tovholder)" in text


def test_another_day_is_another_coverage(small_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "--data", str(small_data), "coverage", "--as-of", "2032-01-01", "--json").json
    assert (told["as_of"], told["uncovered"], told["expired"]) == ("2032-01-01", ["facilitering-k"], 3)
    earlier = run(capsys, "--data", str(small_data), "coverage", "--as-of", "01-01-2019", "--json").json
    assert earlier["expired"] == 0


def test_filters_are_understood_and_told(small_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("coverage", "--region", "Aarhus", "--learner", "employee", "--profile-set", "egne")
    text = run(capsys, "--data", str(small_data), *asked).output
    assert "Udvalg: medarbejder, Midtjylland, egne." in text
    assert "- Facilitering: 1 (Tovholder)" in text


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [(("--region", "Mars"), "»Mars« er ikke én region"), (("--out", "x.gif"), "skal ende på .png"),
     (("--out", "/findes/ikke/x.csv"), "kan ikke skrives (No such file")],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence(
    small_data: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, str], reason: str
) -> None:
    refused = run(capsys, "--data", str(small_data), "coverage", *arguments)
    assert refused.code == 2
    assert reason in refused.error
    assert refused.output == ""


@pytest.mark.parametrize("form", FORMS)
def test_every_kind_of_file_is_written(
    small_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    out = tmp_path / f"dækning.{form}"
    told = run(capsys, "--data", str(small_data), "coverage", "--out", str(out))
    assert told.output == f"Oversigten er skrevet i {out}.\n"
    assert out.stat().st_size > 0


# --- the files ---


def hostile() -> Coverage:
    profile = a_profile("p", "=HYPERLINK(1)", "Ærlighed $x^2$", "Tal\x07", title="+1 <script>")
    return covered([a_course("a", "Ærlighed $x^2$")], [profile])


def test_a_table_holds_the_counts_and_no_formula() -> None:
    rows = list(
        csv.reader(io.StringIO(coverage_file(hostile(), "csv", WORDS, "da").decode("utf-8-sig")), delimiter=";")
    )
    assert rows[0] == ["Kompetence", "Dækning", "Kurser", "Udløbne", "'+1 <script> (egne 2026)"]
    assert rows[1][0] == "'=HYPERLINK(1)"
    assert rows[-1] == ["Ærlighed $x^2$", "dækket", "1", "0", "1"]


def test_a_workbook_holds_text_where_a_formula_could_stand() -> None:
    book = openpyxl.load_workbook(io.BytesIO(coverage_file(hostile(), "xlsx", WORDS, "en")))
    sheet = book.active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert sheet["A2"].value == "=HYPERLINK(1)"
    assert sheet["C4"].value == 1
    assert sheet.freeze_panes == "B2"


def test_a_picture_is_drawn_of_any_labels_and_is_the_same_each_time() -> None:
    png, svg = (coverage_file(hostile(), form, WORDS, "da") for form in ("png", "svg"))
    assert png.startswith(PNG)
    root = ElementTree.fromstring(svg)
    assert root.tag.endswith("svg")
    assert not [one for one in root.iter() if one.tag.endswith(("script", "foreignObject"))]
    assert "Dækning af profilernes kompetencer" in svg.decode()
    assert coverage_file(hostile(), "svg", WORDS, "da") == svg


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("level", ["\x96l\x1a\x8b", "職業訓練", "\U000f3a9a$", "=1+1", "x" * 1_000])
def test_any_words_of_a_wish_are_drawn_and_written(form: str, level: str) -> None:
    made = coverage_file(covered([], PROFILES, CoverageWish(level=level)), form, WORDS, "da")
    assert made
    if form == "svg":
        ElementTree.fromstring(made)


def test_a_picture_of_nothing_is_a_picture() -> None:
    assert coverage_file(covered([], []), "png", WORDS, "da").startswith(PNG)


def test_few_courses_are_shaded_one_by_one_and_many_by_fifths() -> None:
    few = covered([a_course("a", "Jura"), a_course("b", "Samtaler"), a_course("c", "Samtaler")], PROFILES)
    assert shade_bounds(few) == (1, 2, 3, 4, 5)
    many = [
        a_course(f"{label}{n}", label)
        for label, count in {"Jura": 2, "Samtaler": 9, "Tal": 30}.items()
        for n in range(count)
    ]
    bounds = shade_bounds(covered(many, PROFILES))
    assert list(bounds) == sorted(bounds)
    shades = [shade_of(courses, bounds) for courses in (0, 2, 9, 30, 99)]
    assert shades == sorted(shades)
    assert (shades[0], shades[-1]) == (0, 5)
    assert coverage_to_json(covered(many, PROFILES))["shades"] == list(bounds)


def brightness(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("shade", range(6))
def test_figures_can_be_read_on_their_ground(shade: int) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    dark, light = sorted(map(brightness, colours_of(shade)))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


# --- HTTP ---


def test_the_route_gives_what_all_may_see(client: httpx.Client) -> None:
    told = matrix(client)
    (competence,) = told["competences"]
    assert (competence["courses"], competence["expired"]) == (["facilitering"], ["gammelt"])
    assert competence["regions"] == {"midtjylland": 1}
    assert (told["courses"], told["expired"]) == (1, 1)
    assert told["rule"] == {"least": 5, "times": 2.0, "median": 1}


def test_the_route_understands_regions_learners_and_days(client: httpx.Client) -> None:
    assert matrix(client, region="Odense")["uncovered"] == ["facilitering-k"]
    assert matrix(client, learner="citizen")["competences"][0]["courses"] == ["borgerkursus"]
    assert matrix(client, as_of="01-01-2032")["as_of"] == "2032-01-01"
    assert matrix(client, profile_set="andre")["competences"] == []


@pytest.mark.parametrize("asked", [{"region": "Mars"}, {"learner": "alle"}, {"as_of": "i går"}, {"sted": "Ribe"}])
def test_what_is_not_understood_is_refused(client: httpx.Client, asked: dict[str, str]) -> None:
    refused = client.get("/api/coverage", params=asked)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == next(iter(asked))


@pytest.mark.parametrize("form", FORMS)
def test_the_files_are_sent_to_be_kept(client: httpx.Client, form: str) -> None:
    reply = client.get("/api/coverage/file", params={"format": form, "region": "online"})
    assert reply.headers["content-type"] == FORMS[form]
    assert f'filename="fagkompas-coverage.{form}"' in reply.headers["content-disposition"]
    assert "sandbox" in reply.headers["content-security-policy"]
    assert client.get("/api/coverage/file", params={"format": "exe"}).status_code == 422

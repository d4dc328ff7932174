"""Every command, in text and as JSON, over a real knowledge base."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.channels.doors import write_sources
from tests.assistant.channels.terminal import Outcome, run

QUESTION = "Hvad er det sværeste område for medarbejderne?"


@pytest.fixture
def cli(small_data: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command on the small knowledge base; everything that is asked here succeeds."""

    def call(*arguments: str) -> Outcome:
        outcome = run(capsys, "--data", str(small_data), *arguments)
        assert outcome.error == ""
        assert outcome.code == 0
        return outcome

    return call


def test_ask_answers_with_its_sources(cli: Any) -> None:
    text = cli("ask", QUESTION).output
    assert "54 procent" in text
    assert "[1] Lederne om opkvalificering, Kommunernes Læringsnet, 5. marts 2024" in text


def test_ask_as_json_is_one_document_whose_quotations_stand_in_their_texts(cli: Any) -> None:
    answer = cli("ask", QUESTION, "--json").json
    (citation, *_) = answer["citations"]
    source = cli("sources", citation["source_id"], "--json").json
    assert source["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_ask_suggests_no_course_for_citizens_unless_asked_to(cli: Any) -> None:
    asked = "Hvilke kurser er der i facilitering?"
    staff = {course["course_id"] for course in cli("ask", asked, "--json").json["courses"]}
    citizens = {course["course_id"] for course in cli("ask", asked, "--learner", "citizen", "--json").json["courses"]}
    assert "borgerkursus" not in staff
    assert citizens == {"borgerkursus"}


@pytest.mark.parametrize("question", ["", " ", "?!", "æ" * 50_000, "010203-1234"])
def test_any_question_is_answered(cli: Any, question: str) -> None:
    answer = cli("ask", question, "--json").json
    assert answer["text"]
    assert "010203" not in json.dumps(answer)


def test_search_shows_passages_with_scores_and_their_parts(cli: Any) -> None:
    text = cli("search", "virksomhedssamarbejde", "--limit", "2").output
    assert re.search(r"^1\. Lederne om opkvalificering.*\(\d+\.\d\d: ", text, re.MULTILINE)
    found = cli("search", "virksomhedssamarbejde", "--kind", "report", "--json").json
    assert found["passages"][0]["path"] == "rapport.md"


def test_search_says_when_nothing_fits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "en.txt").write_text("Mentorer gør en forskel for de unge.\n", encoding="utf-8")
    data = ["--data", str(tmp_path / "data")]
    run(capsys, "ingest", str(tmp_path / "en.txt"), *data)
    assert "Ingen tekststykker" in run(capsys, "search", "mentorer", "--kind", "course", *data).output


def test_courses_are_listed_and_filtered(cli: Any) -> None:
    text = cli("courses").output
    assert "Facilitering af møder – Kursushuset Nordlys [facilitering]" in text
    assert "4.200 kr." in text
    assert "gammelt" not in text
    assert "udløbet" in cli("courses", "--include-expired").output
    found = cli("courses", "facilitering", "--from", "01-03-2031", "--max-ects", "5", "--json").json
    assert [course["course_id"] for course in found["courses"]] == ["facilitering"]
    assert found["filters"]["start_from"] == "2031-03-01"
    assert cli("courses", "facilitering", "--max-ects", "5").output.rstrip().endswith("Kurser: 1.")
    assert "Jeg fandt ingen kurser" in cli("courses", "--max-price", "1").output


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--region", "Jylland"], {"facilitering"}),
        (["--region", "Fyn"], {"hemmeligt"}),
        (["--region", "Fyn", "--place", "Aarhus"], {"facilitering", "hemmeligt"}),
        (["--place", "Odense", "--place", "Aarhus"], {"facilitering", "hemmeligt"}),
        (["--not-place", "Aarhus"], {"hemmeligt"}),
        (["--not-form", "fysisk"], {"hemmeligt"}),
        (["--not-level", "diplom", "--min-price", "4200"], {"facilitering"}),
        (["--max-days", "0.5"], set()),
        (["--max-price", "0"], set()),
        (["--max-price", "5000", "--with-vat"], {"facilitering"}),
        (["--max-price", "4200", "--sort", "price"], {"facilitering"}),
    ],
)
def test_courses_are_filtered_as_in_words(cli: Any, options: list[str], found: set[str]) -> None:
    listed = cli("courses", *options, "--json").json
    assert {course["course_id"] for course in listed["courses"]} == found
    told = {name for name, value in listed["filters"].items() if value is not False}
    assert len(told) == len({name for name in options if name.startswith("--")})


def test_profiles_are_listed_and_read(cli: Any) -> None:
    assert "Tovholder [tovholder]" in cli("profiles").output
    assert "- Facilitering" in cli("profiles", "tovholder").output
    assert cli("profiles", "tovholder", "--json").json["title"] == "Tovholder"
    assert len(cli("profiles", "--json").json["profiles"]) == 1


def test_sources_are_listed_and_read(cli: Any) -> None:
    assert re.search(r"Kilder i generation 1: \d+\.", cli("sources").output)
    listed = cli("sources", "--json").json["sources"]
    report = next(source for source in listed if source["path"] == "rapport.md")
    assert "54 procent" in cli("sources", report["source_id"]).output


def test_doctor_finds_nothing_wrong(cli: Any) -> None:
    assert "Alt er i orden." in cli("doctor").output
    checked = cli("doctor", "--json").json
    assert checked["findings"] == []
    assert checked["generations"][-1]["current"] is True


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_data_folder_may_be_named_anywhere(
    small_data: Path, capsys: pytest.CaptureFixture[str], place: int
) -> None:
    for named in (["--data", str(small_data)], [f"--data={small_data}"]):
        arguments = ["sources", "--json"]
        arguments[place:place] = named
        assert run(capsys, *arguments).json["sources"]


def test_the_data_folder_may_be_named_by_the_environment(
    small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAGKOMPAS_DATA", str(small_data))
    assert run(capsys, "sources", "--json").json["sources"]


def test_ingest_reports_what_it_did_and_rollback_undoes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources, data = write_sources(tmp_path / "kilder"), ["--data", str(tmp_path / "data")]
    first = run(capsys, "ingest", str(sources), *data)
    assert (first.code, first.error) == (0, "")
    assert "Generation 1: 7 nye, 0 ændrede, 0 uændrede, 0 fjernede, 0 fejl." in first.output
    assert "+ Lederne om opkvalificering (Kommunernes Læringsnet, 5. marts 2024, rapport.md)" in first.output
    (sources / "ny.txt").write_text("Mentorer gør en forskel for de unge.\n", encoding="utf-8")
    tried = run(capsys, "ingest", "--dry-run", "--json", *data).json
    assert (tried["dry_run"], tried["generation"], len(tried["added"])) == (True, 1, 1)
    again = run(capsys, "ingest", "--json", *data).json
    assert (again["generation"], len(again["added"]), again["kept"]) == (2, 1, 7)
    back = run(capsys, "rollback", *data)
    assert "Generation 1 er nu den gældende" in back.output
    assert "ny.txt" not in run(capsys, "sources", *data).output


def test_ingest_goes_on_past_bad_files_and_exits_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = write_sources(tmp_path / "kilder")
    (sources / "tom.txt").write_text("", encoding="utf-8")
    (sources / "falsk.pdf").write_bytes(b"Dette er ingen PDF.")
    (sources / "kursus.yaml").write_text("kurser:\n  - titel: Forkert dato\n    hold:\n      - start: 2027-02-31\n")
    outcome = run(capsys, "ingest", str(sources), "--data", str(tmp_path / "data"))
    assert outcome.code == 3
    faults = [line for line in outcome.output.splitlines() if line.startswith("! ")]
    assert "! tom.txt: Er tom. Udfyld eller fjern den." in faults
    assert any(line.startswith("! falsk.pdf: Er ikke") for line in faults)
    assert any(re.match(r"! kursus\.yaml, linje \d+, felt ».+«: »2027-02-31« er ikke en dato", line) for line in faults)
    assert "54 procent" in run(capsys, "ask", QUESTION, "--data", str(tmp_path / "data")).output


def test_ingest_of_which_nothing_can_be_read_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "falsk.pdf").write_bytes(b"%PDF-1.7 afbrudt")
    (tmp_path / "billede.txt").write_bytes(b"\x89PNG\r\n")
    for arguments in ([str(tmp_path)], []):
        outcome = run(capsys, "ingest", *arguments, "--data", str(tmp_path / "data"))
        assert (outcome.code, outcome.error.count("\n")) == (2, 1)
    faults = run(capsys, "ingest", str(tmp_path), "--data", str(tmp_path / "data")).output.splitlines()[1:]
    assert faults[0] == "! billede.txt: Er i virkeligheden png. Giv filen det rigtige efternavn."
    assert faults[1].startswith("! falsk.pdf: ")


def test_doctor_exits_1_on_damage_and_repairs_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(tmp_path / "data")]
    run(capsys, "ingest", str(write_sources(tmp_path / "kilder")), *data)
    (segment, *_) = (tmp_path / "data" / "generations" / "000001" / "keyword").iterdir()
    segment.write_bytes(b"ikke et indeks")
    damaged = run(capsys, "doctor", *data)
    assert damaged.code == 1
    assert "Kør: fagkompas doctor --repair." in damaged.output
    assert run(capsys, "ask", QUESTION, *data).code == 2
    assert run(capsys, "doctor", "--repair", *data).code == 0
    assert "54 procent" in run(capsys, "ask", QUESTION, *data).output


def test_asking_loads_no_torch_and_writes_nothing_else(small_data: Path) -> None:
    code = (
        "import sys\n"
        "from assistant.channels.cli.app import main\n"
        "try:\n"
        f"    main(['--data', {str(small_data)!r}, 'ask', {QUESTION!r}, '--json'])\n"
        "except SystemExit as left:\n"
        "    heavy = {'torch', 'sentence_transformers', 'transformers', 'langgraph', 'fastapi'} & set(sys.modules)\n"
        "    sys.exit(f'loaded {heavy}' if heavy else left.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert done.stderr == ""
    assert done.returncode == 0
    assert json.loads(done.stdout)["kind"] == "answer"


def test_the_installed_command_answers(small_data: Path) -> None:
    command = Path(sys.executable).with_name("fagkompas")
    done = subprocess.run(
        [command, "--data", small_data, "ask", QUESTION], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "54 procent" in done.stdout


def test_a_reader_who_leaves_a_pipe_ends_the_command_quietly(small_data: Path) -> None:
    command = Path(sys.executable).with_name("fagkompas")
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{command} --data {small_data} sources | true"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")

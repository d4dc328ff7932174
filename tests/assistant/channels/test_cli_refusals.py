"""What is refused: one sentence on stderr that says what to do, exit code 2, nothing changed."""

from pathlib import Path

import pytest

from assistant.channels.build import open_application
from assistant.channels.settings import Settings
from tests.assistant.channels.doors import ingest_into, write_sources
from tests.assistant.channels.terminal import run


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["hest"], "hest"),
        (["ask", "--lerner", "x", "y"], "--lerner"),
        (["ask", "for", "mange"], "mange"),
        (["search"], "query"),
        (["search", "x", "--limit", "0"], "--limit"),
        (["search", "x", "--limit", "mange"], "--limit"),
        (["search", "x", "--kind", "bog"], "--kind"),
        (["courses", "--from", "hest"], "--from"),
        (["courses", "--to", "2027-02-31"], "--to"),
        (["courses", "--max-price", "-1"], "--max-price"),
        (["courses", "--learner", "boss"], "--learner"),
        (["courses", "--region", "Skåne"], "Skåne"),
        (["courses", "--sort", "farve"], "--sort"),
        (["rollback", "0"], "fagkompas rollback --help"),
        (["serve", "--port", "99999"], "--port"),
        (["sources", "findes-ikke"], "findes-ikke"),
        (["profiles", "findes-ikke"], "findes-ikke"),
        (["rollback", "99"], "99"),
        (["rollback"], "Gemt er: 1"),
        (["ingest", "/findes/ikke"], "/findes/ikke"),
        (["ingest", "ftp://star.dk"], "webadresse"),
        (["ingest", "--watch", "https://star.dk"], "webadresse"),
        (["ingest", "--watch", "--allow-removals"], "--allow-removals"),
        (["--data"], "--data"),
    ],
)
def test_a_refusal_is_one_sentence(
    small_data: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    before = sorted((small_data / "generations").iterdir())
    outcome = run(capsys, *([] if arguments == ["--data"] else ["--data", str(small_data)]), *arguments)
    assert outcome.code == 2
    assert outcome.output == ""
    assert outcome.error.count("\n") == 1
    assert said in outcome.error
    assert "Traceback" not in outcome.error
    assert sorted((small_data / "generations").iterdir()) == before


@pytest.mark.parametrize("command", [["ask", "hej"], ["search", "x"], ["courses"], ["profiles"], ["sources"]])
def test_before_the_first_ingest_the_first_step_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    outcome = run(capsys, *command, "--data", str(tmp_path / "data"))
    assert (outcome.code, outcome.output) == (2, "")
    assert "fagkompas ingest MAPPE" in outcome.error
    assert not (tmp_path / "data").exists()


def test_a_run_that_would_forget_much_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources, data = write_sources(tmp_path / "kilder"), tmp_path / "data"
    ingest_into(data, sources)
    (sources / "kurser.yaml").unlink()
    refused = run(capsys, "ingest", "--data", str(data))
    assert refused.code == 2
    assert "ville miste 4 af 7 kilder" in refused.error
    assert "--allow-removals" in refused.error
    allowed = run(capsys, "ingest", "--allow-removals", "--data", str(data))
    assert allowed.code == 0


def test_a_second_writer_is_refused_with_the_number_of_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources, data = write_sources(tmp_path / "kilder"), tmp_path / "data"
    with open_application(Settings(data=data)) as parts, parts.knowledge_base.writer():
        outcome = run(capsys, "ingest", str(sources), "--data", str(data))
    assert outcome.code == 2
    assert "En anden proces (nummer " in outcome.error


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    outcome = run(capsys, "sources", "--data", str(tmp_path / "fil"))
    assert outcome.code == 2
    assert "er en fil" in outcome.error


def test_a_setting_that_is_wrong_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAGKOMPAS_PORT", "mange")
    outcome = run(capsys, "sources")
    assert outcome.code == 2
    assert outcome.error == "Indstillingen port kan ikke være »mange«. Giv et helt tal fra 1 til 65535.\n"


def test_an_embedding_that_is_not_there_is_refused(
    small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAGKOMPAS_EMBEDDING", "findes-ikke")
    outcome = run(capsys, "search", "x", "--data", str(small_data))
    assert outcome.code == 2
    assert "»findes-ikke« findes ikke" in outcome.error


def test_an_error_nobody_foresaw_is_one_sentence_too(
    small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*_: object) -> None:
        raise RuntimeError("i stykker")

    monkeypatch.setattr("assistant.core.assistant.Assistant.ask", ask)
    outcome = run(capsys, "ask", "hej", "--data", str(small_data))
    assert outcome.code == 2
    assert outcome.error.startswith("Uventet fejl i test_cli_refusals.py:")
    assert "RuntimeError: i stykker" in outcome.error


def test_help_is_danish_and_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "--help")
    assert outcome.code == 0
    for command in ("ingest", "ask", "search", "courses", "profiles", "sources", "rollback", "doctor", "serve"):
        assert command in outcome.output
        assert run(capsys, command, "--help").code == 0

"""What the command line ingests stands in the history that the service keeps."""

from pathlib import Path

import pytest

from tests.assistant.channels.doors import serving, write_sources
from tests.assistant.channels.terminal import run

UNREACHABLE = "postgresql+psycopg://127.0.0.1:9/fagkompas"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return write_sources(tmp_path / "kilder")


@pytest.fixture
def data(tmp_path: Path) -> list[str]:
    return ["--data", str(tmp_path / "data")]


def test_a_run_is_seen_at_every_door(
    tmp_path: Path, sources: Path, data: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "ingest", str(sources), *data)
    run(capsys, "ingest", "--dry-run", *data)
    (noted,) = run(capsys, "ingests", "--json", *data).json["runs"]
    assert (noted["state"], noted["roots"], noted["counts"]["added"]) == ("done", [str(sources)], 7)
    assert "fra denne maskine" in run(capsys, "ingests", *data).output
    with serving(tmp_path / "data") as client:
        assert [one["run_id"] for one in client.get("/api/ingest").json()["runs"]] == [noted["run_id"]]


def test_what_stopped_a_run_is_noted_and_what_was_never_begun_is_not(
    sources: Path, data: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "ingest", "/findes/ikke", *data).code == 2
    assert run(capsys, "ingests", "--json", *data).json["runs"] == []
    run(capsys, "ingest", str(sources), *data)
    for path in sources.iterdir():
        path.write_text("", "utf-8") if path.name == "rapport.md" else path.unlink()
    refused = run(capsys, "ingest", *data)
    assert refused.code == 2
    latest = run(capsys, "ingests", "--json", *data).json["runs"][0]
    assert (latest["state"], latest["problem"]) == ("failed", refused.error.strip())


def test_a_history_that_is_away_stops_no_ingest(
    sources: Path, data: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAGKOMPAS_STATE_URL", UNREACHABLE)
    outcome = run(capsys, "ingest", str(sources), *data)
    assert (outcome.code, outcome.error) == (0, "")

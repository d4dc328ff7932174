"""Profiles and courses as files, on the command line and over HTTP, and read in again as they were."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.channels.build import open_application
from assistant.channels.cli.app import main
from assistant.channels.settings import Settings
from ingest.exporting import Exportable, ExportFormat
from ingest.exporting.writing import everything, export
from knowledge.types import Course, Profile
from tests.assistant.channels.doors import ingest_into, serving, write_sources
from tests.assistant.channels.profile_sources import write_profiles
from tests.assistant.channels.terminal import run
from tests.ingest.exporting.test_export_round_trip import read_back

FORMATS = ("yaml", "csv", "xlsx", "jsonld")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("udtraek")
    write_profiles(folder / "kilder" / "flere")
    ingest_into(folder / "data", write_sources(folder / "kilder"))
    return folder / "data"


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    with serving(data) as opened:
        yield opened


def known(data: Path) -> tuple[list[Profile], list[Course]]:
    with open_application(Settings(data=data)) as parts:
        snapshot = parts.knowledge_base.current()
        return list(snapshot.profiles()), list(snapshot.courses())


@pytest.mark.parametrize("wanted", FORMATS)
def test_what_is_exported_is_ingested_again_as_it_was(
    wanted: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for what, count in (("profiles", 5), ("courses", 4)):
        file = tmp_path / "ud" / f"{what}.{wanted}"
        file.parent.mkdir(exist_ok=True)
        outcome = run(capsys, "--data", str(data), "export", what, "--out", str(file))
        assert (outcome.code, outcome.output) == (0, f"{count} skrevet til {file}.\n")
    ingest_into(tmp_path / "data", tmp_path / "ud")
    assert known(tmp_path / "data") == known(data)


@pytest.mark.parametrize("wanted", ExportFormat)
def test_every_bundled_profile_and_course_comes_back_from_every_format(
    wanted: ExportFormat, samples_data: Path
) -> None:
    with open_application(Settings(data=samples_data)) as parts:
        snapshot = parts.knowledge_base.current()
        for what in Exportable:
            records = everything(what, snapshot)
            found = read_back(export(what, records, snapshot, wanted), wanted)
            assert [record for record, _ in found] == list(records)
            sources = [snapshot.source(record.source_id) for record in records]
            assert [standing.visibility for _, standing in found] == [one.visibility for one in sources if one]


def test_the_screen_gets_the_text_and_nothing_else(data: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--data", str(data), "export", "courses", "--format", "csv"])
    assert not left.value.code
    written = capfdbinary.readouterr().out.decode("utf-8-sig")
    assert written.startswith("id;titel;udbyder;")
    assert "facilitering;Facilitering af møder;Kursushuset Nordlys" in written


def test_a_file_that_cannot_be_written_is_refused_in_a_sentence(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = run(capsys, "--data", str(data), "export", "profiles", "--out", str(tmp_path / "ikke" / "p.csv"))
    assert (outcome.code, outcome.output) == (2, "")
    assert "kan ikke skrives" in outcome.error


@pytest.mark.parametrize(
    ("wanted", "media_type"),
    [
        ("yaml", "application/yaml"),
        ("csv", "text/csv"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("jsonld", "application/ld+json"),
    ],
)
def test_a_format_is_chosen_by_address_or_header(client: httpx.Client, wanted: str, media_type: str) -> None:
    for path in ("/api/profiles", "/api/courses"):
        by_address = client.get(path, params={"format": wanted})
        assert by_address.headers["content-type"].startswith(media_type)
        assert f'.{wanted}"' in by_address.headers["content-disposition"]
        by_header = client.get(path, headers={"Accept": f"{media_type};q=0.9, */*;q=0.1"})
        assert by_header.headers["content-type"].startswith(media_type)
        if wanted != "xlsx":
            tag = {"If-None-Match": by_address.headers["etag"]}
            assert client.get(path, params={"format": wanted}, headers=tag).status_code == 304


def test_json_stays_what_is_given_otherwise(client: httpx.Client) -> None:
    for headers in ({}, {"Accept": "text/html, */*"}, {"Accept": "application/json"}):
        assert client.get("/api/courses", headers=headers).headers["content-type"] == "application/json"
    asked = client.get("/api/courses", params={"format": "json"}, headers={"Accept": "text/csv"})
    assert asked.headers["content-type"] == "application/json"
    assert client.get("/api/courses", params={"format": "docx"}).status_code == 422


def test_a_file_holds_what_the_caller_may_see_and_only_what_was_searched_for(client: httpx.Client) -> None:
    everything = client.get("/api/courses", params={"format": "csv"}).text
    assert "gammelt" in everything
    assert "borgerkursus" in everything
    assert "hemmeligt" not in everything
    found = client.get("/api/courses", params={"format": "csv", "query": "facilitering"}).text
    assert "Facilitering af møder" in found
    assert "borgerkursus" not in found

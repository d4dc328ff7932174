"""A source whose newest version cannot be read: the last good one stays, and every door says so until it is mended."""

from pathlib import Path

import pytest

from knowledge.types import Source
from tests.assistant.channels.doors import COURSES, PROFILES, ingest_into, serving, write_sources
from tests.assistant.channels.terminal import Outcome, run

QUESTION = "Hvad skal en tovholder kunne?"
BROKEN = {"profiler.yaml": PROFILES.replace("    titel: Tovholder\n", ""), "rapport.md": "---\ndate: [\n"}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = write_sources(tmp_path / "sources")
    ingest_into(tmp_path / "data", folder)
    return folder


def call(capsys: pytest.CaptureFixture[str], sources: Path, *arguments: str) -> Outcome:
    return run(capsys, "--data", str(sources.parent / "data"), *arguments)


def held(capsys: pytest.CaptureFixture[str], sources: Path) -> list[str]:
    listed = call(capsys, sources, "sources", "--quarantine", "--json").json["sources"]
    assert all(source["unread_since"] for source in listed)
    return [source["source_id"] for source in listed]


def test_a_profile_that_fails_keeps_its_last_good_version_and_answers_say_so(
    sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = call(capsys, sources, "ask", QUESTION, "--json").json
    (sources / "profiler.yaml").write_text(BROKEN["profiler.yaml"], "utf-8")
    assert call(capsys, sources, "ingest", str(sources)).code == 3
    after = call(capsys, sources, "ask", QUESTION, "--json").json
    assert after["citations"] == before["citations"]
    assert "unread_source" in [notice["code"] for notice in after["notices"]]
    assert held(capsys, sources) == ["tovholder"]
    assert "kan ikke læses siden" in call(capsys, sources, "sources", "--quarantine").output


def test_it_is_marked_once_and_no_longer_when_it_is_mended(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sources / "rapport.md").write_text(BROKEN["rapport.md"], "utf-8")
    assert call(capsys, sources, "ingest", str(sources), "--json").json["generation"] == 2
    assert held(capsys, sources) == ["rapport"]
    assert call(capsys, sources, "ingest", str(sources), "--json").json["generation"] == 2
    write_sources(sources)
    assert call(capsys, sources, "ingest", str(sources), "--json").json["generation"] == 3
    assert held(capsys, sources) == []
    assert call(capsys, sources, "changes", "--json").json["changes"] == []


def test_only_the_record_that_fails_is_marked(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = COURSES.replace("start: 2019-03-01", "start: 2019-02-30").replace("pris: 4200", "pris: 4300")
    (sources / "kurser.yaml").write_text(broken, "utf-8")
    told = call(capsys, sources, "ingest", str(sources), "--json").json
    assert [change["source_id"] for change in told["changed"]] == ["facilitering"]
    assert held(capsys, sources) == ["gammelt"]


def test_a_trial_marks_nothing(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sources / "rapport.md").write_text(BROKEN["rapport.md"], "utf-8")
    call(capsys, sources, "ingest", str(sources), "--dry-run")
    assert held(capsys, sources) == []


def test_it_stands_in_the_list_of_sources_over_http(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sources / "rapport.md").write_text(BROKEN["rapport.md"], "utf-8")
    call(capsys, sources, "ingest", str(sources))
    with serving(sources.parent / "data") as client:
        listed = client.get("/api/sources").json()["sources"]
    assert [one["source_id"] for one in listed if one["unread_since"]] == ["rapport"]
    assert "unread_since" in Source.__slots__

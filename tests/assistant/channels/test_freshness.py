"""The same day governs status, runs and validity at every door, and what has run out says so."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client

from assistant.channels.build import open_application
from assistant.channels.http.relay import Streams
from assistant.channels.http.service import Service
from assistant.channels.mcp.server import build_server
from assistant.channels.mcp.types import Client as Caller
from assistant.channels.mcp.types import Room
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from tests.assistant.channels.doors import ingest_into, serving
from tests.assistant.channels.terminal import run

COURSES = """kurser:
  - id: samtaler
    titel: Samtaler med borgere i ressourceforløb
    udbyder: Nordlys
    laerer: medarbejder
    pris: 4200
    kilde_dato: 2026-10-01
    giver: [Samtaler]
    beskrivelse: Et kursus i samtaler med borgere i ressourceforløb.
    hold:
      - {start: 2019-03-01, sted: Odense}
      - {start: 2031-03-01, sted: Aarhus, frist: 2031-02-01}
"""
PROFILES = """profiler:
  - {id: gammel, profilsaet: egne, version: '2018', titel: Gammel, gyldig_til: 2020-12-31, kompetencer: [Samtaler]}
"""
REPORT = """---
title: Om ressourceforløb
date: 2024-03-05
---
# Om ressourceforløb

Ressourceforløb giver borgeren tid til at komme tættere på arbejdsmarkedet.
"""
ASKED = "Hvad giver ressourceforløb borgeren?"
SCHEME = "Ressourceforløb udfases med lov nr. 1750 af 29. december 2025"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh")
    (folder / "sources").mkdir()
    for name, text in {"kurser.yaml": COURSES, "profiler.yaml": PROFILES, "rapport.md": REPORT}.items():
        (folder / "sources" / name).write_text(text, encoding="utf-8")
    ingest_into(folder / "data", folder / "sources")
    return folder / "data"


@pytest.fixture(scope="module")
def fresh(data: Path) -> Iterator[httpx.Client]:
    with serving(data) as made:
        yield made


def call(data: Path, tool: str, **arguments: Any) -> tuple[Any, str]:
    """What a tool gives: the JSON and the text."""
    settings = Settings(data=data)
    with open_application(settings) as parts, open_kept(settings) as state:
        streams = Streams(2, 30)
        room = Room(Service(parts, state, streams), lambda request: Caller())

        async def talk() -> tuple[Any, str]:
            async with Client(build_server(room)) as client:
                result = await client.call_tool(tool, arguments)
                return result.structured_content, result.content[0].text  # type: ignore[union-attr]

        try:
            return anyio.run(talk)
        finally:
            streams.close()


def cli(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str) -> Any:
    return run(capsys, "--data", str(data), *arguments)


# --- runs and status ---


def test_the_command_line_marks_runs_that_are_over(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = cli(capsys, data, "courses").output
    assert "1. marts 2019, Odense (dato eller frist er gået); 1. marts 2031, Aarhus" in " ".join(text.split())
    assert "4.200 kr. (pr. 1. oktober 2026)" in text


@pytest.mark.parametrize(
    ("day", "status", "over"),
    [
        ("2018-01-01", "open", [False, False]),
        ("2031-02-01", "open", [True, False]),
        ("02-02-2031", "expired", [True, True]),
    ],
)
def test_the_same_day_governs_status_and_runs_at_every_door(
    data: Path, fresh: httpx.Client, capsys: pytest.CaptureFixture[str], day: str, status: str, over: list[bool]
) -> None:
    told = [
        cli(capsys, data, "courses", "--as-of", day, "--include-expired", "--json").json["courses"][0],
        fresh.get("/api/courses", params={"as_of": day, "include_expired": True}).json()["courses"][0],
        fresh.get("/api/courses/samtaler", params={"as_of": day}).json(),
        call(data, "search_courses", as_of=day, include_expired=True)[0]["courses"][0],
    ]
    assert [one["status"] for one in told] == [status] * 4
    assert [[held["over"] for held in one["runs"]] for one in told] == [over] * 4


def test_what_has_run_out_is_not_found_unless_asked_for_and_then_says_so(
    data: Path, fresh: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fresh.get("/api/courses", params={"as_of": "2032-01-01"}).json()["courses"] == []
    assert call(data, "search_courses", as_of="2032-01-01")[0]["total"] == 0
    assert "udløbet" in cli(capsys, data, "courses", "--as-of", "2032-01-01", "--include-expired").output
    assert "udløbet" in call(data, "search_courses", as_of="2032-01-01", include_expired=True)[1]


def test_an_answer_as_of_another_day_says_that_a_course_has_run_out(
    data: Path, fresh: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = "Hvilke kurser er der i samtaler?"
    told = [
        cli(capsys, data, "ask", asked, "--as-of", "2032-01-01", "--json").json,
        fresh.post("/api/ask", json={"question": asked, "as_of": "2032-01-01"}).json(),
        call(data, "ask", question=asked, as_of="2032-01-01")[0],
    ]
    for answer in told:
        assert {course["status"] for course in answer["courses"]} <= {"expired"}
        assert not answer["courses"] or "expired_course" in {notice["code"] for notice in answer["notices"]}
    now = cli(capsys, data, "ask", asked, "--json").json
    assert [course["status"] for course in now["courses"]] == ["open"]


def test_what_is_no_day_is_refused_in_one_sentence(
    data: Path, fresh: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("courses", "profiles", "coverage", "ask"):
        refused = cli(capsys, data, command, "--as-of", "i går")
        assert refused.code == 2
        assert refused.error.count("\n") == 1
    for path in ("/api/courses", "/api/courses/samtaler", "/api/profiles", "/api/profiles/gammel", "/api/coverage"):
        assert fresh.get(path, params={"as_of": "i går"}).status_code == 422
    assert "as_of" in call(data, "search_courses", as_of="i går")[1]


# --- validity ---


def test_profiles_say_whether_they_hold_on_the_day(
    data: Path, fresh: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "gælder ikke den dag (…–31. december 2020)" in cli(capsys, data, "profiles").output
    assert "gælder ikke" not in cli(capsys, data, "profiles", "--as-of", "2019-01-01").output
    for day, standing in (("2019-01-01", "current"), ("2026-01-01", "past")):
        assert fresh.get("/api/profiles", params={"as_of": day}).json()["profiles"][0]["standing"] == standing
        assert fresh.get("/api/profiles/gammel", params={"as_of": day}).json()["standing"] == standing
        assert call(data, "get_profile", profile="gammel", as_of=day)[0]["standing"] == standing


# --- abolished schemes ---


def test_an_answer_on_a_scheme_that_a_law_takes_away_says_since_when(
    data: Path, fresh: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    told = fresh.post("/api/ask", json={"question": ASKED, "as_of": "2026-11-22"}).json()
    (notice,) = [one for one in told["notices"] if one["code"] == "abolished_scheme"]
    assert notice["text"].startswith(SCHEME)
    assert "1. februar 2026" in notice["text"]
    assert SCHEME in " ".join(cli(capsys, data, "ask", ASKED, "--as-of", "2026-11-22").output.split())
    assert SCHEME in call(data, "ask", question=ASKED, as_of="2026-11-22")[1]
    english = cli(capsys, data, "ask", "What is a resource course?", "--as-of", "2026-11-22", "--json").json
    assert "act no. 1750" in str(english["notices"])


def test_before_the_act_there_is_nothing_to_say(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = cli(capsys, data, "ask", ASKED, "--as-of", "2026-01-31", "--json").json
    assert "abolished_scheme" not in {notice["code"] for notice in told["notices"]}


def test_an_answer_on_something_else_says_nothing_of_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = cli(capsys, data, "ask", "Hvad er en mentor?", "--json").json
    assert "abolished_scheme" not in {notice["code"] for notice in told["notices"]}

"""A course at two providers is shown as one in a terminal and to a model, and keeps both ids in the public JSON."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import jsonschema
import pytest

from assistant.channels.build import open_application
from assistant.channels.http.caller import Caller
from assistant.channels.http.relay import Streams
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.knowledge import Course
from assistant.channels.mcp.shapes import CoursesWanted
from assistant.channels.mcp.tools import TOOLS
from assistant.channels.mcp.types import Client, Room
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from tests.assistant.channels.doors import ingest_into, serving
from tests.assistant.channels.terminal import run

# Longer than the one call takes.
SECONDS = 10

COURSES = """kurser:
  - id: lyng
    titel: Den jobrettede samtale
    udbyder: Kursushuset Lyng
    niveau: diplom
    pris: 9500
    moms: ekskl
    giver: [Jobrettet samtale]
    hold: [{start: 2031-03-01, sted: Aarhus}, {start: 2031-09-01, sted: Odense}]
  - id: bro
    titel: Jobrettet samtale
    udbyder: Skolen ved Broen
    niveau: diplom
    pris: 7200
    giver: [Jobrettet samtale]
    hold: [{start: marts 2031, sted: Vejle}]
  - id: andet
    titel: Jobrettet samtale for ledere
    udbyder: Skolen ved Broen
    niveau: diplom
    giver: [Ledelse]
    hold: [{start: 2031-03-01}]
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dobbelt")
    (folder / "kurser.yaml").write_text(COURSES, encoding="utf-8")
    ingest_into(folder / "data", folder / "kurser.yaml")
    return folder / "data"


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    with serving(data) as opened:
        yield opened


def test_a_terminal_shows_one_course_and_who_else_offers_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = run(capsys, "--data", str(data), "courses", "den jobrettede samtale").output
    assert text.count("[lyng]") == 1
    assert "Udbydes også af Skolen ved Broen: 7.200 kr., marts 2031 Vejle [bro] (ens: titel," in " ".join(text.split())
    assert "Jobrettet samtale – Skolen ved Broen [bro]" not in text
    assert "Jobrettet samtale for ledere – Skolen ved Broen [andet]" in text


def test_json_keeps_every_listing_with_its_own_price_and_source(
    data: Path, client: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = run(capsys, "--data", str(data), "courses", "--json").json["courses"]
    assert {one["course_id"] for one in listed} == {"lyng", "bro", "andet"}
    by_id = {one["course_id"]: one["also_at"] for one in client.get("/api/courses").json()["courses"]}
    assert by_id == {one["course_id"]: one["also_at"] for one in listed}
    (also,) = by_id["bro"]
    assert (also["course_id"], also["provider"], also["source_id"]) == ("lyng", "Kursushuset Lyng", "lyng")
    assert also["price"] == {"amount": 9500.0, "currency": "DKK", "vat_included": False}
    assert [one["place"] for one in also["runs"]] == ["Aarhus", "Odense"]
    assert also["agreed"] == ["title", "competences", "level"]
    assert by_id["andet"] == []


def test_one_course_says_where_else_it_is_offered(client: httpx.Client) -> None:
    course = client.get("/api/courses/lyng").json()
    assert [one["course_id"] for one in course["also_at"]] == ["bro"]
    jsonschema.validate(course, Course.model_json_schema(mode="serialization"))


def test_a_filter_that_leaves_the_other_one_out_still_names_it(client: httpx.Client) -> None:
    (course,) = client.get("/api/courses", params={"max_price": 8000}).json()["courses"]
    assert course["course_id"] == "bro"
    assert [one["course_id"] for one in course["also_at"]] == ["lyng"]


def test_a_model_reads_who_else_offers_it(data: Path) -> None:
    chosen = Settings(data=data)
    with open_application(chosen) as parts, open_kept(chosen) as state:
        streams = Streams(1, SECONDS)
        room = Room(Service(parts, state, streams), lambda request: Client())
        (given,) = TOOLS["search_courses"].run(CoursesWanted(query="jobrettet samtale"), Client(Caller()), room)
        streams.close()
    assert given is not None
    assert "Udbydes også af" in given.text
    assert {one["course_id"] for one in given.value["courses"]} >= {"lyng", "bro"}

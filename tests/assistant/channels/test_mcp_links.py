"""Courses that a tool finds by what their words show say so, with the sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.channels.build import open_application
from assistant.channels.http.relay import Streams
from assistant.channels.http.service import Service
from assistant.channels.mcp.types import Client as Caller
from assistant.channels.mcp.types import Room
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from knowledge.linking.types import LinkVerdict
from tests.assistant.channels.linked import SENTENCE, ingest_linked
from tests.assistant.channels.test_mcp_tools import SOON, call, said


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    ingest_linked(tmp_path / "data", tmp_path / "kilder")
    settings = Settings(data=tmp_path / "data")
    with open_application(settings) as parts, open_kept(settings) as state:
        streams = Streams(2, SOON)
        yield Room(Service(parts, state, streams), lambda request: Caller())
        streams.close()


def test_a_course_found_by_a_suggestion_says_so_in_data_and_in_words(room: Room) -> None:
    result = call(room, "search_courses", competence="Processtyring")
    courses = {one["course_id"]: one for one in result.structured_content["courses"]}
    assert courses.keys() == {"moeder", "overgange"}
    assert [(link["label"], link["status"]) for link in courses["moeder"]["links"]] == [
        ("Facilitering", "stated"),
        ("Processtyring", "suggested"),
    ]
    assert f"foreslået: Processtyring – »{SENTENCE}«" in " ".join(said(result).split())


def test_what_people_say_of_a_link_holds_for_tools_too(room: Room) -> None:
    room.service.state.links.judge("moeder", "k-frister", LinkVerdict.REJECTED, "Anna")
    room.service.state.links.judge("overgange", "k-frister", LinkVerdict.CONFIRMED, "Anna")
    result = call(room, "search_courses", competence="Processtyring")
    assert [one["course_id"] for one in result.structured_content["courses"]] == ["overgange"]
    assert "bekræftet: Processtyring" in said(result)

"""Links over HTTP: who may see and judge which, and that a judgement outlives the text it was made on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.channels.state.types import Role
from tests.assistant.channels.doors import serving
from tests.assistant.channels.linked import COURSES, SENTENCE, ingest_linked


@dataclass(frozen=True)
class Door:
    """A service with keys, and what it was ingested from."""

    client: httpx.Client
    keys: dict[str, str]
    folder: Path

    def links(self, key: str = "reader", **asked: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.get("/api/links", params=asked, headers=self.shown(key)).json()
        return answer

    def judge(self, course: str, competence: str, verdict: str, key: str = "editor") -> httpx.Response:
        body = {"course_id": course, "competence": competence, "verdict": verdict}
        return self.client.post("/api/links", json=body, headers=self.shown(key))

    def shown(self, key: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.keys[key]}"}


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    data, folder = tmp_path / "data", tmp_path / "kilder"
    ingest_linked(data, folder)
    with open_kept(Settings(data=data)) as state:
        keys = {role.value: state.keys.create(role.value, role)[1] for role in Role}
        keys["internal"] = state.keys.create("internal", internal=True)[1]
    with serving(data) as client:
        yield Door(client, keys, folder)


def test_links_are_listed_with_the_place_of_their_sentences(door: Door) -> None:
    listed = door.links()["links"]
    assert [(one["course_id"], one["competence_id"], one["status"]) for one in listed] == [
        ("moeder", "k-moeder", "stated"),
        ("moeder", "k-frister", "suggested"),
        ("overgange", "k-unge", "suggested"),
        ("overgange", "k-frister", "suggested"),
    ]
    for one in listed:
        text = door.client.get(f"/api/texts/{one['text_id']}", headers=door.shown("reader")).json()["text"]
        assert text[one["start"] : one["end"]] == one["quote"]


def test_the_list_is_narrowed_by_course_competence_and_status_and_comes_in_parts(door: Door) -> None:
    assert {one["course_id"] for one in door.links(course="moeder")["links"]} == {"moeder"}
    assert {one["label"] for one in door.links(competence="processtyringen")["links"]} == {"Processtyring"}
    assert [one["label"] for one in door.links(status="stated")["links"]] == ["Facilitering"]
    part = door.links(limit="1")
    assert (len(part["links"]), part["total"]) == (1, 4)
    assert part["next"]


def test_readers_see_links_and_may_not_judge_them(door: Door) -> None:
    assert door.links()["may_judge"] is False
    refused = door.judge("moeder", "k-frister", "confirmed", key="reader")
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/role-too-low")
    assert door.links(key="editor")["may_judge"] is True


def test_an_editor_confirms_rejects_and_takes_back(door: Door) -> None:
    confirmed = door.judge("moeder", "Processtyring", "confirmed").json()["link"]
    assert (confirmed["status"], confirmed["quote"], confirmed["confidence"]) == ("confirmed", SENTENCE, 1.0)
    assert confirmed["judged_by"].startswith("key_")
    assert door.judge("moeder", "k-frister", "rejected").json()["link"]["status"] == "rejected"
    assert door.judge("moeder", "k-frister", "withdrawn").json()["link"]["status"] == "suggested"
    assert door.judge("moeder", "k-unge", "confirmed").json()["link"]["quote"] == "Møder, der virker"
    assert door.judge("moeder", "k-unge", "withdrawn").json() == {"link": None}


def test_judgements_outlive_an_ingest_that_changes_the_text(door: Door, tmp_path: Path) -> None:
    door.judge("moeder", "k-frister", "rejected")
    door.judge("overgange", "k-unge", "confirmed")
    changed = COURSES.replace("Vi øver hele dagen.", "Vi øver to gange.").replace("To dage om unge", "Tre dage om unge")
    ingest_linked(tmp_path / "data", door.folder, changed)
    statuses = {(one["course_id"], one["competence_id"]): one["status"] for one in door.links()["links"]}
    assert statuses["moeder", "k-frister"] == "rejected"
    assert statuses["overgange", "k-unge"] == "confirmed"
    (moved,) = door.links(status="confirmed")["links"]
    assert moved["quote"].startswith("Tre dage om unge")


def test_courses_are_found_by_links_and_lost_by_rejection(door: Door) -> None:
    def found() -> dict[str, list[str]]:
        asked = {"competence": "k-frister"}
        courses = door.client.get("/api/courses", params=asked, headers=door.shown("reader")).json()["courses"]
        return {one["course_id"]: [link["status"] for link in one["links"]] for one in courses}

    assert found() == {"moeder": ["stated", "suggested"], "overgange": ["suggested", "suggested"]}
    door.judge("overgange", "k-frister", "rejected")
    assert found() == {"moeder": ["stated", "suggested"]}
    one = door.client.get("/api/courses/overgange", headers=door.shown("reader")).json()
    assert ([link["competence_id"] for link in one["links"]], one["provides"]) == (["k-unge"], [])


def test_links_of_internal_courses_are_for_keys_that_may_see_them(door: Door) -> None:
    assert "hemmeligt" not in {one["course_id"] for one in door.links()["links"]}
    assert "hemmeligt" in {one["course_id"] for one in door.links(key="internal")["links"]}
    assert door.judge("hemmeligt", "k-frister", "confirmed").status_code == 404


@pytest.mark.parametrize(
    ("course", "competence", "type_", "said"),
    [
        ("ukendt", "k-frister", "/problems/unknown-course", "»ukendt«"),
        ("moeder", "processtyrng", "/problems/unknown-competence", "Nærmest: Processtyring"),
        ("moeder", "xyz", "/problems/unknown-competence", "Nærmest: –"),
    ],
)
def test_what_is_not_known_is_a_problem(door: Door, course: str, competence: str, type_: str, said: str) -> None:
    refused = door.judge(course, competence, "confirmed")
    assert (refused.status_code, refused.json()["type"]) == (404, type_)
    assert said in refused.json()["detail"]


def test_a_verdict_that_is_none_and_a_field_that_is_not_known_are_refused(door: Door) -> None:
    assert door.judge("moeder", "k-frister", "måske").status_code == 422
    assert door.client.get("/api/links?hest=1", headers=door.shown("reader")).status_code == 422

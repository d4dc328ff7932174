"""The history of ingests on the command line, over HTTP and on the page: who, what, when, how far, what came of it."""

import time
from pathlib import Path
from typing import Any

import httpx
import lxml.html
import pytest

from assistant.channels.build import open_application
from assistant.channels.ingest_history import MOST_LINES, SCHEDULE, lines_of
from assistant.channels.settings import Settings
from assistant.channels.state.store import State
from assistant.channels.state.types import Role
from prompts.wording import LANGUAGES, Wording
from tests.assistant.channels.doors import ingest_into, serving
from tests.assistant.channels.ingest_runs import REPORT
from tests.assistant.channels.terminal import run as command


def page(client: httpx.Client, path: str = "/ingests", **headers: str) -> lxml.html.HtmlElement:
    reply = client.get(path, headers={"accept": "text/html", **headers})
    assert reply.status_code == 200
    return lxml.html.fromstring(reply.text)


def test_the_list_tells_who_started_what_and_what_came_of_it(ingested: Path, kept: State) -> None:
    key, secret = kept.keys.create("Anne", Role.EDITOR, internal=False)
    first = kept.ingests.start(key.key_id, ["/dokumenter"])
    kept.ingests.finish(first, REPORT)
    second = kept.ingests.start(SCHEDULE, ["kurser"])
    kept.ingests.finish(second, problem="Serveren svarer ikke.")
    third = kept.ingests.start(SCHEDULE, [])
    kept.ingests.progress(third, "fetch", 3, 12)
    with serving(ingested / "data") as client:
        client.headers["authorization"] = f"Bearer {secret}"
        found = client.get("/api/ingest").json()
        part = client.get("/api/ingest?limit=2").json()
        rest = client.get(part["next"]).json()
        assert client.get("/api/ingest?limit=0").status_code == 422
    assert [one["run_id"] for one in found["runs"]] == [third, second, first]
    assert (found["total"], found["next"]) == (3, None)
    running, failed, done = found["runs"]
    assert (running["state"], running["stage"], running["done"], running["total"]) == ("running", "fetch", 3, 12)
    assert (failed["owner"], failed["problem"]) == (SCHEDULE, "Serveren svarer ikke.")
    assert (done["started_by"], done["roots"], done["generation"]) == ("Anne", ["/dokumenter"], 3)
    assert done["counts"] == {"added": 1, "changed": 1, "kept": 7, "removed": 0, "failed": 1}
    assert part["runs"] + rest["runs"] == found["runs"]


def test_readers_are_not_shown_the_history(ingested: Path, kept: State) -> None:
    _, secret = kept.keys.create("Bo", Role.READER, internal=False)
    with serving(ingested / "data") as client:
        client.headers["authorization"] = f"Bearer {secret}"
        assert client.get("/api/ingest").status_code == 403
        refused = client.get("/ingests", headers={"accept": "text/html"})
        assert (refused.status_code, refused.headers["content-type"]) == (403, "text/html; charset=utf-8")
        assert "/ingests" not in client.get("/").text


def test_internal_sources_are_named_only_to_those_who_see_them(ingested: Path, kept: State) -> None:
    sources = ingested / "sources"
    (sources / "hemmelig.md").write_text("# Fusionsplaner\n\nKun for ledelsen: der er 3 planer.\n", "utf-8")
    (sources / "hemmelig.md.meta.yaml").write_text("synlighed: intern\n", "utf-8")
    ingest_into(ingested / "data", sources)
    secrets = {internal: kept.keys.create("Ida", Role.ADMIN, internal=internal)[1] for internal in (True, False)}
    with serving(ingested / "data") as client:
        client.headers["authorization"] = f"Bearer {secrets[True]}"
        (sources / "hemmelig.md").write_text("# Fusionsplaner\n\nKun for ledelsen: der er 4 planer.\n", "utf-8")
        run_id = client.post("/api/ingest", json={}).json()["run_id"]
        until(kept, run_id, lambda run: run.finished is not None)
        seen = {}
        for internal, secret in secrets.items():
            client.headers["authorization"] = f"Bearer {secret}"
            seen[internal] = page(client).text_content() + client.get(f"/api/ingest/{run_id}").text
            (listed,) = client.get("/api/ingest").json()["runs"]
            assert listed["counts"]["changed"] == 1
    assert ("Fusionsplaner" in seen[True], "hemmelig" in seen[True]) == (True, True)
    assert ("Fusionsplaner" in seen[False], "hemmelig" in seen[False]) == (False, False)
    assert "om interne kilder" in seen[False]


def test_the_command_shows_the_history_in_words(
    ingested: Path, kept: State, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(ingested / "data")
    assert "ikke læst noget ind endnu" in command(capsys, "ingests", "--data", data).output
    done = kept.ingests.start("", [])
    kept.ingests.finish(done, REPORT)
    waits = kept.ingests.start(SCHEDULE, ["kurser"])
    kept.ingests.progress(waits, "waiting", 4, 600)
    told = command(capsys, "ingests", "--data", data).output
    assert "kurser, efter planen" in told
    assert "Venter på, at en anden er færdig med at skrive (sekunder): 4 af 600" in told
    assert "alt, der er kendt, fra denne maskine" in told
    assert "1 nye, 1 ændrede, 7 uændrede, 0 fjernede, 1 fejl" in told
    assert "Ny: Kursus i samtaler (Kursushuset Lyng, samtaler.html)" in told
    assert "»pris«: »" in told.replace("felt ", "")
    assert "https://lyng.example/ny" in told
    shown = command(capsys, "ingests", "--json", "--limit", "1", "--data", data).json
    assert ([one["run_id"] for one in shown["runs"]], shown["total"]) == ([waits], 2)


def test_nothing_is_made_where_nothing_was_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = command(capsys, "ingests", "--json", "--data", str(tmp_path / "data"))
    assert (outcome.code, outcome.json) == (0, {"runs": [], "total": 0})
    assert not (tmp_path / "data").exists()


def test_an_ingest_waits_for_whoever_writes_and_says_so(ingested: Path, kept: State) -> None:
    (ingested / "sources" / "nyt.md").write_text("# Nyt\n\nDer er 71 mentorer.\n", encoding="utf-8")
    with serving(ingested / "data") as client, open_application(Settings(data=ingested / "data")) as parts:
        with parts.knowledge_base.writer():
            run_id = client.post("/api/ingest", json={}).json()["run_id"]
            waiting = until(kept, run_id, lambda run: run.stage == "waiting")
            assert waiting.state.value == "running"
            assert "Venter på, at en anden er færdig" in page(client, **{"accept-language": "da"}).text_content()
        done = until(kept, run_id, lambda run: run.finished is not None)
    assert (done.state.value, len((done.report or {})["added"])) == ("done", 1)


def until(kept: State, run_id: str, holds: Any) -> Any:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = kept.ingests.find(run_id)
        if found is not None and holds(found):
            return found
        time.sleep(0.05)
    raise AssertionError(f"it never came to that: {found}")


def test_the_page_goes_on_to_older_runs(ingested: Path, kept: State) -> None:
    ids = [kept.ingests.start("", [f"/mappe-{number}"]) for number in range(23)]
    for one in ids:
        kept.ingests.finish(one, REPORT)
    with serving(ingested / "data") as client:
        first = page(client)
        (more,) = first.xpath("//p[@class='page-links']/a/@href")
        second = page(client, str(more))
        assert page(client, "/ingests?older=hest").xpath("//article/@id") == first.xpath("//article/@id")
    assert [*first.xpath("//article/@id"), *second.xpath("//article/@id")] == ids[::-1]
    assert not second.xpath("//p[@class='page-links']")


def test_what_a_source_is_called_is_never_taken_for_html(ingested: Path, kept: State) -> None:
    title = "<script>alert(1)</script>"
    run_id = kept.ingests.start("", [title])
    kept.ingests.finish(run_id, {**REPORT, "added": [{"title": title, "publisher": None, "path": None}]})
    with serving(ingested / "data") as client:
        shown = page(client)
    assert title in shown.text_content()
    assert [one.get("src") for one in shown.xpath("//main//script")] == ["/static/ingests.js"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_report_is_cut_and_says_so(language: str) -> None:
    wording = Wording.load()
    many = {"removed": [{"title": f"Kursus {number}"} for number in range(MOST_LINES + 5)]}
    lines = lines_of(many, language, wording)
    assert (len(lines), lines[-1]) == (MOST_LINES + 1, wording.say(language, "ingests.more", count=5))

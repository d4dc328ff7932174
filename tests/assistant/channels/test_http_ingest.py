"""Ingest over HTTP: started, followed, refused, and broken off; in a process of its own."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.channels.http import ingest_worker
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from tests.assistant.channels.doors import ingest_into, serving, write_sources

PATIENCE = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sources = write_sources(tmp_path / "sources")
    ingest_into(tmp_path / "data", sources)
    return tmp_path


def finished(client: httpx.Client, location: str) -> dict[str, Any]:
    for _ in range(PATIENCE * 10):
        run = client.get(location).json()
        assert isinstance(run, dict)
        if run["state"] != "running":
            return run
        time.sleep(0.1)
    raise AssertionError("the ingest did not end")


def test_an_ingest_is_started_followed_and_answered_from(folder: Path) -> None:
    note = "# Mentorer\n\nDer er 71 mentorer i ordningen Fyrtårn.\n"
    (folder / "sources" / "nyt.md").write_text(note, encoding="utf-8")
    with serving(folder / "data") as client:
        started = client.post("/api/ingest", json={"paths": [str(folder / "sources")]})
        assert started.status_code == 202
        assert started.headers["location"] == f"/api/ingest/{started.json()['run_id']}"
        run = finished(client, started.headers["location"])
        assert (run["state"], run["problem"]) == ("done", None)
        assert [change["path"] for change in run["report"]["added"]] == ["nyt.md"]
        answer = client.post("/api/ask", json={"question": "Hvor mange mentorer er der i Fyrtårn?"}).json()
    assert "71" in answer["text"]
    assert answer["generation"] == run["report"]["generation"]


def test_without_paths_all_known_roots_are_read_again(folder: Path) -> None:
    (folder / "sources" / "nyt.md").write_text("# Nyt\n\nDer er 71 mentorer.\n", encoding="utf-8")
    with serving(folder / "data") as client:
        run = finished(client, client.post("/api/ingest", json={}).headers["location"])
    assert len(run["report"]["added"]) == 1


def test_a_trial_changes_nothing(folder: Path) -> None:
    (folder / "sources" / "nyt.md").write_text("# Nyt\n\nDer er 71 mentorer.\n", encoding="utf-8")
    with serving(folder / "data") as client:
        run = finished(client, client.post("/api/ingest", json={"dry_run": True}).headers["location"])
        assert len(run["report"]["added"]) == 1
        assert "nyt" not in client.get("/api/sources").text


def test_what_lies_elsewhere_on_the_machine_is_not_read(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "secret.txt").write_text("Adgangskoden er hest.", encoding="utf-8")
    with serving(folder / "data") as client:
        for path in ("elsewhere", "sources/../elsewhere", "elsewhere/secret.txt"):
            refused = client.post("/api/ingest", json={"paths": [str(folder / path)]})
            assert (refused.status_code, refused.json()["type"]) == (403, "/problems/outside-roots")
    with serving(folder / "data", ingest_roots=str(folder / "elsewhere")) as client:
        started = client.post("/api/ingest", json={"paths": [str(folder / "elsewhere")]})
        assert finished(client, started.headers["location"])["state"] == "done"


def test_what_cannot_be_done_is_told_in_the_language_of_the_asker(folder: Path) -> None:
    for name in ("rapport.md", "kurser.yaml", "profiler.yaml"):
        (folder / "sources" / name).unlink()
    with serving(folder / "data") as client:
        started = client.post("/api/ingest", json={}, headers={"accept-language": "en"})
        run = finished(client, started.headers["location"])
        assert run["state"] == "failed"
        assert "would lose" in run["problem"]
        assert client.get("/api/sources").json()["total"] > 1
        allowed = client.post("/api/ingest", json={"allow_removals": True})
        assert finished(client, allowed.headers["location"])["state"] == "done"


def test_a_second_ingest_waits_its_turn(folder: Path) -> None:
    with open_kept(Settings(data=folder / "data")) as state, serving(folder / "data") as client:
        run_id = state.ingests.start("", [])
        refused = client.post("/api/ingest", json={})
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/ingest-running")
        assert run_id in refused.json()["detail"]
        state.ingests.finish(run_id, {})
        assert client.post("/api/ingest", json={}).status_code == 202
        time.sleep(0.1)
        finished(client, f"/api/ingest/{state.ingests.latest().run_id}")  # type: ignore[union-attr]


def test_a_process_that_dies_is_told_of_and_the_service_lives_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object, **__: object) -> object:
        class Dead:
            returncode = -signal.SIGSEGV

        return Dead()

    monkeypatch.setattr(ingest_worker.subprocess, "run", die)
    with serving(folder / "data") as client:
        run = finished(client, client.post("/api/ingest", json={}).headers["location"])
        assert run["state"] == "failed"
        assert str(-signal.SIGSEGV) in run["problem"]
        assert client.post("/api/ask", json={"question": "Hvad er sværest?"}).status_code == 200


def test_an_ingest_nobody_started_is_a_problem(client: httpx.Client) -> None:
    response = client.get("/api/ingest/run_nobody")
    assert (response.status_code, response.json()["type"]) == (404, "/problems/unknown-ingest")


def test_only_paths_are_taken(client: httpx.Client) -> None:
    for wrong in ({"paths": "x"}, {"paths": [1]}, {"paths": ["x"] * 101}, {"folder": "x"}):
        assert client.post("/api/ingest", json=wrong).status_code == 422
    odd = client.post("/api/ingest", json={"paths": ["\x00", f"~{os.urandom(4).hex()}/x"]})
    assert odd.status_code in {403, 422}

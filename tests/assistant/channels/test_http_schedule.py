"""Connected sources are looked at when their time has come, by one process, and the history says so."""

import datetime
import time
from pathlib import Path

import httpx
import pytest

from assistant.channels.http import scheduling
from assistant.channels.http.scheduling import Schedule, scheduled
from assistant.channels.ingest_history import SCHEDULE
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings, read_settings
from ingest.connected import Connection
from ingest.web.mirror import Mirror
from ingest.web.sources import ConnectedSource, SourceError
from tests.assistant.channels.doors import serving, write_sources

NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
PATIENCE = 60.0


def test_a_source_is_due_when_its_time_has_come(tmp_path: Path) -> None:
    now = [NOON]
    page = ConnectedSource("side", urls=("https://x.dk",), every=3600)
    folder = ConnectedSource("mappe", folder="/mappe", every=60)
    schedule = Schedule([page, folder], Connection(tmp_path), lambda: now[0])
    assert schedule.due() == [page, folder]
    schedule.looked_at(page)
    schedule.looked_at(folder)
    assert schedule.due() == []
    now[0] += datetime.timedelta(minutes=2)
    assert schedule.due() == [folder]
    now[0] += datetime.timedelta(hours=1)
    assert schedule.due() == [page, folder]


def test_a_page_that_was_visited_before_the_start_is_not_asked_at_once(tmp_path: Path) -> None:
    page = ConnectedSource("side", urls=("https://x.dk",), every=3600)
    connection = Connection(tmp_path)
    mirror: Mirror = connection.mirror("side")
    mirror.visited = (NOON - datetime.timedelta(minutes=59)).isoformat()
    mirror.save()
    assert Schedule([page], connection, lambda: NOON).due() == []
    assert Schedule([page], connection, lambda: NOON + datetime.timedelta(minutes=2)).due() == [page]


@pytest.mark.slow
def test_a_service_ingests_its_folder_by_itself_and_only_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduling, "SECONDS_BETWEEN_LOOKS", 0.1)
    source = ConnectedSource("kilder", folder=str(write_sources(tmp_path / "kilder")), every=3600)
    settings = Settings(data=tmp_path / "data", sources=(source,))
    with (
        open_kept(settings) as state,
        scheduled(settings, state),
        scheduled(settings, state),
        serving(settings.data) as client,
    ):
        generation = until_ready(client)
        time.sleep(0.5)
        runs = state.ingests.listed(10)
    assert generation == 1
    assert [(run.owner, run.roots, run.problem) for run in runs] == [(SCHEDULE, ("kilder",), None)]


def until_ready(client: httpx.Client) -> int:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        reply = client.get("/readyz")
        if reply.status_code == 200:
            return int(reply.json()["generation"])
        time.sleep(0.1)
    raise AssertionError("nothing was ingested")


def test_the_settings_read_sources_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "fagkompas.toml").write_text('port = 8001\n[[sources]]\nname = "kurser"\nurls = ["https://x.dk"]\n')
    settings = read_settings(tmp_path, {})
    assert (settings.port, [source.name for source in settings.sources]) == (8001, ["kurser"])
    (tmp_path / "fagkompas.toml").write_text('[[sources]]\nname = "kurser"\n')
    with pytest.raises(SourceError):
        read_settings(tmp_path, {})

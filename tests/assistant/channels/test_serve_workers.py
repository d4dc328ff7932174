"""Several workers as one service: a killed one is replaced, and streams are finished when it is told to stop."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from assistant.channels.build import open_application
from assistant.channels.http.api import build_api
from assistant.channels.http.server import configure, listen
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.core.assistant import Assistant
from evals.benchmarks.service import HOST, Reply, Service, running
from tests.assistant.channels.doors import ingest_into, write_sources

QUESTION = "Hvad er det sværeste for medarbejderne?"
STREAM = {"accept": "text/event-stream"}
# The longest wait for what comes within seconds.
PATIENCE = 60
MOST_ASKED = 400


def wait_for(condition: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    assert condition()


def answers(service: Service, count: int, stream: bool = False) -> list[Reply]:
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(lambda _: service.ask(QUESTION, stream), range(count)))


@pytest.mark.slow
def test_workers_come_and_go_and_nobody_who_asks_notices(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", write_sources(tmp_path / "sources")
    ingest_into(data, folder)
    with running(data, tmp_path / "log", ("--workers", "2")) as service:
        first = service.workers()
        assert len(first) == 2
        before = answers(service, 12)
        change(folder / "rapport.md")
        ingest_into(data, folder)
        after = answers(service, 12)
        os.kill(first[0], signal.SIGKILL)
        wait_for(lambda: service.log.read_text("utf-8").count("Ready") == 3)
        assert first[0] not in service.workers()
        survived = answers(service, 12)
        # Which worker takes a connection is chance.
        while len(processes(service)) < 3 and len(survived) < MOST_ASKED:
            survived += answers(service, 4)
        counted = service.request("GET", "/metrics").body
        streamed, code = stopped_while_streaming(service)
    for replies, generation, percent in ((before, 1, "54"), (after, 2, "61"), (survived, 2, "61")):
        assert {(reply.status, reply.body["generation"]) for reply in replies} == {(200, generation)}
        assert all(f"{percent} procent" in reply.body["text"] for reply in replies)
    assert f'fagkompas_answers_total{{kind="answer"}} {len(before + after + survived)}.0' in counted
    assert code == 0
    assert all(reply.status == 200 and reply.body["kind"] == "answer" for reply in streamed)
    lines = service.lines()
    assert [line["level"] for line in lines if line["level"] != "info"] == ["warning"]
    assert len(processes(service)) == 3


def processes(service: Service) -> set[int]:
    """Who has answered from the second generation."""
    return {line["process"] for line in service.lines() if line.get("generation") == 2}


def change(report: Path) -> None:
    report.write_text(report.read_text("utf-8").replace("54 procent", "61 procent"), "utf-8")


def stopped_while_streaming(service: Service) -> tuple[list[Reply], int]:
    """The streams of many who ask at once and see the service told to stop meanwhile, and how it ended."""
    with ThreadPoolExecutor(12) as threads:
        asked = [threads.submit(service.ask, QUESTION, True) for _ in range(12)]
        wait_for(lambda: service.log.read_text("utf-8").count('"kind": "answer"') > 36)
        service.process.send_signal(signal.SIGTERM)
        replies = [one.result() for one in asked if not isinstance(one.exception(), ConnectionError)]
    return replies, service.process.wait(PATIENCE)


def test_a_stream_under_way_is_finished_before_the_service_stops(
    small_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, original = threading.Event(), threading.Event(), Assistant.stream

    def held(self: Assistant, request: Any) -> Iterator[Any]:
        events = original(self, request)
        yield next(events)
        begun.set()
        assert go_on.wait(PATIENCE)
        yield from events

    monkeypatch.setattr(Assistant, "stream", held)
    settings = Settings(data=small_data)
    with open_application(settings) as parts, open_kept(settings) as state, listen(HOST, 0) as listening:
        address = listening.getsockname()[:2]
        server = uvicorn.Server(configure(build_api(parts, state), settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        with httpx.stream(
            "POST", f"http://{HOST}:{address[1]}/api/ask", json={"question": QUESTION}, headers=STREAM, timeout=PATIENCE
        ) as reply:
            assert begun.wait(PATIENCE)
            server.should_exit = True
            wait_for(lambda: refuses(address))
            go_on.set()
            told = reply.read().decode("utf-8")
        thread.join()
    assert "event: answer" in told
    assert told.endswith("event: done\ndata: {}\n\n")


def refuses(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=1).close()
    except OSError:
        return True
    return False


def test_a_worker_stops_when_its_supervisor_is_gone(tmp_path: Path) -> None:
    worker = "from assistant.channels.http.workers import stop_without; import os, time; stop_without(os.getppid())\n"
    worker += "print(os.getpid(), flush=True); time.sleep(600)"
    supervisor = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {worker!r}])"
    with subprocess.Popen([sys.executable, "-c", supervisor], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        process.kill()
        process.wait()
        # The pipe ends when the last who holds it has.
        assert process.stdout.read() == ""
    wait_for(lambda: not Path(f"/proc/{pid}").exists())


def test_workers_that_cannot_start_are_not_tried_for_ever(small_data: Path, tmp_path: Path) -> None:
    settings = f"Settings(data=Path({str(small_data)!r}), workers=2, state_url='nonsense://')"
    code = f"""
from pathlib import Path
from assistant.channels.http.server import run
from assistant.channels.http.workers import WorkersError
from assistant.channels.settings import Settings
if __name__ == "__main__":
    try:
        run({settings}, {HOST!r}, 0)
    except WorkersError as error:
        raise SystemExit(f"{{error.code}}: {{error.message}}")
"""
    (tmp_path / "start.py").write_text(code, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, tmp_path / "start.py"], capture_output=True, text=True, timeout=PATIENCE, check=False, cwd="."
    )
    assert ended.returncode == 1
    assert "workers: The workers could not start" in ended.stderr
    assert "Traceback" not in ended.stderr

"""A real service in a process of its own on loopback, for benchmarks and tests: started, asked, measured, stopped."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.benchmarks.cold_start import fagkompas

HOST = "127.0.0.1"
# Loading everything takes a few seconds, several times that on a machine that is busy with something else.
SECONDS_TO_START = 120.0
SECONDS_TO_STOP = 120.0
SECONDS_TO_ANSWER = 60.0
JSON = {"Content-Type": "application/json"}
STREAM = {"Accept": "text/event-stream"}
_PAUSE = 0.05
_MEGABYTE = 2**20


class ServiceError(Exception):
    """The service did not start, or did not stop as it should; the message holds the end of its log."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; `body` is parsed where it is JSON."""

    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Service:
    """A running service."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def request(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Reply:
        """Send one request over a connection of its own; raises `OSError` and `http.client.HTTPException`."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=SECONDS_TO_ANSWER)
        try:
            sent = json.dumps(body) if body is not None else None
            connection.request(method, path, sent, {**(JSON if sent else {}), **(headers or {})})
            response = connection.getresponse()
            read = response.read()
        finally:
            connection.close()
        found = {name.lower(): value for name, value in response.getheaders()}
        is_json = "json" in found.get("content-type", "")
        return Reply(response.status, found, json.loads(read) if is_json else read.decode("utf-8"))

    def ask(self, question: str, stream: bool = False) -> Reply:
        """Ask; of a stream the `answer` event is the body, and no body means that it did not end with `done`."""
        reply = self.request("POST", "/api/ask", {"question": question}, STREAM if stream else {})
        if not stream or reply.status != http.client.OK:
            return reply
        events = dict(events_of(reply.body))
        return Reply(reply.status, reply.headers, events.get("answer") if "done" in events else None)

    def pids(self) -> list[int]:
        """The process and all that descend from it."""
        found, following = [self.process.pid], [self.process.pid]
        while following:
            following = [child for parent in following for child in children(parent)]
            found += following
        return found

    def workers(self) -> list[int]:
        """The processes that answer, where a supervisor runs several."""
        return [pid for pid in self.pids()[1:] if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def memory(self) -> float:
        """Megabytes that all its processes hold."""
        return sum(resident(pid) for pid in self.pids()) / _MEGABYTE

    def lines(self) -> list[dict[str, Any]]:
        """Its log; raises `ValueError` for a line that is not JSON."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


@contextmanager
def running(data: Path, log: Path, arguments: tuple[str, ...] = (), **settings: object) -> Iterator[Service]:
    """A service over a data folder with these settings; raises `ServiceError`."""
    port = free_port()
    command = [fagkompas(), "--data", str(data), "serve", "--port", str(port), *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAGKOMPAS_")}
    environment |= {f"FAGKOMPAS_{name.upper()}": str(value) for name, value in settings.items()}
    with log.open("wb") as written:
        process = subprocess.Popen(command, stderr=written, env=environment)
    service = Service(process, port, log)
    try:
        wait_until_ready(service)
        yield service
    finally:
        stop(service)


def wait_until_ready(service: Service) -> None:
    """Return when every process that will answer does; raises `ServiceError`."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and service.process.poll() is None:
        try:
            if service.request("GET", "/readyz").status == http.client.OK:
                return
        except OSError:
            pass
        time.sleep(_PAUSE)
    raise ServiceError(f"It did not start: {service.log.read_text('utf-8')[-2000:]}")


def stop(service: Service) -> None:
    """Tell it to stop, and see that it did so in order; raises `ServiceError`."""
    if service.process.poll() is None:
        service.process.send_signal(signal.SIGTERM)
    try:
        code = service.process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        service.process.kill()
        code = service.process.wait()
    if code != 0:
        raise ServiceError(f"It ended with {code}: {service.log.read_text('utf-8')[-2000:]}")


def events_of(body: str) -> Iterator[tuple[str, Any]]:
    """The names and values of a stream of events."""
    for written in body.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in written.splitlines() if ": " in line)
        if "event" in fields:
            yield fields["event"], json.loads(fields["data"])


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server((HOST, 0)) as found:
        port: int = found.getsockname()[1]
        return port


def children(pid: int) -> list[int]:
    """The processes that a process started and that still are."""
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if parent_of(folder) == pid]


def parent_of(folder: Path) -> int | None:
    """The process that started the one of a folder in `/proc`; None when it has ended."""
    try:
        # The name before it may hold spaces and brackets.
        return int((folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
    except OSError:
        return None


def resident(pid: int) -> int:
    """Bytes that a process holds in memory; 0 when it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")

"""Send everything of `hostile_requests` to a real service: `python -m evals.benchmarks.hostile`.

Each must be answered with a problem detail of a status that fits (what is no HTTP may also be hung up on), and harm
nothing: afterwards the same question gets the same answer, memory has not grown beyond 100 MB, the log has no error,
and no secret or question that was sent. Exit code 1 on any violation.
"""

import argparse
import http.client
import json
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.benchmarks.cold_start import SAMPLES, fagkompas
from evals.benchmarks.hostile_content import bodies, fields, keys, parameters, paths
from evals.benchmarks.hostile_requests import CLOSED, HOST, Hostile
from evals.benchmarks.hostile_wire import gibberish, heads, lengths, methods, slow
from evals.benchmarks.load import ingest
from evals.benchmarks.service import Reply, Service, ServiceError, running

QUESTION = "Hvad er transfer?"
PROBLEM = "application/problem+json"
# Pages for people say in words what problems say to programs.
PAGES = ("GET /answers/", "GET /texts/")
# Sent at once: enough for the slow ones to wait together.
AT_ONCE = 16
# Megabytes; the bodies of all that is sent at once, and what is loaded at the first requests of a kind.
MOST_GROWTH = 100.0
PATIENCE = 20.0
KEYS = ("expired", "revoked", "reader")
KEY = re.compile(r"\{key:(\w+)\}")
# Requests are given so many seconds to arrive, instead of 20.
REQUEST_SECONDS = 1


@dataclass(slots=True)
class Tally:
    """What came of it."""

    sent: int = 0
    grown: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)


def send(port: int, hostile: Hostile, secrets: Mapping[str, str]) -> Reply | None:
    """Send it piece by piece and read the reply; None when the connection was closed without one."""
    with socket.create_connection((HOST, port), timeout=PATIENCE) as connection:
        try:
            for piece in hostile.sent:
                if isinstance(piece, float):
                    connection.settimeout(piece)
                    if wait(connection):
                        break
                else:
                    connection.settimeout(PATIENCE)
                    connection.sendall(with_secrets(piece, secrets))
        except OSError:
            # Whoever is refused before all is sent finds out while sending; the reply may be there all the same.
            pass
        connection.settimeout(PATIENCE)
        return read(connection)


def wait(connection: socket.socket) -> bool:
    """Be silent for as long as the connection's time limit; True as soon as something comes back."""
    try:
        connection.recv(1, socket.MSG_PEEK)
    except TimeoutError:
        return False
    return True


def with_secrets(piece: bytes, secrets: Mapping[str, str]) -> bytes:
    """The piece with each `{key:NAME}` replaced."""
    return KEY.sub(lambda found: secrets[found[1]], piece.decode("latin-1")).encode("latin-1")


def read(connection: socket.socket) -> Reply | None:
    """The first reply on a connection."""
    response = http.client.HTTPResponse(connection)
    try:
        response.begin()
        body = response.read()
    except (http.client.HTTPException, ConnectionError):
        return None
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Reply(response.status, headers, body.decode("utf-8"))


def violation(hostile: Hostile, reply: Reply | None) -> str | None:
    """What is wrong with the reply, if anything."""
    if reply is None:
        return None if CLOSED in hostile.statuses else f"{hostile.name}: no reply"
    if reply.status not in hostile.statuses:
        return f"{hostile.name}: {reply.status} {reply.body[:200]!r}"
    if "x-injected" in reply.headers:
        return f"{hostile.name}: a header was let in"
    if reply.status == http.client.OK:
        return None
    if reply.headers.get("content-type", "").startswith("text/html"):
        is_page = isinstance(hostile.sent[0], bytes) and hostile.sent[0].decode("latin-1").startswith(PAGES)
        return None if is_page and "<script>alert" not in reply.body else f"{hostile.name}: a page"
    return None if is_problem(reply) else f"{hostile.name}: no problem detail: {reply.body[:200]!r}"


def is_problem(reply: Reply) -> bool:
    """Whether it is a problem detail (RFC 9457), or an error as programs that speak OpenAI's API expect it."""
    try:
        body = json.loads(reply.body)
    except ValueError:
        return False
    if "error" in body:
        return bool(body["error"].get("message"))
    whole = body.keys() >= {"type", "title", "status", "detail", "request_id"}
    return whole and reply.headers["content-type"] == PROBLEM and body["status"] == reply.status


def everything() -> list[Hostile]:
    """All hostile requests; each has a name of its own."""
    groups = (bodies(), fields(), parameters(), paths(), heads(), methods(), lengths(), gibberish(), slow(), keys())
    return [hostile for group in groups for hostile in group]


def make_keys(data: Path) -> dict[str, str]:
    """The secrets of an expired, a revoked and a reader's key; from now on the service asks for one."""
    made = {name: key_command(data, "create", name, "--expires", "1", "--json") for name in KEYS}
    key_command(data, "revoke", made["revoked"]["key_id"])
    with closing(sqlite3.connect(data / "state.sqlite")) as state, state:
        state.execute("UPDATE keys SET expires = '2020-01-01 00:00:00.000000' WHERE name = 'expired'")
    return {name: key["secret"] for name, key in made.items()}


def key_command(data: Path, *arguments: str) -> Any:
    """What `fagkompas keys` says, if it is JSON."""
    command = [fagkompas(), "--data", str(data), "keys", *arguments]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(said) if "--json" in arguments else None


def assail(service: Service, wanted: Sequence[Hostile], secrets: Mapping[str, str], tally: Tally) -> None:
    """Send them, several at once, and note what is wrong."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        replies = list(threads.map(lambda hostile: send(service.port, hostile, secrets), wanted))
    for hostile, reply in zip(wanted, replies, strict=True):
        status = reply.status if reply else CLOSED
        tally.sent += 1
        tally.statuses[status] = tally.statuses.get(status, 0) + 1
        if wrong := violation(hostile, reply):
            tally.violations.append(wrong)


def said(service: Service, secret: str = "") -> Any:
    """What the service answers to an everyday question, without what is new each time."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    reply = service.request("POST", "/api/ask", {"question": QUESTION}, headers)
    answer = reply.body if isinstance(reply.body, dict) else {}
    return reply.status, answer.get("text"), [citation["quote"] for citation in answer.get("citations", ())]


def harm(service: Service, secrets: Mapping[str, str]) -> list[str]:
    """What the log tells that it should not."""
    text = service.log.read_text("utf-8")
    found = [f"the log has {line}" for line in service.lines() if line["level"] in {"error", "critical"}]
    found += [f"the log has a secret: {name}" for name, secret in secrets.items() if secret in text]
    told = (QUESTION, "fagprofil", "Traceback", "etc/passwd", "evil.example")
    return found + [f"the log has {word!r}" for word in told if word in text]


def torture(service: Service, data: Path) -> Tally:
    """Send everything, first to a service without keys, then to the same one with keys."""
    tally = Tally()
    before = said(service)
    memory = service.memory()
    if before[0] != http.client.OK:
        tally.violations.append(f"{QUESTION!r} was answered with {before}")
    assail(service, [hostile for hostile in everything() if not hostile.keyed], {}, tally)
    if said(service) != before:
        tally.violations.append("the same question got another answer afterwards")
    secrets = make_keys(data)
    assail(service, [hostile for hostile in everything() if hostile.keyed], secrets, tally)
    if said(service, secrets["reader"]) != before:
        tally.violations.append("the same question got another answer with a key")
    tally.grown = service.memory() - memory
    if tally.grown > MOST_GROWTH:
        tally.violations.append(f"memory grew by {tally.grown:.0f} MB")
    tally.violations += harm(service, secrets)
    return tally


def run(workplace: Path, samples: Path = SAMPLES) -> Tally:
    """Ingest the samples, serve them, and send everything."""
    data = workplace / "data"
    ingest(data, samples)
    with running(data, workplace / "log", request_seconds=REQUEST_SECONDS) as service:
        tally = torture(service, data)
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="only name what would be sent")
    if parser.parse_args(arguments).list:
        print("\n".join(hostile.name for hostile in everything()))
        return 0
    with tempfile.TemporaryDirectory(prefix="fagkompas-hostile-") as workplace:
        try:
            tally = run(Path(workplace))
        except ServiceError as error:
            print(error, file=sys.stderr)
            return 1
    statuses = ", ".join(f"{count} × {status or 'closed'}" for status, count in sorted(tally.statuses.items()))
    print(f"{tally.sent} hostile requests ({statuses}); memory grew by {tally.grown:.0f} MB")
    for wrong in tally.violations:
        print(f"  {wrong}")
    return 1 if tally.violations else 0


if __name__ == "__main__":
    raise SystemExit(main())

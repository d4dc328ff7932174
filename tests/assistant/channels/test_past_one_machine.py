"""Two services and an ingest over one data folder, vectors in a real Chroma server and the state in a real Postgres."""

import itertools
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from evals.benchmarks.cold_start import fagkompas
from evals.benchmarks.service import Service, running
from tests.assistant.channels.doors import write_sources
from tests.chroma_server import ChromaProcess, running_chroma

QUESTION = "Hvad er det sværeste område for medarbejderne?"
FIRST_PERCENT = 54
# Moments in seconds after an ingest has begun its copy: a small one is through after a second.
MOMENTS = (0.0, 0.15, 0.3, 0.6)
PATIENCE = 120


@dataclass
class Site:
    """What two machines share, and the two services on it."""

    folder: Path
    settings: Mapping[str, str]
    chroma: ChromaProcess
    services: list[Service] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def begin(self, *arguments: str) -> "subprocess.Popen[str]":
        """The real command in a process of its own."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FAGKOMPAS_")}
        environment |= {f"FAGKOMPAS_{name.upper()}": value for name, value in self.settings.items()}
        return subprocess.Popen(
            [fagkompas(), "--data", str(self.data), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def call(self, *arguments: str) -> tuple[int, str]:
        """Its exit code, and the last line it wrote for people."""
        with self.begin(*arguments) as process:
            output, error = process.communicate(timeout=PATIENCE)
        return process.returncode, ([*output.splitlines(), *error.splitlines()] or [""])[-1]

    def write(self, percent: int) -> None:
        report = self.folder / "sources/rapport.md"
        write_sources(report.parent)
        report.write_text(report.read_text("utf-8").replace(f"{FIRST_PERCENT} procent", f"{percent} procent"), "utf-8")

    def ingest(self) -> None:
        assert self.call("ingest", str(self.folder / "sources"))[0] == 0

    def answers(self) -> set[tuple[int, int, tuple[str, ...]]]:
        """What both services answer now: generation, per cent, and the notices that matter here."""
        return {answer(service) for service in self.services}


def answer(service: Service) -> tuple[int, int, tuple[str, ...]]:
    reply = service.ask(QUESTION)
    assert reply.status == 200, reply.body
    quotes = " ".join(citation["quote"] for citation in reply.body["citations"])
    (percent,) = {int(before.split()[-1]) for before in quotes.split(" procent")[:-1]}
    codes = tuple(notice["code"] for notice in reply.body["notices"] if notice["code"] == "words_alone")
    return reply.body["generation"], percent, codes


@pytest.fixture
def site(tmp_path: Path, postgres_url: str) -> Iterator[Site]:
    with running_chroma(tmp_path / "chroma") as chroma:
        settings = {"chroma_url": chroma.url, "state_url": postgres_url}
        site = Site(tmp_path, settings, chroma)
        site.write(FIRST_PERCENT)
        site.ingest()
        with (
            running(site.data, tmp_path / "one.log", **settings) as one,
            running(site.data, tmp_path / "two.log", **settings) as two,
        ):
            site.services = [one, two]
            yield site


@contextmanager
def asking(site: Site) -> Iterator[set[tuple[int, int, tuple[str, ...]]]]:
    """Ask both services all the while; gives what they answered, and an answer that is none fails the test."""
    seen: set[tuple[int, int, tuple[str, ...]]] = set()
    done = threading.Event()

    def ask(service: Service) -> None:
        while not done.is_set():
            seen.add(answer(service))

    with ThreadPoolExecutor(len(site.services)) as threads:
        askers = [threads.submit(ask, service) for service in site.services]
        try:
            yield seen
        finally:
            done.set()
        for asker in askers:
            asker.result()


def kill_during_ingest(site: Site, moment: float) -> None:
    with site.begin("ingest", str(site.folder / "sources")) as process:
        until = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < until and not any(site.data.glob("generations/.draft-*")):
            time.sleep(0.01)
        time.sleep(moment)
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_two_services_answer_from_one_whole_generation_whatever_happens_to_the_ingest(site: Site) -> None:
    assert site.answers() == {(1, 54, ())}
    with asking(site) as seen:
        site.write(61)
        site.ingest()
        assert site.answers() == {(2, 61, ())}
        for moment, percent in zip(MOMENTS, itertools.count(70), strict=False):
            site.write(percent)
            kill_during_ingest(site, moment)
        # Whether the last moments came too late to keep one from being published is chance; half of one is not.
        (told,) = site.answers()
        site.write(80)
        site.ingest()
        (last,) = site.answers()
    assert last[0] == told[0] + 1
    assert last[1:] == (80, ())
    assert {(1, 54, ()), (2, 61, ()), last} <= seen
    by_generation = {generation: percent for generation, percent, _ in seen}
    assert seen == {(generation, percent, ()) for generation, percent in by_generation.items()}
    assert site.call("rollback")[0] == 0
    assert site.answers() == {told}
    assert site.call("doctor")[0] == 0


@pytest.mark.slow
def test_what_one_service_was_told_the_other_knows_and_without_vectors_both_answer_by_words(site: Site) -> None:
    one, two = site.services
    first = one.ask(QUESTION).body
    second = two.request(
        "POST", "/api/ask", {"question": "Hvem står bag?", "conversation_id": first["conversation_id"]}
    )
    assert second.body["conversation_id"] == first["conversation_id"]
    kept = [service.request("GET", f"/api/conversations/{first['conversation_id']}").body for service in (one, two)]
    assert kept[0] == kept[1]
    assert [told["id"] for told in kept[0]["answers"]] == [first["id"], second.body["id"]]
    site.chroma.stop()
    assert site.answers() == {(1, 54, ("words_alone",))}
    site.write(61)
    refused = f"Chroma-serveren på {site.chroma.url} svarer ikke."
    code, said = site.call("ingest", str(site.folder / "sources"))
    assert (code, said.startswith(refused)) == (2, True)
    code, said = site.call("doctor")
    assert (code, refused in said) == (1, True)
    assert [service.request("GET", "/readyz").status for service in site.services] == [200, 200]
    warnings = {line["message"] for service in site.services for line in service.lines() if line["level"] == "warning"}
    assert len(warnings) == 1
    assert site.chroma.url in warnings.pop()
    site.chroma.start()
    assert site.answers() == {(1, 54, ())}
    site.ingest()
    assert site.answers() == {(2, 61, ())}
    assert site.call("doctor")[0] == 0

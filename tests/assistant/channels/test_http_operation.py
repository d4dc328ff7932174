"""Health, figures and the ids of requests."""

import threading
import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from assistant.channels.http.metrics import Metrics, memory_bytes
from assistant.channels.state.errors import StateError
from assistant.channels.state.keys import Keys
from assistant.core.assistant import Assistant
from assistant.core.events import Event, Token
from knowledge.generations import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from tests.assistant.channels.doors import ingest_into, serving, write_sources

# The longest wait for what comes within milliseconds.
PATIENCE = 30
# What anyio gives a worker for its plain questions, and more people than that.
THREADS_OF_A_WORKER = 40
MOST_THREADS = 44
QUESTION = {"question": "Hvad er det sværeste for medarbejderne?"}


@pytest.fixture
def own(small_data: Path) -> Iterator[httpx.Client]:
    """A service that nobody else asks, so that its figures are known."""
    with serving(small_data) as client:
        yield client


def figures(client: httpx.Client) -> dict[tuple[str, ...], float]:
    """Each figure under its name and the values of its labels, which come by their names."""
    text = client.get("/metrics").text
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def figures_when(client: httpx.Client, name: tuple[str, ...], value: float) -> dict[tuple[str, ...], float]:
    """The figures when one has this value: a request is counted after its reply is out."""
    until = time.monotonic() + PATIENCE
    while (found := figures(client)).get(name) != value and time.monotonic() < until:
        time.sleep(0.01)
    assert found[name] == value
    return found


def test_a_service_that_can_answer_is_ready_and_says_from_what(client: httpx.Client) -> None:
    assert client.get("/readyz").json() == {"status": "ready", "generation": 1}


def test_without_a_knowledge_base_it_is_alive_but_not_ready(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.json()["type"] == "/problems/not-ready"
    assert "fagkompas ingest" in reply.json()["detail"]


def test_it_is_alive_while_every_thread_has_a_question(own: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, go_on = threading.Semaphore(0), threading.Event()

    def held(*_: object) -> Generator[Event]:
        asked.release()
        assert go_on.wait(PATIENCE)
        yield Token("")

    monkeypatch.setattr(Assistant, "stream", held)
    with ThreadPoolExecutor(MOST_THREADS) as people:
        for _ in range(MOST_THREADS):
            people.submit(httpx.post, f"{own.base_url}/api/ask", json=QUESTION, timeout=PATIENCE)
        for _ in range(THREADS_OF_A_WORKER):
            assert asked.acquire(timeout=PATIENCE)
        assert own.get("/healthz", timeout=PATIENCE).json() == {"status": "ok"}
        go_on.set()


def test_it_becomes_ready_when_something_is_ingested(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as client:
        assert client.get("/readyz").status_code == 503
        ingest_into(tmp_path / "data", write_sources(tmp_path / "sources"))
        assert client.get("/readyz").status_code == 200


def test_damage_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("hest", encoding="utf-8")
    with serving(tmp_path) as client:
        problem = client.get("/readyz", headers={"accept-language": "en"}).json()
    assert problem["type"] == "/problems/not-ready"
    assert "fagkompas" in problem["detail"]


def test_a_fault_nobody_foresaw_is_not_ready_either(own: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def search(*_: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("knowledge.snapshot.OpenGeneration.search", search)
    reply = own.get("/readyz")
    assert reply.status_code == 503
    assert "fagkompas doctor" in reply.json()["detail"]
    assert "secret" not in reply.text


def test_without_its_database_it_is_alive_and_lets_nobody_in(
    own: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(_: Keys) -> bool:
        raise StateError("The database does not answer; start it.")

    monkeypatch.setattr(Keys, "any", unreachable)
    assert own.get("/healthz").status_code == 200
    for path in ("/readyz", "/api/sources", "/metrics"):
        assert own.get(path).status_code == 503


def test_what_is_answered_and_refused_is_counted(own: httpx.Client) -> None:
    own.post("/api/ask", json=QUESTION)
    own.post("/api/ask", json=QUESTION, headers={"accept": "text/event-stream"})
    own.post("/api/ask", json={"question": "Hvad koster en elefant i Kina?"})
    own.post("/api/ask", json={})
    own.get("/api/courses/facilitering")
    own.get("/api/courses/nope")
    own.get("/static/main.js")
    own.request("PROPFIND", "/wp-admin/setup.php")
    found = figures_when(own, ("fagkompas_requests_total", "other", "unknown", "404"), 1)
    assert found[("fagkompas_requests_total", "POST", "/api/ask", "200")] == 3
    assert found[("fagkompas_requests_total", "POST", "/api/ask", "422")] == 1
    assert found[("fagkompas_requests_total", "GET", "/api/courses/{course_id}", "200")] == 1
    assert found[("fagkompas_requests_total", "GET", "/api/courses/{course_id}", "404")] == 1
    assert found[("fagkompas_requests_total", "GET", "/static", "200")] == 1
    assert found[("fagkompas_answers_total", "answer")] == 2
    assert found[("fagkompas_answers_total", "abstain")] == 1
    assert found[("fagkompas_problems_total", "invalid")] == 1
    assert found[("fagkompas_problems_total", "unknown_course")] == 1
    assert found[("fagkompas_request_seconds_count", "/api/ask")] == 4
    assert found[("fagkompas_streams",)] == 0


def test_what_is_known_is_told(own: httpx.Client) -> None:
    found = figures(own)
    assert found[("fagkompas_generation",)] == 1
    assert (found[("fagkompas_sources",)], found[("fagkompas_courses",)], found[("fagkompas_profiles",)]) == (7, 4, 1)
    assert found[("fagkompas_passages",)] > 0
    assert found[("fagkompas_seconds_since_publish",)] >= 0
    assert found[("fagkompas_memory_bytes",)] == pytest.approx(memory_bytes(), rel=0.5)


def test_without_a_knowledge_base_the_other_figures_are_there(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as client:
        found = figures(client)
    assert found[("fagkompas_generation",)] == 0
    assert ("fagkompas_sources",) not in found
    assert ("fagkompas_streams",) in found


def test_a_damaged_folder_costs_only_the_figures_of_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "generations" / "000001").mkdir(parents=True)
    (tmp_path / "CURRENT").write_text("1", encoding="ascii")
    with KnowledgeBase(KnowledgeSettings(tmp_path), lambda: pytest.fail("nothing is embedded")) as base:
        assert b"fagkompas_generation 0.0" in Metrics().page(base)


def test_streams_under_way_are_told(own: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()
    original = "assistant.core.assistant.Assistant.stream"

    def stream(*_: object) -> Iterator[object]:
        begun.set()
        go_on.wait(30)
        yield from ()

    monkeypatch.setattr(original, stream)
    with own.stream("POST", "/api/ask", json=QUESTION, headers={"accept": "text/event-stream"}) as reply:
        assert begun.wait(30)
        during = figures(own)[("fagkompas_streams",)]
        go_on.set()
        reply.read()
    assert during == 1
    figures_when(own, ("fagkompas_streams",), 0)


@pytest.mark.parametrize("given", ["abc", "7f9c24e5-2f0b-4a8e-9d43-c6f1d6a2b001", "Root:1-67891233-abc", "x" * 64])
def test_the_id_of_a_request_comes_back(client: httpx.Client, given: str) -> None:
    reply = client.get("/nope", headers={"x-request-id": given})
    assert reply.headers["x-request-id"] == given
    assert reply.json()["request_id"] == given


@pytest.mark.parametrize("given", ["", "fk_secret", "a b", "x" * 65, "<script>", "æ".encode()])
def test_an_id_that_is_none_is_replaced(client: httpx.Client, given: str | bytes) -> None:
    reply = client.get("/nope", headers={"x-request-id": given})
    assert len(reply.headers["x-request-id"]) == 32
    assert reply.json()["request_id"] == reply.headers["x-request-id"]


def test_every_request_has_an_id_of_its_own(client: httpx.Client) -> None:
    paths = ("/", "/healthz", "/api/sources", "/api/sources", "/nope", "/metrics")
    ids = [client.get(path).headers["x-request-id"] for path in paths]
    assert len(set(ids)) == len(paths)

"""`GET /metrics`: what Prometheus collects, of all workers together."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.responses import Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from assistant.channels.http.exchanges import Exchange
from assistant.channels.http.replies import problems
from knowledge.errors import FagkompasError
from knowledge.generations import KnowledgeBase

if TYPE_CHECKING:
    from assistant.channels.http.request_log import Request

# Seconds: an extractive answer takes tens of milliseconds, one written by a model tens of seconds.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
COUNTED = ("sources", "passages", "courses", "profiles")
# Linux tells the pages of memory a process holds, as the second number.
MEMORY = Path("/proc/self/statm")
PAGE_BYTES = 4_096


class Metrics:
    """The figures of one process; with a folder they are put together with those of the other workers."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        # When each series began is twice as much text as the figures themselves.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._own = own = CollectorRegistry()
        self._requests = Counter(
            "fagkompas_requests", "Requests answered; status 0: left", ["route", "method", "status"], registry=own
        )
        self._seconds = Histogram(
            "fagkompas_request_seconds", "From request to end of reply", ["route"], registry=own, buckets=BUCKETS
        )
        self._answers = Counter("fagkompas_answers", "Answers given", ["kind"], registry=own)
        self._model = Counter(
            "fagkompas_model",
            "Of a language model: claims by what became of them, tokens, calls that failed",
            ["what"],
            registry=own,
        )
        self._problems = Counter("fagkompas_problems", "Requests refused or failed", ["problem"], registry=own)
        self.streams = Gauge("fagkompas_streams", "Answers being streamed", registry=own, multiprocess_mode="livesum")
        self._memory = Gauge(
            "fagkompas_memory_bytes", "Memory of all workers", registry=own, multiprocess_mode="livesum"
        )

    def count(self, request: "Request", seconds: float, exchange: Exchange) -> None:
        """Count a request whose reply is out."""
        self._requests.labels(request.route, request.method, str(request.status)).inc()
        self._seconds.labels(request.route).observe(seconds)
        if exchange.kind:
            self._answers.labels(exchange.kind).inc()
        if exchange.problem:
            self.refuse(exchange.problem)
        self._memory.set(memory_bytes())

    def count_model(self, what: str, number: int) -> None:
        """Count something of a language model's work."""
        self._model.labels(what).inc(number)

    def refuse(self, problem: str) -> None:
        """Count a problem by its code."""
        self._problems.labels(problem).inc()

    def page(self, knowledge_base: KnowledgeBase) -> bytes:
        """Everything, in the text format that Prometheus reads."""
        self._memory.set(memory_bytes())
        registry = self._own
        if self._folder is not None:
            registry = CollectorRegistry()
            # It registers itself.
            MultiProcessCollector(registry, str(self._folder))  # type: ignore[no-untyped-call]
        known = CollectorRegistry()
        known.register(_Known(knowledge_base))
        return generate_latest(registry) + generate_latest(known)


class _Known(Collector):
    """What is published; looked up when it is asked for, since every worker reads the same."""

    def __init__(self, knowledge_base: KnowledgeBase) -> None:
        self._knowledge_base = knowledge_base

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            kept = self._knowledge_base.generations()
        except FagkompasError:
            # A damaged folder is told by /readyz; the other figures are wanted most then.
            kept = []
        current = next((one for one in kept if one.current), None)
        yield GaugeMetricFamily("fagkompas_generation", "Published; 0: none", current.number if current else 0)
        if current is None:
            return
        for name in COUNTED:
            yield GaugeMetricFamily(f"fagkompas_{name}", f"How many {name} are known", current.counts.get(name, 0))
        latest = max(one.published_at for one in kept)
        age = (datetime.datetime.now(datetime.UTC) - latest).total_seconds()
        yield GaugeMetricFamily("fagkompas_seconds_since_publish", "Since an ingest last published", age)


def memory_bytes() -> float:
    """What this process holds in memory; 0 where the system does not tell."""
    try:
        return float(MEMORY.read_text("ascii").split()[1]) * PAGE_BYTES
    except (OSError, IndexError, ValueError):
        return 0.0


def forget_worker(pid: int, folder: Path) -> None:
    """Leave a worker that ended out of what is true of the present."""
    mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]


def register(api: FastAPI, metrics: Metrics, knowledge_base: KnowledgeBase) -> None:
    """Add the route."""

    figured: dict[int | str, dict[str, Any]] = {
        200: {"description": "Prometheus' text format", "content": {"text/plain": {}}}
    }

    @api.get(
        "/metrics",
        summary="Figures for Prometheus (editor)",
        tags=["operation"],
        operation_id="metrics",
        response_class=Response,
        responses={**figured, **problems()},
    )
    def figures() -> Response:
        return Response(metrics.page(knowledge_base), media_type=CONTENT_TYPE_LATEST)

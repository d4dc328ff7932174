"""Questions from many people at once, and an ingest meanwhile: `python -m evals.benchmarks.load`.

A real service on loopback over a copy of the samples. First one user asks, one question after the other; then questions
come at a steady rate whether earlier ones were answered or not (open arrivals: a slow service gets no rest), every
other one as a stream of events. Half way the documents cited most are changed, and `POST /api/ingest` takes them in.
Latencies count from the moment a question was due. Exit code 1 when a limit is broken: an error, an answer that cites
what its generation does not hold, a 95th percentile above 10 times the single user's median, or memory that grew by
more than 150 MB a worker.
"""

import argparse
import http.client
import itertools
import json
import math
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evals.benchmarks.cold_start import SAMPLES, fagkompas
from evals.benchmarks.service import Service, ServiceError, running
from evals.cases import Split, select
from evals.suites import read_suites

# The 95th percentile under load may be so many times the median of one user alone.
MOST_TIMES = 10.0
# Megabytes that each worker may hold more than before: it opened a second generation, and allocators keep some of what
# the first one took.
MOST_GROWTH = 150.0
# Questions that one user asks first; a median of them moves little from run to run.
ALONE = 60
# Documents that change: the ones cited most, so that an answer out of two generations would show.
CHANGED = 10
# Questions under way at once; more than these would wait in this program, and their wait would count.
THREADS = 64
# Seconds between two looks at how far an ingest is.
PAUSE = 0.25
SEED = 1
# The place of the stolen ticks in a line of /proc/stat; those after it are counted among the ones before.
_STEAL = 7


@dataclass(frozen=True, slots=True)
class Asked:
    """One question under load; seconds since the load began."""

    due: float
    took: float
    answer: dict[str, Any] | None
    error: str | None = None


@dataclass(slots=True)
class Figures:
    """What came of it; seconds and megabytes."""

    workers: int
    rate: float
    seconds: float
    asked: int = 0
    alone_p50: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    slowest: float = 0.0
    memory_before: float = 0.0
    memory_after: float = 0.0
    ingest_seconds: float = 0.0
    stolen: float = 0.0
    """The share of the processors that the machine's host gave to others meanwhile."""
    generations: dict[int, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)

    def broken(self) -> list[str]:
        """The limits that were not kept."""
        found = [f"{len(self.errors)} errors: {self.errors[:3]}"] if self.errors else []
        found += [f"{len(self.mixed)} mixed answers: {self.mixed[:3]}"] if self.mixed else []
        if self.p95 > MOST_TIMES * self.alone_p50:
            found.append(f"p95 {self.p95:.3f} s is more than {MOST_TIMES:g} times {self.alone_p50:.3f} s")
        if self.memory_after - self.memory_before > MOST_GROWTH * self.workers:
            found.append(f"memory grew by {self.memory_after - self.memory_before:.0f} MB")
        if math.isnan(self.ingest_seconds):
            found.append("the ingest failed")
        if len(self.generations) != 2:
            found.append(f"answers came from the generations {sorted(self.generations)}, not from two")
        return found


def questions() -> Iterator[str]:
    """The questions of the tune half of the suites, again and again, in an order that mixes the suites."""
    texts = [case.question for case in select(read_suites(), Split.TUNE)]
    random.Random(SEED).shuffle(texts)
    return itertools.cycle(texts)


def ask(service: Service, question: str, stream: bool, began: float, due: float) -> Asked:
    """Ask, and note how long after it was due the answer was there."""
    answer, error = None, None
    try:
        reply = service.ask(question, stream)
        if reply.status == http.client.OK and reply.body:
            answer = reply.body
        else:
            error = f"{question!r} was answered with {reply.status} {reply.body}"
    except (OSError, http.client.HTTPException, ValueError) as failed:
        error = f"{question!r}: {type(failed).__name__}: {failed}"
    return Asked(due, time.perf_counter() - began - due, answer, error)


def alone(service: Service, source: Iterator[str], count: int) -> list[Asked]:
    """One user's questions, each after the answer to the one before."""
    asked = []
    for _ in range(count):
        asked.append(ask(service, next(source), False, time.perf_counter(), 0.0))
    return asked


def together(
    service: Service, source: Iterator[str], rate: float, seconds: float, half_way: Callable[[], None]
) -> list[Asked]:
    """Questions at a steady rate, however long the answers take; `half_way` is called beside them."""
    number_of_questions = max(1, round(rate * seconds))
    futures: list[Future[Asked]] = []
    with ThreadPoolExecutor(THREADS) as threads:
        began = time.perf_counter()
        for number in range(number_of_questions):
            due = number / rate
            if number == number_of_questions // 2:
                beside = threads.submit(half_way)
            time.sleep(max(0.0, began + due - time.perf_counter()))
            futures.append(threads.submit(ask, service, next(source), number % 2 == 1, began, due))
        beside.result()
    return [future.result() for future in futures]


def change(folder: Path, cited: Counter[str], count: int) -> None:
    """Add a paragraph to the Markdown documents cited most, so that their texts are other texts from now on."""
    by_name = {path.stem: path for path in sorted(folder.rglob("*.md"))}
    wanted = [by_name[name] for name, _ in cited.most_common() if name in by_name]
    wanted += [path for path in by_name.values() if path not in wanted]
    for path in wanted[:count]:
        path.write_text(path.read_text("utf-8") + "\n\nTeksten er gennemset på ny af redaktionen.\n", "utf-8")


def ingest(data: Path, folder: Path) -> float:
    """Ingest in a process of its own; the seconds it took."""
    began = time.perf_counter()
    command = [fagkompas(), "--data", str(data), "ingest", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def ingest_again(service: Service) -> float:
    """Let the service ingest what it knows once more; the seconds until that is done, not a number where it failed."""
    began = time.perf_counter()
    run = service.request("POST", "/api/ingest", {}).body
    while run.get("state") == "running":
        time.sleep(PAUSE)
        run = service.request("GET", f"/api/ingest/{run['run_id']}").body
    return time.perf_counter() - began if run.get("state") == "done" else math.nan


def texts_of(service: Service) -> dict[str, str]:
    """Which text each source has now."""
    listed = service.request("GET", "/api/sources").body["sources"]
    return {source["source_id"]: source["text_id"] for source in listed}


def mixed(asked: Sequence[Asked], held: dict[int, dict[str, str]], service: Service) -> list[str]:
    """The citations that their answer's generation does not hold, or that do not stand where they say."""
    texts: dict[str, str] = {}
    found = []
    for one in asked:
        answer = one.answer or {"citations": [], "generation": 0}
        for citation in answer["citations"]:
            source, text_id = citation["source_id"], citation["text_id"]
            if held.get(answer["generation"], {}).get(source) != text_id:
                found.append(f"generation {answer['generation']} has no {text_id} of {source}")
            if text_id not in texts:
                texts[text_id] = service.request("GET", f"/api/texts/{text_id}").body.get("text", "")
            if texts[text_id][citation["start"] : citation["end"]] != citation["quote"]:
                found.append(f"{answer['id']} quotes {source} where it does not stand")
    return found


def ticks() -> list[int]:
    """How often a tick of the clock met each state of the processors since the start; nothing but on Linux."""
    counted = Path("/proc/stat")
    return [int(count) for count in counted.read_text().splitlines()[0].split()[1:]] if counted.exists() else []


def stolen(before: Sequence[int], after: Sequence[int]) -> float:
    """The share of ticks between two looks at which the processors worked for others (proc(5), `steal`)."""
    passed = [later - earlier for earlier, later in zip(before, after, strict=True)]
    return passed[_STEAL] / sum(passed[: _STEAL + 1]) if sum(passed) else 0.0


def measure(service: Service, folder: Path, options: argparse.Namespace) -> Figures:
    """One user, then many with an ingest in the middle; what came of it."""
    figures = Figures(options.workers, options.rate, options.seconds)
    source = questions()
    # What is loaded at a worker's first questions is nobody's latency.
    alone(service, source, options.alone)
    single = alone(service, source, options.alone)
    figures.alone_p50 = statistics.median(one.took for one in single)
    figures.memory_before = service.memory()
    held = {service.request("GET", "/readyz").body["generation"]: texts_of(service)}
    cited = Counter(c["source_id"] for one in single for c in (one.answer or {}).get("citations", ()))

    def half_way() -> None:
        change(folder, cited, CHANGED)
        figures.ingest_seconds = ingest_again(service)

    before = ticks()
    asked = together(service, source, options.rate, options.seconds, half_way)
    figures.stolen = stolen(before, ticks())
    held[service.request("GET", "/readyz").body["generation"]] = texts_of(service)
    figures.memory_after = service.memory()
    took = sorted(one.took for one in asked)
    figures.asked, figures.slowest = len(asked), took[-1]
    figures.p50, figures.p95 = statistics.median(took), took[min(len(took) - 1, int(0.95 * len(took)))]
    figures.generations = dict(Counter(one.answer["generation"] for one in asked if one.answer))
    figures.errors = [one.error for one in (*single, *asked) if one.error]
    figures.mixed = mixed(asked, held, service)
    return figures


def run(options: argparse.Namespace, workplace: Path, samples: Path = SAMPLES) -> Figures:
    """Ingest the samples, serve them and measure; an error in the log counts as an error."""
    data, folder = workplace / "data", workplace / "samples"
    shutil.copytree(samples, folder)
    ingest(data, folder)
    with running(data, workplace / "log", ("--workers", str(options.workers))) as service:
        figures = measure(service, folder, options)
    figures.errors += [str(line) for line in service.lines() if line["level"] not in {"debug", "info"}]
    return figures


def told(figures: Figures) -> str:
    """The figures in words."""
    return (
        f"{figures.asked} questions, {figures.rate:g} a second, {figures.workers} worker(s); generations "
        f"{figures.generations}, ingest {figures.ingest_seconds:.1f} s\n"
        f"one user alone: median {figures.alone_p50:.3f} s\n"
        f"under load: median {figures.p50:.3f} s, p95 {figures.p95:.3f} s "
        f"({figures.p95 / figures.alone_p50:.1f} times one user's median), slowest {figures.slowest:.3f} s\n"
        f"processors given to others by the machine's host: {figures.stolen:.0%}\n"
        f"memory: {figures.memory_before:.0f} MB before, {figures.memory_after:.0f} MB after\n"
        f"errors: {len(figures.errors)}, mixed answers: {len(figures.mixed)}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=180, help="how long questions come")
    parser.add_argument("--rate", type=float, default=5, help="how many come each second")
    parser.add_argument("--workers", type=int, default=1, help="how many processes answer")
    parser.add_argument("--alone", type=int, default=ALONE, help="how many questions one user asks first")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="fagkompas-load-") as workplace:
        try:
            figures = run(options, Path(workplace))
        except ServiceError as error:
            print(error, file=sys.stderr)
            return 1
    print(json.dumps(asdict(figures)) if options.json else told(figures))
    for limit in figures.broken():
        print(f"  {limit}", file=sys.stderr)
    return 1 if figures.broken() else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""A large knowledge base, from files to answers: `python -m evals.benchmarks.scale --data PATH/danish_docs.jsonl.gz`.

Writes so many files of so many sections (each section becomes a passage) out of real Danish documents, and measures
with the real command, a process each: the first ingest, an unchanged one, one with a changed file (that file alone, and
the whole folder), an ingest that is killed half way with the one that takes it up; then the size on disk and searches.
Seconds are those of the clock; an ingest also tells its processor time and its largest memory. Without `--data` the
texts are made of the bundled samples. Exit code 1 when a limit is broken.
"""

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from evals.assembling import SAMPLES
from evals.benchmarks.cold_start import fagkompas
from knowledge.embedder import Vectors
from knowledge.embeddings import EmbeddingModel, load
from knowledge.generations import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from knowledge.types import SearchQuery

# Milliseconds of a search without the model's own, and seconds of the two ingests that people wait for.
MOST_SEARCH, MOST_UNCHANGED, MOST_CHANGED = 25.0, 5.0, 3.0
QUESTIONS = 300
SECTIONS = 10
# Blocks of the documents that make a section, and words of them that make its heading.
BLOCKS, HEADING_WORDS = 2, 7
# A question is so many words of a section.
QUESTION_WORDS = 9
MEGABYTE = 1_000_000
CHANGED_WORDS = "Her står der noget andet nu, om virksomhedssamarbejde og sidemandsoplæring."


@dataclass(frozen=True, slots=True)
class Taken:
    """What one command took."""

    seconds: float
    processor: float
    megabytes: float
    """The largest memory of the process."""

    def __str__(self) -> str:
        return f"{self.seconds:6.1f} s, {self.processor:6.1f} s of processor, {self.megabytes:5.0f} MB"


class Timed:
    """An embedding that adds up how long it takes."""

    def __init__(self, model: EmbeddingModel) -> None:
        self.name, self.fingerprint, self.dimensions = model.name, model.fingerprint, model.dimensions
        self.is_instant = model.is_instant
        self.seconds = 0.0
        self._model = model

    def embed_query(self, text: str) -> Sequence[float]:
        """Embed a question."""
        began = time.perf_counter()
        vector = self._model.embed_query(text)
        self.seconds += time.perf_counter() - began
        return vector

    def embed_array(self, texts: Sequence[str]) -> Vectors:
        """Embed sentences of passages."""
        began = time.perf_counter()
        vectors = self._model.embed_array(texts)
        self.seconds += time.perf_counter() - began
        return vectors


def main() -> int:
    """Write, ingest, search, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="lines of JSON with `blocks`, gzipped")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it there")
    given = parser.parse_args()
    workplace = given.keep or Path(tempfile.mkdtemp(prefix="fagkompas-scale-"))
    try:
        broken = measure(workplace, given.data, given.files)
    finally:
        if given.keep is None:
            shutil.rmtree(workplace, ignore_errors=True)
    for one in broken:
        print(f"broken: {one}")
    return 1 if broken else 0


def measure(workplace: Path, documents: Path | None, files: int) -> list[str]:
    """Measure everything; returns the limits that were broken."""
    folder, data = workplace / "kilder", workplace / "data"
    write_files(folder, documents, files)
    print(f"first ingest of {files} files:      {ingest(data, folder)}", flush=True)
    unchanged = statistics.median(ingest(data, folder).seconds for _ in range(3))
    print(f"unchanged:                       {unchanged:6.1f} s", flush=True)
    changed = [change_one(data, folder, number, alone=True).seconds for number in range(3)]
    within = [change_one(data, folder, number, alone=False).seconds for number in range(3, 6)]
    print(f"one file changed, that alone:    {statistics.median(changed):6.1f} s", flush=True)
    print(f"one file changed, whole folder:  {statistics.median(within):6.1f} s", flush=True)
    sizes(data)
    search = searches(data)
    resume(workplace / "broken-off", folder)
    limits = (
        ("an unchanged ingest", unchanged, MOST_UNCHANGED, "s"),
        ("a changed file", statistics.median(changed), MOST_CHANGED, "s"),
        ("95 % of searches", search, MOST_SEARCH, "ms"),
    )
    return [f"{name}: {value:.1f} {unit} > {most} {unit}" for name, value, most, unit in limits if value > most]


def write_files(folder: Path, documents: Path | None, files: int) -> None:
    """Write Markdown files of ten sections each; what is there already stays."""
    folder.mkdir(parents=True, exist_ok=True)
    sections = _sections(documents)
    for number in range(files):
        parts = [f"# Dokument {number}", f"Dato: {1 + number % 28}. marts 2024"]
        for heading, text in islice(sections, SECTIONS):
            parts += [f"## {heading}", text]
        (folder / f"{number:06d}.md").write_text("\n\n".join(parts) + "\n", "utf-8")


def _sections(documents: Path | None) -> Iterator[tuple[str, str]]:
    """Headings and texts without end; the second time round each is told apart by a number."""
    turn = 0
    while True:
        for blocks in _documents(documents):
            for start in range(0, len(blocks) - 1, BLOCKS):
                text = "\n\n".join(blocks[start : start + BLOCKS])
                heading = " ".join(text.split()[:HEADING_WORDS])
                yield (f"{heading} {turn}", f"{text} ({turn})") if turn else (heading, text)
        turn += 1


def _documents(documents: Path | None) -> Iterator[list[str]]:
    if documents is None:
        for path in sorted(SAMPLES.rglob("*.md")):
            yield [part.strip("# ") for part in path.read_text("utf-8").split("\n\n") if part.strip()]
        return
    with gzip.open(documents, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield [block.replace("\n", " ").lstrip("#-*!> ") for block in json.loads(line)["blocks"]]


def ingest(data: Path, *roots: Path) -> Taken:
    """Run the command to its end; raises `SystemExit` where it fails."""
    process = _start(data, *roots)
    began = time.perf_counter()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit("an ingest failed")
    kilobytes = usage.ru_maxrss if sys.platform != "darwin" else usage.ru_maxrss / 1024
    return Taken(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, kilobytes / 1000)


def _start(data: Path, *roots: Path) -> "subprocess.Popen[bytes]":
    command = [fagkompas(), "--data", str(data), "ingest", "--json", *map(str, roots)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def change_one(data: Path, folder: Path, number: int, alone: bool) -> Taken:
    """Change a file and ingest it, named alone or with all others."""
    path = folder / f"{number:06d}.md"
    path.write_text(f"{path.read_text('utf-8')}\n\n## Ændret\n\n{CHANGED_WORDS} {number}\n", "utf-8")
    return ingest(data, path if alone else folder)


def sizes(data: Path) -> None:
    """Print what the current generation and the texts take on disk."""
    with open_base(data) as base:
        number = base.current().number
        counts = next(one.counts for one in base.generations() if one.current)
    generation = data / "generations" / f"{number:06d}"
    parts = {name: _size(generation / name) for name in ("knowledge.sqlite", "vectors", "keyword")}
    parts["texts"] = _size(data / "texts")
    told = ", ".join(f"{name} {size / MEGABYTE:.0f} MB" for name, size in parts.items())
    print(f"on disk: {told}; {counts['passages']} passages", flush=True)


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(one.stat().st_size for one in files)


def searches(data: Path) -> float:
    """Search for words of the passages; prints and returns the 95th percentile in ms, without the model's own time."""
    embedder = Timed(load(KnowledgeSettings(data).embedding))
    with KnowledgeBase(KnowledgeSettings(data), lambda: embedder) as base:
        snapshot = base.current()
        sources = snapshot.sources()
        step = max(1, len(sources) // QUESTIONS)
        questions = [_question(snapshot.passages(source.source_id)[0].text) for source in sources[::step]]
        snapshot.search(SearchQuery(questions[0]))
        taken, own = [], []
        for question in questions:
            embedder.seconds = 0.0
            began = time.perf_counter()
            snapshot.search(SearchQuery(question))
            taken.append((time.perf_counter() - began - embedder.seconds) * 1000)
            own.append(embedder.seconds * 1000)
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(
        f"{len(questions)} searches: median {statistics.median(taken):.1f} ms, p95 {p95:.1f} ms, "
        f"and the model's own {statistics.median(own):.1f} ms",
        flush=True,
    )
    return p95


def _question(text: str) -> str:
    return " ".join(text.split()[:QUESTION_WORDS])


def resume(data: Path, folder: Path) -> None:
    """Kill an ingest half way, and let another take it up."""
    whole = ingest(data, folder)
    shutil.rmtree(data)
    process = _start(data, folder)
    try:
        process.wait(whole.seconds / 2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    rest = ingest(data, folder)
    print(f"whole: {whole}; killed half way, the rest: {rest}", flush=True)


def open_base(data: Path) -> KnowledgeBase:
    """The knowledge base as the command opens it."""
    settings = KnowledgeSettings(data)
    return KnowledgeBase(settings, lambda: load(settings.embedding))


def _listed(taken: Sequence[float]) -> str:
    return ", ".join(f"{one:.1f}" for one in taken)


if __name__ == "__main__":
    raise SystemExit(main())

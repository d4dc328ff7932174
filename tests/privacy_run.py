"""Generated texts with CPR numbers in all written forms, and a search for what is left of them wherever they went.

    python -m tests.privacy_run [--texts 100000] [--asked 300] [--seed 1]

Every text is masked as a question is. All of them are written into Markdown, CSV, HTML and text files, some split over
lines and table cells, and ingested; so many are asked over HTTP of a service whose language model is a stub, with the
questions logged, and each answer is judged and made an eval case. Then the numbers are looked for in the prompts, the
log, the databases, the generation, the texts and the cases, by the digits alone and not by our own masking. Exit code 1
when one is found.
"""

import argparse
import datetime
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from evals.benchmarks.cold_start import fagkompas
from evals.benchmarks.service import Service, running
from knowledge.personal import mask_personal
from tests.assistant.core.generative.replies import passages, reply
from tests.model_stub import ModelStub, Request

FORMS = (
    "{d}{m}{y}-{s}", "{d}{m}{y}{s}", "{d}{m}{y} {s}", "{d}{m}{y} - {s}", "{d}{m}{y}\u2013{s}", "{d}{m}{y}\u2011{s}",
    "{d}{m}{y}\u00a0{s}", "{d}.{m}.{y}-{s}", "{d}-{m}-{y}-{s}", "{d}/{m}/{y}-{s}", "{d} {m} {y} {s}",
    "{d}{m}{c}{y}-{s}", "{d}{m}{y}-\n{s}", "{d}{m}{y}\n{s}",
)  # fmt: skip
AROUND = (
    "Min borger {cpr} mangler samtaler om virksomhedssamarbejde.",
    "Hvad gør jeg med {cpr}, som er sygemeldt?",
    "CPR: {cpr}",
    "cpr-nr. {cpr}; kursus i facilitering, 10 ECTS",
    "Borgeren ({cpr}) blev visiteret i 2024 til 5.000 kr.",
    "Ring om {cpr} på tirsdag.",
)
# Six digits, perhaps in pairs and with a century, and four more, however they are parted.
_LEFT = re.compile(r"(?<!\d)(\d\d)\D?(\d\d)\D?(?:18|19|20)?(\d\d)[^\d]{0,12}?(\d{4})(?!\d)")
_LINES = 500
KINDS = ("md", "csv", "html", "txt")
# All of it, or all but what names a fault.
INGESTED = (0, 3)


def numbers(count: int, luck: random.Random) -> list[tuple[str, str]]:
    """So many numbers, each as its ten digits and as somebody writes it."""
    found = []
    for place in range(count):
        born = datetime.date(1930, 1, 1) + datetime.timedelta(days=luck.randrange(34_000))
        serial = f"{luck.randrange(10_000):04d}"
        day, month, year = f"{born.day:02d}", f"{born.month:02d}", f"{born.year % 100:02d}"
        written = FORMS[place % len(FORMS)].format(d=day, m=month, y=year, c=born.year // 100, s=serial)
        found.append((day + month + year + serial, written))
    return found


def left_in(text: str, known: frozenset[str]) -> list[str]:
    """The numbers that still stand in a text; looked for anew from each digit, since one form may hide another."""
    found, place = [], 0
    while match := _LEFT.search(text, place):
        if "".join(match.groups()) in known:
            found.append(match.group())
        place = match.start() + 1
    return found


def write_files(texts: Sequence[str], folder: Path) -> None:
    """The texts in files of four formats, as paragraphs, table cells and lists."""
    folder.mkdir()
    for number, start in enumerate(range(0, len(texts), _LINES)):
        kind, some = KINDS[number % len(KINDS)], texts[start : start + _LINES]
        (folder / f"notat-{number}.{kind}").write_text(_WRITERS[kind](some), encoding="utf-8")


def _markdown(texts: Sequence[str]) -> str:
    cells = "\n".join(f"| {place} | {' '.join(text.split())} |" for place, text in enumerate(texts[::2]))
    return "# Notat\n\n" + "\n\n".join(texts[1::2]) + f"\n\n| nr | note |\n|---|---|\n{cells}\n"


def _csv(texts: Sequence[str]) -> str:
    return "nr;note\n" + "\n".join(f'{place};"{text}"' for place, text in enumerate(texts)) + "\n"


def _html(texts: Sequence[str]) -> str:
    rows = "".join(f"<tr><td>{place}</td><td>{text}</td></tr>" for place, text in enumerate(texts[::2]))
    body = "".join(f"<p>{text}</p>" for text in texts[1::2])
    return f"<html><head><title>Notat</title></head><body><main>{body}<table>{rows}</table></main></body></html>"


_WRITERS = {"md": _markdown, "csv": _csv, "html": _html, "txt": "\n\n".join}


def asked(service: Service, texts: Sequence[str]) -> int:
    """Ask, and judge every answer; how many were answered."""
    answered = 0
    for text in texts:
        answer = service.ask(text).body
        answered += "id" in answer
        judged = {"answer_id": answer["id"], "verdict": "down", "comment": f"Forkert: {text}"}
        service.request("POST", "/api/feedback", judged)
    return answered


def contents(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything under a folder as text; a database as its rows too, since long texts are cut up in its file."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield str(path.relative_to(folder)), data.decode("utf-8", "replace")
            if data.startswith(b"SQLite format 3"):
                with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
                    yield f"{path.relative_to(folder)} (rows)", "\n".join(database.iterdump())


def quoting(request: Request) -> str:
    """A model that quotes the first passage."""
    given = passages(request)
    line = next((line for line in given.get(1, "").split("\n") if len(line.split()) > 4), "")
    return reply({"text": line, "listed": False, "evidence": [{"passage": 1, "quotation": line}]})


def run(texts: int, most_asked: int, seed: int, workplace: Path) -> dict[str, Any]:
    """Generate, ingest, ask and search; what was found where."""
    luck = random.Random(seed)
    made = numbers(texts, luck)
    known = frozenset(digits for digits, _ in made)
    written = [luck.choice(AROUND).format(cpr=cpr) for _, cpr in made]
    assert all(left_in(text, known) for text in written[: len(FORMS)]), "what is looked for can be found"
    found = {"masked questions": sum(bool(left_in(mask_personal(text, "con_1").text, known)) for text in written)}
    write_files(written, workplace / "sources")
    data = workplace / "data"
    command = [fagkompas(), "--data", str(data), "ingest", str(workplace / "sources")]
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    assert told.returncode in INGESTED, f"the ingest ended with {told.returncode}: {told.stderr[-1000:]}"
    found["report of the ingest"] = len(left_in(told.stdout + told.stderr, known))
    with ModelStub(quoting) as stub:
        os.environ.update(OPENAI_BASE_URL=stub.base_url, OPENAI_API_KEY="sk-not-a-key", NO_PROXY="127.0.0.1")
        log = workplace / "log"
        with running(data, log, log_questions="true", model="openai:stub") as service:
            answered = asked(service, luck.sample(written, min(most_asked, len(written))))
        sent = "\n".join(json.dumps(dict(request.body), ensure_ascii=False) for request in stub.requests)
    found["prompts"] = len(left_in(sent.replace("\\n", "\n"), known))
    found["log"] = len(left_in(log.read_text("utf-8"), known))
    cases = workplace / "cases.jsonl"
    kept = [fagkompas(), "--data", str(data), "eval", "--feedback", "--save-cases", str(cases)]
    subprocess.run(kept, check=False, capture_output=True)
    made_cases = cases.read_text("utf-8") if cases.exists() else ""
    found["eval cases"] = len(left_in(made_cases, known))
    for name, text in contents(data):
        found[f"data: {name.partition('/')[0]}"] = found.get(f"data: {name.partition('/')[0]}", 0) + len(
            left_in(text, known)
        )
    return {
        "texts": texts,
        "answered": answered,
        "prompts sent": stub.calls,
        "eval cases": len(made_cases.splitlines()),
        "found": found,
        "broken": any(found.values()) or answered == 0 or stub.calls == 0,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="fagkompas-privacy-") as workplace:
        figures = run(options.texts, options.asked, options.seed, Path(workplace))
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return int(bool(figures["broken"]))


if __name__ == "__main__":
    sys.exit(main())

"""Sources small enough to know by heart, and a real service over them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from assistant.channels.build import open_application
from assistant.channels.http.api import build_api
from assistant.channels.http.server import configure, listen
from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from ingest.options import IngestOptions
from ingest.pipeline import ingest

REPORT = """---
title: Lederne om opkvalificering
date: 2024-03-05
publisher: Kommunernes Læringsnet
---
# Lederne om opkvalificering 🎓🧭

Undersøgelsen bygger på svar fra 120 ledere i jobcentrene.

54 procent af lederne peger på virksomhedssamarbejde som det sværeste område for medarbejderne.

Kurserne virker bedst, når medarbejderen øver sig på egne sager bagefter.
"""
INTERNAL = """---
title: Notat om Nordstjernen
date: 2025-01-10
visibility: internal
---
# Notat om Nordstjernen

Projekt Nordstjernen koster 812.000 kr. og er ikke offentligt.
"""
COURSES = """kurser:
  - id: facilitering
    titel: Facilitering af møder
    udbyder: Kursushuset Nordlys
    url: https://nordlys.example.dk/facilitering
    niveau: akademi
    ects: 5
    form: fysisk
    pris: 4200
    laerer: medarbejder
    giver: [Facilitering]
    beskrivelse: Du lærer facilitering af møder og at øve det på egne sager.
    hold:
      - {start: 2031-03-01, slut: 2031-03-03, sted: Aarhus}
  - id: gammelt
    titel: Facilitering for begyndere
    udbyder: Kursushuset Nordlys
    laerer: medarbejder
    giver: [Facilitering]
    beskrivelse: Et kursus i facilitering, der er holdt.
    hold:
      - {start: 2019-03-01, slut: 2019-03-03, sted: Odense}
  - id: borgerkursus
    titel: Facilitering for ledige
    laerer: borger
    giver: [Facilitering]
    beskrivelse: Et kursus i facilitering for borgere.
    hold:
      - {start: 2031-03-01, sted: Odense}
  - id: hemmeligt
    titel: Facilitering i Nordstjernen
    synlighed: intern
    laerer: medarbejder
    giver: [Facilitering]
    beskrivelse: Et internt kursus i facilitering.
    hold:
      - {start: 2031-03-01, sted: Odense}
"""
PROFILES = """profiler:
  - id: tovholder
    profilsaet: egne
    version: '2026'
    titel: Tovholder
    opgaver: [Leder møder]
    kompetencer:
      - {id: facilitering-k, navn: Facilitering}
"""


def write_sources(folder: Path) -> Path:
    """A report, a note that is not for all, four courses and a profile."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {
        "rapport.md": REPORT,
        "notat.md": INTERNAL,
        "kurser.yaml": COURSES,
        "profiler.yaml": PROFILES,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def ingest_into(data: Path, *roots: Path) -> None:
    with open_application(Settings(data=data)) as parts:
        report = ingest(list(roots), parts.knowledge_base, IngestOptions())
    assert not report.failed, report.failed


@contextmanager
def serving(data: Path, **settings: Any) -> Iterator[httpx.Client]:
    """A real service over a data folder, and a client for it."""
    chosen = Settings(data=data, **settings)
    with open_application(chosen) as parts, open_kept(chosen) as state:
        listening = listen("127.0.0.1", 0)
        server = uvicorn.Server(configure(build_api(parts, state), chosen))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        host, port = listening.getsockname()[:2]
        try:
            with httpx.Client(base_url=f"http://{host}:{port}", timeout=60, trust_env=False) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()
            listening.close()

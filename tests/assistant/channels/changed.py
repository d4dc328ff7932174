"""A second generation of the small sources, in which much has changed."""

from pathlib import Path

from tests.assistant.channels.doors import ingest_into, write_sources

NEWS = """---
title: Nyt om transfer
date: 2026-10-01
publisher: Kommunernes Læringsnet
---
# Nyt om transfer

Lederen følger op på det lærte efter tre måneder.
"""
IN_COURSES = {
    "pris: 4200": "pris: 4600",
    "{start: 2031-03-01, slut: 2031-03-03, sted: Aarhus}": "{start: 2031-04-01, slut: 2031-04-03, sted: Odense}",
    "id: borgerkursus": "id: borgerkursus-2",
    "titel: Facilitering i Nordstjernen": "titel: Facilitering i Nordstjernen\n    pris: 100",
}
IN_PROFILES = {
    "navn: Facilitering}": "navn: Facilitering af møder}\n      - {id: konflikt-k, navn: Konfliktløsning}",
}


def write_changed(folder: Path) -> None:
    """Change the small sources: a course dearer and moved, one gone, one new, two competences, a report."""
    (folder / "nyt.md").write_text(NEWS, encoding="utf-8")
    for name, changes in {"kurser.yaml": IN_COURSES, "profiler.yaml": IN_PROFILES}.items():
        text = (folder / name).read_text(encoding="utf-8")
        for before, after in changes.items():
            assert before in text
            text = text.replace(before, after, 1)
        (folder / name).write_text(text, encoding="utf-8")


def ingest_twice(folder: Path) -> Path:
    """A data folder with both generations."""
    sources = write_sources(folder / "sources")
    ingest_into(folder / "data", sources)
    write_changed(sources)
    ingest_into(folder / "data", sources)
    return folder / "data"

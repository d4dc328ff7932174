"""Courses whose words show competences that they do not state, and one that is not for all."""

from pathlib import Path

from tests.assistant.channels.doors import ingest_into

PROFILES = """profiler:
  - id: tovholder
    profilsaet: egne
    version: '2026'
    titel: Tovholder
    kompetencer:
      - {id: k-moeder, navn: Facilitering, aliasser: [mødeledelse]}
      - {id: k-frister, navn: Processtyring, beskrivelse: 'Holde styr på frister, roller og aftaler.'}
      - {id: k-unge, navn: Unge og uddannelse}
"""
COURSES = """kurser:
  - id: moeder
    titel: Møder, der virker
    laerer: medarbejder
    giver: [Facilitering]
    beskrivelse: 'Vi øver hele dagen. Lær at holde styr på frister, roller og aftaler.'
  - id: overgange
    titel: Godt videre
    laerer: medarbejder
    beskrivelse: 'To dage om unge og uddannelse, og om at holde styr på frister og aftaler undervejs.'
  - id: hemmeligt
    titel: Internt kursus
    synlighed: intern
    laerer: medarbejder
    beskrivelse: 'Vi øver processtyring.'
"""
SENTENCE = "Lær at holde styr på frister, roller og aftaler."


def write_linked(folder: Path, courses: str = COURSES) -> Path:
    """The profile and the courses as files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "profiler.yaml").write_text(PROFILES, encoding="utf-8")
    (folder / "kurser.yaml").write_text(courses, encoding="utf-8")
    return folder


def ingest_linked(data: Path, folder: Path, courses: str = COURSES) -> None:
    """Publish them."""
    ingest_into(data, write_linked(folder, courses))

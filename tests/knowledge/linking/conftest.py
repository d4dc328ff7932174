"""Courses and a profile as files, ingested as anybody's are."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders import make_knowledge_base

from ingest.options import IngestOptions
from ingest.pipeline import ingest
from knowledge.types import Snapshot

PROFILES = """
profiler:
  - id: konsulent
    titel: Konsulent
    kompetencer:
      - id: k-samtale
        navn: Motiverende samtale
        beskrivelse: Styrke borgerens egen motivation.
        aliasser: [MI]
      - id: k-frister
        navn: Processtyring
        beskrivelse: Holde styr på frister, roller og aftaler.
        aliasser: [tovholderrolle]
      - id: k-unge
        navn: Unge og uddannelse
"""

Taught = Callable[[str], Snapshot]


@pytest.fixture
def taught(tmp_path: Path) -> Iterator[Taught]:
    """Ingests courses (YAML) beside the profile, in place of those before, and gives the generation."""
    root = tmp_path / "kilder"
    root.mkdir()
    (root / "profiler.yaml").write_text(PROFILES, encoding="utf-8")
    with make_knowledge_base(tmp_path / "data") as base:

        def publish(courses: str) -> Snapshot:
            (root / "kurser.yaml").write_text(courses, encoding="utf-8")
            report = ingest([root], base, IngestOptions(allow_removals=True))
            assert not report.failed
            return base.current()

        yield publish

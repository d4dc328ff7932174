"""Many courses to link: those of the hand-made set mixed and mixed again, and competences made up for them."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from evals.assembling import assembled
from evals.link_cases import LINK_DOCUMENTS
from knowledge.types import Snapshot


@contextmanager
def many_courses(courses: int, competences: int) -> Iterator[Snapshot]:
    """So many courses of three sentences or so, and so many competences that a profile asks for."""
    written = yaml.safe_load((LINK_DOCUMENTS / "kurser.yaml").read_text("utf-8"))["kurser"]
    profile = yaml.safe_load((LINK_DOCUMENTS / "profiler.yaml").read_text("utf-8"))["profiler"][0]
    many = [_course(written, number) for number in range(courses)]
    known = profile["kompetencer"]
    profile["kompetencer"] = [
        dict(known[n % len(known)], id=f"kompetence-{n}", navn=f"{known[n % len(known)]['navn']} {n}")
        for n in range(competences)
    ]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "kilder"
        root.mkdir()
        (root / "kurser.yaml").write_text(yaml.safe_dump({"kurser": many}, allow_unicode=True), "utf-8")
        (root / "profiler.yaml").write_text(yaml.safe_dump({"profiler": [profile]}, allow_unicode=True), "utf-8")
        with assembled([root], Path(folder) / "data") as parts:
            yield parts.current()


def _course(written: Sequence[Mapping[str, Any]], number: int) -> dict[str, Any]:
    """A course with the words of two: equal texts by the thousand would have equal vectors."""
    one, other = written[number % len(written)], written[(7 * number // len(written) + number) % len(written)]
    title, words = f"{one['titel']} ({number})", f"{one['beskrivelse']} {other['beskrivelse']} Kursus {number}."
    return {**one, "id": f"kursus-{number}", "titel": title, "beskrivelse": words}

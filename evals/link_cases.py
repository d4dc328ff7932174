"""The hand-made set of links: by course, which competences its words show, with the sentence, and which they do not.

One JSON object a line: `{"course_id", "gives": [{"competence", "quote"}], "gives_not": [{"competence", "why"}],
"unclear": [competence]}`. A course gives no other competence of the register than those under `gives`; `gives_not`
names the tempting ones. What even a reader cannot decide stands under `unclear` and is left out of all figures.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evals.cases import CASES_FOLDER

LINKS_FOLDER = CASES_FOLDER / "links"
LINK_DOCUMENTS = LINKS_FOLDER / "documents"
"""Courses and a profile made up for the set; the bundled samples belong to it too."""

Half = Literal["tuning", "held-out"]
HALVES: tuple[Half, ...] = ("tuning", "held-out")


@dataclass(frozen=True, slots=True)
class LinkCase:
    """What a reader found in the text of one course."""

    course_id: str
    gives: Mapping[str, str]
    """Competence -> the sentence that shows it."""
    gives_not: Mapping[str, str]
    """Competence that might be taken for given -> why it is not."""
    unclear: frozenset[str]


def read_link_cases(half: Half, folder: Path = LINKS_FOLDER) -> list[LinkCase]:
    """Read one half of the set."""
    lines = (folder / f"{half}.jsonl").read_text("utf-8").splitlines()
    return [_case(json.loads(line)) for line in lines if line.strip()]


def _case(raw: Mapping[str, list[Mapping[str, str]]]) -> LinkCase:
    return LinkCase(
        course_id=str(raw["course_id"]),
        gives={one["competence"]: one["quote"] for one in raw["gives"]},
        gives_not={one["competence"]: one["why"] for one in raw["gives_not"]},
        unclear=frozenset(str(one) for one in raw["unclear"]),
    )

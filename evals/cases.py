"""Question cases: what is asked, and what a right answer shows.

A suite is a JSONL file, one case a line (`evals.case_files` reads it). The split is fixed in the file: thresholds are
tuned on `tune`, figures are reported on `report`.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge.types import Learner

CASES_FOLDER = Path(__file__).parent / "cases"
"""`samples/`: a file a suite, over the bundled samples and `evals/documents`; `seeds.jsonl`: over other documents."""

Fact = tuple[str, ...]
"""The alternatives of one fact; any of them shows it. See `evals.matching` for how they are compared."""

OWN_SUITE = "own"
"""The suite of a case that names none."""


class CaseKind(StrEnum):
    """What a question asks for."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    LIST = "list"
    DEFINITION = "definition"
    REASON = "reason"
    YES_NO = "yes-no"
    COURSE = "course"
    DESCRIPTION = "description"
    SMALLTALK = "smalltalk"


class Split(StrEnum):
    """Which half a case belongs to."""

    TUNE = "tune"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Case:
    """One question and what is expected of its answer."""

    id: str
    question: str
    suite: str = OWN_SUITE
    kind: CaseKind = CaseKind.DESCRIPTION
    split: Split = Split.REPORT
    conversation: tuple[str, ...] = ()
    """What was asked before, the earliest first; the answers in between are the assistant's own."""
    learner: Learner | None = None
    """The learner the question is asked for, as `--learner` gives it."""
    as_of: datetime.date | None = None
    """The day the question is asked on; without it `evals.assembling.ASKED_ON`."""
    facts: tuple[Fact, ...] = ()
    """Every fact must be found in the answer."""
    stale_facts: tuple[Fact, ...] = ()
    """What was true once: shown alone, it makes the answer a stale one."""
    sources: tuple[str, ...] = ()
    """Source ids or file names without ending; any of them is a right source."""
    passages: tuple[str, ...] = ()
    """Verbatim stretches of the sources; a passage that holds one of them answers the question."""
    expected_courses: tuple[str, ...] = ()
    """Course ids; any of them is a right suggestion."""
    filters: tuple[str, ...] = ()
    """What a question for courses narrows the search to, each as `name=value` of the answer's filters; a name given
    twice asks for any of its values."""
    notices: tuple[str, ...] = ()
    """Codes of the notices that a right answer carries."""
    must_not_contain: tuple[str, ...] = ()
    """What a right answer never shows, compared as facts are."""
    answerable: bool | None = True
    """Whether the sources answer the question; None where nobody knows, so that answering and abstaining both do."""
    tags: tuple[str, ...] = ()


def select(cases: Sequence[Case], split: Split | None) -> list[Case]:
    """The cases of a split; all of them for None."""
    return [case for case in cases if split is None or case.split is split]

"""What the tests of evals share: cases, answers and outcomes by hand, and documents small enough to know by heart."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.core.types import Answer, AnswerKind, Citation, Claim, CourseSuggestion, Mode
from evals.cases import Case
from evals.outcomes import Outcome
from knowledge.types import CourseStatus, SourceKind

STORED = "42 ledere svarede. Virksomhedssamarbejdet (54%) er sværest."
"""The stored text `t1` that citations by hand point into."""

SURVEY = """---
title: Rundspørge blandt ledere
date: 2016-08-17
publisher: COK
---

# Rundspørge blandt ledere

I alt svarede 42 ledere fra 39 kommuner på spørgsmålene.

Lederne peger på, at samarbejdet med virksomhederne er den sværeste opgave for medarbejderne.
"""
LAW = """---
title: Nye regler om jobcentre
date: 2025-12-29
---

# Nye regler om jobcentre

Kommunen skal ikke længere have et jobcenter. Loven træder i kraft den 1. februar 2026.
"""
COURSES = """kurser:
  - id: facilitering
    titel: Facilitering af møder
    udbyder: Kursushuset Nordlys
    form: fysisk
    laerer: medarbejder
    giver: [Facilitering]
    beskrivelse: Du lærer facilitering af møder og at øve det på egne sager.
    hold:
      - {start: 2031-03-01, slut: 2031-03-03, sted: Aarhus}
"""

ASKED: dict[str, Any] = {
    "id": "own-1",
    "kind": "number",
    "question": "Hvor mange ledere svarede på rundspørgen?",
    "facts": [["42"]],
    "sources": ["rundspoerge"],
    "passages": ["svarede 42 ledere fra 39 kommuner"],
}
"""A line of a case file that the documents answer."""
WRONG: dict[str, Any] = {**ASKED, "id": "own-2", "facts": [["43"]]}
"""The same question with an expectation that no answer meets."""
UNKNOWN: dict[str, Any] = {"id": "own-3", "question": "Hvad er hovedstaden i Australien?", "answerable": False}
"""A line of a case file that the documents do not answer."""


def write_documents(folder: Path) -> Path:
    """Two reports and a course."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"rundspoerge.md": SURVEY, "regler.md": LAW, "kurser.yaml": COURSES}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def write_cases(path: Path, *records: Mapping[str, Any] | str) -> Path:
    """A case file with these lines; a text is a line as it stands."""
    lines = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def make_case(case_id: str = "c1", **changes: Any) -> Case:
    return replace(Case(case_id, "Hvor mange ledere svarede?"), **changes)


def make_citation(quote: str = "42 ledere svarede.", start: int = 0, **changes: Any) -> Citation:
    """A quotation of the stored text `t1`."""
    citation = Citation(
        number=1, source_id="src_1", source_kind=SourceKind.REPORT, title="Rundspørge", quote=quote, text_id="t1",
        start=start, end=start + len(quote), passage_id="p1", path="rapporter/cok.md",
    )  # fmt: skip
    return replace(citation, **changes)


def make_answer(*citations: Citation, **changes: Any) -> Answer:
    """An answer that says its quotations, a claim each; without any it abstains."""
    answer = Answer(
        id="ans_1", conversation_id="con_1", generation=1, mode=Mode.EXTRACTIVE, question="Hvor mange?", language="da",
        kind=AnswerKind.ANSWER if citations else AnswerKind.ABSTAIN,
        text="\n".join(f"{c.quote} [{c.number}]" for c in citations) or "Det står ikke i de kilder, jeg har.",
        claims=tuple(Claim(c.quote, (c.number,)) for c in citations), citations=citations,
    )  # fmt: skip
    return replace(answer, **changes)


def make_suggestion(course_id: str) -> CourseSuggestion:
    return CourseSuggestion(course_id, "Et kursus", "COK", "Dækker metode", (), (1,), CourseStatus.OPEN, False)


def make_outcome(case_id: str = "c1", latency: float = 10.0, case: Case | None = None, **scores: float) -> Outcome:
    """An outcome with these scores alone."""
    answer: dict[str, Any] = {"kind": "answer", "text": "42 ledere", "citations": [], "courses": []}
    return Outcome(case or make_case(case_id), scores, answer, latency)

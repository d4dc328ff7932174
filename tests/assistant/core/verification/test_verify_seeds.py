"""The verifier on real documents: every sentence passes, and every planted negation, modal and number is caught."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.core.sentences import Unit, UnitKind, split_units
from assistant.core.types import Span
from assistant.core.verification import Evidence, SpanEvidence, verify

OTHER_MODAL = {"skal": "kan", "kan": "skal", "bør": "skal", "må": "skal", "vil": "kan"}
# Every such word of a sentence gets an "ikke" before it: enough places, quickly enough.
STEP = 5


def passes(text: str, unit: Unit, claim: str) -> bool:
    lead_in = Span("t", *unit.lead_in, text[slice(*unit.lead_in)]) if unit.lead_in else None
    item = SpanEvidence(Span("t", unit.start, unit.end, unit.text), lead_in=lead_in)
    return verify(claim, Evidence((item,), {"t": text}), "da").ok


@pytest.fixture
def units(shared_data: Path) -> list[tuple[str, Unit]]:
    texts = [path.read_text("utf-8") for path in sorted((shared_data / "seeds").glob("*.txt"))]
    return [(text, unit) for text in texts for unit in split_units(text) if len(unit.text.split()) > STEP]


def faulty(unit: Unit) -> Iterator[str]:
    words = unit.text.split(" ")
    for place in range(1, len(words), STEP):
        yield " ".join([*words[:place], "ikke", *words[place:]])
    for match in re.finditer(r"\b(?:skal|kan|bør|må|vil)\b", unit.text):
        yield unit.text[: match.start()] + OTHER_MODAL[match.group()] + unit.text[match.end() :]
    first = unit.body_start - unit.start if unit.kind is UnitKind.LIST_ITEM else 0
    for match in re.compile(r"\b\d+\b").finditer(unit.text, first):
        yield f"{unit.text[: match.start()]}{int(match.group()) + 1}{unit.text[match.end() :]}"


@pytest.mark.shared
def test_every_sentence_of_real_documents_passes_as_it_stands(units: list[tuple[str, Unit]]) -> None:
    assert [unit.text for text, unit in units if not passes(text, unit, unit.text)] == []
    framed = [f"Kilden siger: {unit.text[unit.body_start - unit.start :]}" for _, unit in units]
    assert [claim for (text, unit), claim in zip(units, framed, strict=True) if not passes(text, unit, claim)] == []


@pytest.mark.shared
def test_every_fault_planted_in_real_documents_is_caught(units: list[tuple[str, Unit]]) -> None:
    planted = [(text, unit, claim) for text, unit in units for claim in faulty(unit)]
    assert len(planted) > len(units)
    assert [claim for text, unit, claim in planted if passes(text, unit, claim)] == []

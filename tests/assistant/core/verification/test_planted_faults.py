"""Figures of the verifier on planted faults: `pytest tests/assistant/core/verification/test_planted_faults.py -s`."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.core.types import Language, Span
from assistant.core.verification import Evidence, SpanEvidence, Verdict, verify

TABLE = Path(__file__).with_name("planted_faults.yaml")
# Faults that the comparison of facts is made for; roles are only counted.
LEAST_CAUGHT = 0.95
# Two honest claims fall today: a negation said with another word ("ukendt"), and an English half of a negated sentence.
MOST_FALSE_ALARMS = 0.08


@dataclass(frozen=True)
class Planted:
    fault: str
    claim: str
    verdict: Verdict


def judge(entry: dict[str, Any], fault: str, claim: str | dict[str, str]) -> Planted:
    language: Language = "da" if isinstance(claim, str) else "en"
    written = claim if isinstance(claim, str) else claim["en"]
    lead_in = entry.get("lead_in", "")
    text = f"{lead_in}\n{entry['quote']}\n"
    start = len(lead_in) + 1
    item = SpanEvidence(
        Span("text", start, start + len(entry["quote"]), entry["quote"]),
        entry["title"],
        entry.get("publisher"),
        datetime.date.fromisoformat(str(entry["date"])),
        lead_in=Span("text", 0, len(lead_in), lead_in) if lead_in else None,
    )
    return Planted(fault, written, verify(written, Evidence((item,), {"text": text}), language))


def all_planted() -> Iterator[Planted]:
    for entry in yaml.safe_load(TABLE.read_text("utf-8")):
        for fault in entry.keys() - {"quote", "lead_in", "title", "publisher", "date"}:
            for claim in entry[fault]:
                yield judge(entry, fault, claim)


@pytest.fixture(scope="module")
def planted() -> list[Planted]:
    return list(all_planted())


def test_the_table_is_large_enough(planted: list[Planted]) -> None:
    assert len(planted) >= 60


def test_planted_faults_are_caught_and_honest_claims_pass(planted: list[Planted]) -> None:
    faulty = [each for each in planted if each.fault not in {"ok", "roles"}]
    honest = [each for each in planted if each.fault == "ok"]
    missed = [(each.fault, each.claim) for each in faulty if each.verdict.ok]
    alarms = [(each.claim, each.verdict.misses) for each in honest if not each.verdict.ok]
    roles = Counter(each.verdict.ok for each in planted if each.fault == "roles")
    print(f"\ncaught {len(faulty) - len(missed)}/{len(faulty)}, false alarms {len(alarms)}/{len(honest)}")
    print(f"role swaps caught {roles[False]}/{roles.total()} (counted, not demanded)")
    print(*missed, *alarms, sep="\n")
    assert len(missed) <= (1 - LEAST_CAUGHT) * len(faulty), missed
    assert len(alarms) <= MOST_FALSE_ALARMS * len(honest), alarms

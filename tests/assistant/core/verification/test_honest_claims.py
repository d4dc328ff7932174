"""Honest claims must pass, and with a word exchanged must not; `pytest -s` on this file shows the figures."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import yaml

from assistant.core.types import Language, Span
from assistant.core.verification import Evidence, SpanEvidence, verify

TABLE = Path(__file__).with_name("honest_claims.yaml")
MOST_FALSE_ALARMS = 0.03
LEAST_CAUGHT = 0.95
# Each exchange changes what any sentence says that holds its first part.
EXCHANGES = {
    "da": [
        ("skal", "kan"), ("skal", "bør"), ("bør", "skal"), ("kan", "skal"), ("aldrig", "altid"),
        ("de fleste", "alle"), ("mange", "alle"), ("højst", "mindst"), ("mindst", "højst"), ("kun", "mindst"),
        ("altid", "ofte"), ("timer", "dage"), ("kr.", "euro"), ("procent", "procentpoint"), ("mio.", "mia."),
        ("steg", "faldt"), ("faldt", "steg"), ("mere", "mindre"), ("færre", "flere"), ("før", "efter"),
        ("hæves", "sænkes"), ("styrkes", "svækkes"), ("bedre", "dårligere"), ("ekskl.", "inkl."),
        ("frivillig", "obligatorisk"), ("skal", "skal ikke"), ("kan", "kan ikke"), ("bør", "bør ikke"),
        ("maj", "juni"), ("oktober", "november"), ("2017", "2016"),
    ],
    "en": [
        ("must", "should"), ("should", "must"), ("can", "must"), ("no longer", "still"), ("at least", "at most"),
        ("at most", "at least"), ("Only", "At least"), ("fell", "rose"), ("before", "after"), ("better", "worse"),
        ("per cent", "percentage points"), ("million", "billion"), ("weeks", "months"), ("must", "must not"),
        ("can", "cannot"), ("excluding", "including"), ("February", "March"), ("August", "July"),
    ],
}  # fmt: skip


def evidence(quotes: list[str]) -> Evidence:
    title, publisher, date = "Efteruddannelse i kommunerne", "Videnscentret", datetime.date(2017, 10, 9)
    spans = [Span(f"text-{place}", 0, len(quote), quote) for place, quote in enumerate(quotes)]
    items = tuple(SpanEvidence(span, title, publisher, date, "Resultater") for span in spans)
    return Evidence(items, {span.text_id: span.quote for span in spans})


def claims() -> Iterator[tuple[Evidence, str, Language]]:
    for entry in yaml.safe_load(TABLE.read_text("utf-8")):
        for language in ("da", "en"):
            for claim in entry.get(language, ()):
                yield evidence(entry["quotes"]), claim, cast(Language, language)


def exchanged(claim: str, language: Language) -> Iterator[str]:
    for old, new in EXCHANGES[language]:
        found = re.search(rf"(?<!\w){re.escape(old)}(?!\w)", claim)
        if found:
            yield claim[: found.start()] + new + claim[found.end() :]
    for number in re.finditer(r"\d+", claim):
        yield claim[: number.start()] + str(int(number.group()) + 1) + claim[number.end() :]


def test_honest_claims_pass() -> None:
    asked = list(claims())
    alarms = [claim for known, claim, language in asked if not verify(claim, known, language).ok]
    print(f"\nfalse alarms {len(alarms)}/{len(asked)}", *alarms, sep="\n")
    assert len(alarms) <= MOST_FALSE_ALARMS * len(asked), alarms


def test_an_honest_claim_with_a_word_or_number_exchanged_is_caught() -> None:
    passed = [(known, claim, language) for known, claim, language in claims() if verify(claim, known, language).ok]
    faulty = [(known, x, language) for known, claim, language in passed for x in exchanged(claim, language)]
    missed = [claim for known, claim, language in faulty if verify(claim, known, language).ok]
    print(f"\ncaught {len(faulty) - len(missed)}/{len(faulty)}", *missed, sep="\n")
    assert len(missed) <= (1 - LEAST_CAUGHT) * len(faulty), missed

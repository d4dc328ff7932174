"""Compares what is counted: "61 ledere i 128 kommuner" is not "128 ledere i 61 kommuner"."""

import re
from collections.abc import Sequence

from assistant.core.verification.numbers import Quantity
from assistant.core.verification.reading import Reading
from knowledge.danish import is_stop_word, stem

# What is counted stands right after the number, with at most one adjective between ("42 kommunale ledere").
_COUNTED_WORDS = 2
_WORD = re.compile(r"[^\W\d_]+|[,;:.!?()\n]")


def counts_another(quantity: Quantity, claim: Reading, evidence: Sequence[Reading]) -> bool:
    """Tell whether the claim counts with this number what the evidence counts with other numbers only."""
    if quantity.unit is not None:
        return False
    counted = _counted(quantity, claim)
    here: set[str] = set()
    elsewhere: set[str] = set()
    for reading in evidence:
        for other in (each for each in reading.quantities if each.unit is None):
            (here if quantity.values & other.values else elsewhere).update(_counted(other, reading))
    return bool(counted & elsewhere) and not counted & here


def _counted(quantity: Quantity, reading: Reading) -> frozenset[str]:
    """Give the stems right after a number, or after the next one where that follows first ("16 af de 42 ledere")."""
    start = quantity.end
    for following in reading.quantities:
        if following.start >= start and not _content(reading.text[start : following.start], 1):
            start = following.end
    later = [other.start for other in reading.quantities if other.start >= start]
    return frozenset(_content(reading.text[start : min(later, default=len(reading.text))], _COUNTED_WORDS))


def _content(text: str, limit: int) -> list[str]:
    """List the first content stems of a text, up to its first punctuation."""
    found: list[str] = []
    for match in _WORD.finditer(text):
        if not match.group()[0].isalpha() or len(found) == limit:
            break
        if not is_stop_word(match.group()):
            found.append(stem(match.group()))
    return found

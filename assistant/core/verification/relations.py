"""Compares what stands in relation: from and to, an amount and its date, the two sides of a comparison.

A claim can say all its evidence says and still turn it round; these are the turns that show without knowing grammar.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.core.types import Language
from assistant.core.verification.clauses import stems_of
from assistant.core.verification.dates import Date
from assistant.core.verification.numbers import Quantity
from assistant.core.verification.reading import Reading
from assistant.core.verification.types import Miss, Reason
from assistant.core.verification.vocabulary import cues

_FROM = re.compile(r"\b(?:fra|from)(?: dkk| kr\.?)? ?$", re.IGNORECASE)
_TO = re.compile(r"\b(?:til|to)(?: dkk| kr\.?)? ?$", re.IGNORECASE)
# "28 procent i 2016": at most a noun's worth of words between an amount and its date ("28 procent af alle i 2016").
_DATED = re.compile(r"(?: \w+){0,3}? (?:i|in|den|on|pr\.|fra|from|by)(?: the)? ", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?](?= [A-ZÆØÅ]|\s*$)|[;:\n]")

Order = tuple[Quantity, Quantity]


def check_relations(
    claim: Reading, evidence: Sequence[Reading], same_language: bool, language: Language
) -> Iterator[Miss]:
    """What the claim relates is not related the other way round in the evidence."""
    yield from _check_order(claim, evidence)
    yield from _check_times(claim, evidence)
    if same_language:
        yield from _check_comparisons(claim, evidence, language)


def _check_order(claim: Reading, evidence: Sequence[Reading]) -> Iterator[Miss]:
    """From 21 to 14 is not from 14 to 21."""
    known = [order for reading in evidence for order in _orders(reading)]
    for first, second in _orders(claim):
        if any(_same(first, a) and _same(second, b) for a, b in known):
            continue
        if any(_same(first, b) and _same(second, a) for a, b in known):
            yield Miss(Reason.SWAPPED, f"{first.written} / {second.written}")


def _orders(reading: Reading) -> Iterator[Order]:
    """Yield the amounts that a change goes from and to."""
    for first, second in pairwise(reading.quantities):
        if _FROM.search(reading.text[: first.start]) and _TO.search(reading.text[first.end : second.start]):
            yield first, second


def _same(one: Quantity, other: Quantity) -> bool:
    return bool(one.values & other.values)


def _check_times(claim: Reading, evidence: Sequence[Reading]) -> Iterator[Miss]:
    """An amount that the evidence dates is not given the date of another amount there."""
    known = [tie for reading in evidence for tie in _times(reading)]
    for quantity, date in _times(claim):
        own = [other for amount, other in known if quantity.is_borne_out_by(amount)]
        others = [other for amount, other in known if not _same(quantity, amount)]
        if not own or any(date.is_borne_out_by(other) for other in own):
            continue
        if any(date.is_borne_out_by(other) for other in others):
            yield Miss(Reason.SWAPPED, f"{quantity.written} / {claim.text[date.start : date.end].strip()}")


def _times(reading: Reading) -> Iterator[tuple[Quantity, Date]]:
    """Yield each amount with its date: the one right behind it, or the only one of a clause with only one amount."""
    for clause in reading.clauses:
        amounts = [each for each in reading.quantities if clause.start <= each.start < clause.end]
        dates = [each for each in reading.dates if clause.start <= each.start < clause.end]
        if len(amounts) == 1 and len(dates) == 1:
            yield amounts[0], dates[0]
            continue
        for amount in amounts:
            behind = next((each for each in dates if each.start >= amount.end), None)
            if behind is not None and _DATED.fullmatch(reading.text[amount.end : behind.start]):
                yield amount, behind


def _check_comparisons(claim: Reading, evidence: Sequence[Reading], language: Language) -> Iterator[Miss]:
    """What stands before "end", "frem for" or "før" does not stand behind it in the evidence, and the other way."""
    known = [sides for reading in evidence for sides in _sides(reading.text, language)]
    for connective, before, behind in _sides(claim.text, language):
        for other, left, right in known:
            common = left & right
            crossed = before & (right - common) and behind & (left - common)
            straight = before & (left - common) and behind & (right - common)
            if connective == other and crossed and not straight:
                yield Miss(Reason.SWAPPED, connective)
                return


def _sides(text: str, language: Language) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """Yield each comparison of a text: its connective, and the content before it and behind it up to a comma."""
    comparing = cues(language).comparing
    start = 0
    for end in [*(match.end() for match in _SENTENCE.finditer(text)), len(text)]:
        sentence, start = text[start:end], end
        for match in comparing.finditer(sentence):
            before = stems_of(sentence[: match.start()], language)
            behind = stems_of(sentence[match.end() :].partition(",")[0], language)
            if before and behind:
                yield match.group().lower(), before, behind

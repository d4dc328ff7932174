"""Finds where a quotation stands in a text, whatever its quotes, dashes and white space."""

import re

from assistant.core.types import Language, Span
from assistant.core.verification.comparing import check_clauses, check_dates, check_numbers
from assistant.core.verification.names import gather, missing_names
from assistant.core.verification.normalise import Normalised, normalise, normalise_with_offsets
from assistant.core.verification.reading import read_normalised

# rapidfuzz gives honest variants of punctuation 93 and more; what else reaches this must still agree on every fact.
_LEAST_LIKENESS = 90.0
# Shorter quotations are found exactly or not at all: a few letters are like anything.
_SHORTEST_GUESS = 20
_WRAPPING = "\"' ."
_LETTER = re.compile(r"\w")


def locate(quote: str, text: str, text_id: str = "") -> Span | None:
    """Find a quotation in a text and give the span that stands there, or None.

    Exact but for typography; failing that, a near match whose facts (numbers, dates, names, negations, modals,
    quantifiers) all agree both ways.
    """
    wanted = normalise(quote)
    if not wanted:
        return None
    start = text.find(quote)
    if start >= 0 and quote.strip() == quote:
        return Span(text_id, start, start + len(quote), quote)
    where = normalise_with_offsets(text)
    for variant in (wanted, wanted.strip(_WRAPPING)):
        place = where.text.find(variant)
        if variant and place >= 0:
            return _span(where, place, place + len(variant), text, text_id)
    return _guess(wanted.strip(_WRAPPING), where, text, text_id)


def _span(where: Normalised, start: int, end: int, text: str, text_id: str) -> Span:
    first, last = where.original(start, end)
    return Span(text_id, first, last, text[first:last])


def _guess(wanted: str, where: Normalised, text: str, text_id: str) -> Span | None:
    """Find the most similar stretch, and keep it when it says the same."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    if len(wanted) < _SHORTEST_GUESS or len(where.text) < len(wanted):
        return None
    found = partial_ratio_alignment(wanted, where.text, score_cutoff=_LEAST_LIKENESS)
    if found is None:
        return None
    start, end = _whole_words(where.text, found.dest_start, found.dest_end)
    if not agree(wanted, where.text[start:end]):
        return None
    return _span(where, start, end, text, text_id)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch to whole words, without white space at its ends."""
    while start > 0 and _LETTER.match(text[start]) and _LETTER.match(text[start - 1]):
        start -= 1
    while end < len(text) and _LETTER.match(text[end]) and _LETTER.match(text[end - 1]):
        end += 1
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return start, end


def agree(one: str, other: str, language: Language = "da") -> bool:
    """Tell whether two normalised texts in one language state the same facts, each bearing out the other."""
    return _bears_out(one, other, language) and _bears_out(other, one, language)


def _bears_out(claim: str, evidence: str, language: Language) -> bool:
    mine, theirs = read_normalised(claim, language), read_normalised(evidence, language)
    checks = (
        check_dates(mine, [theirs], ()),
        check_numbers(mine, [theirs]),
        check_clauses(mine, [theirs], True, language),
        missing_names(claim, gather([evidence]), language),
    )
    return not any(True for check in checks for _ in check)

"""Checks a whole answer the way it is shown: every sentence cited, every citation sound, every claim borne out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.core.sentences import split_units
from assistant.core.types import Citation, Claim, Language, Span
from assistant.core.verification.types import Evidence, Miss, SpanEvidence
from assistant.core.verification.verify import verify
from knowledge.errors import UnknownTextError
from knowledge.types import Passage, Source

_MARK = re.compile(r"\[(\d+(?:\s*,\s*\d+)*)\]")
# A mark after the full stop ("... i 2018. [1] Det ...") belongs to the sentence it follows.
_MARK_BEHIND = re.compile(r"([.!?]+)((?:\s*\[\d+(?:\s*,\s*\d+)*\])+)")


class FaultCode(StrEnum):
    """What can be wrong with an answer."""

    UNCITED_CLAIM = "uncited_claim"
    UNCITED_SENTENCE = "uncited_sentence"
    WRONG_MARK = "wrong_mark"
    UNKNOWN_NUMBER = "unknown_number"
    REPEATED_NUMBER = "repeated_number"
    UNKNOWN_SOURCE = "unknown_source"
    UNKNOWN_PASSAGE = "unknown_passage"
    UNKNOWN_TEXT = "unknown_text"
    STALE_TEXT = "stale_text"
    MISPLACED_QUOTE = "misplaced_quote"
    WRONG_TITLE = "wrong_title"
    WRONG_PUBLISHER = "wrong_publisher"
    WRONG_DATE = "wrong_date"
    WRONG_SECTION = "wrong_section"
    NOT_BORNE_OUT = "not_borne_out"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: `value` is what misses, `claim` the claim's index, `number` the citation's number."""

    code: FaultCode
    value: str
    claim: int | None = None
    number: int | None = None
    misses: tuple[Miss, ...] = ()
    """Everything the claim says beyond its evidence, for `NOT_BORNE_OUT`."""


class Lookup(Protocol):
    """What is known now; a `knowledge.types.Snapshot` is one."""

    def source(self, source_id: str) -> Source | None:
        """One source, or None."""

    def text(self, text_id: str) -> str:
        """A stored text, also one that a source no longer has; raises `UnknownTextError`."""

    def passages(self, source_id: str) -> Sequence[Passage]:
        """The passages of a source."""


def check_answer(
    claims: Sequence[Claim], citations: Sequence[Citation], lookup: Lookup, language: Language
) -> list[Fault]:
    """List everything wrong with an answer, citations first; empty when it may be shown.

    A claim is held against the union of its own citations (a list item cites its lead-in beside it), and only when all
    of these are sound; else their faults say why it cannot stand. No claims, as in an abstention, is no fault.
    """
    faults = [*_repeated(citations)]
    for citation in citations:
        faults += check_citation(citation, lookup)
    unsound = {fault.number for fault in faults}
    by_number = {citation.number: citation for citation in citations}
    for index, claim in enumerate(claims):
        found = [*_check_marks(claim, index), *_check_numbers(claim, index, by_number)]
        if not found and unsound.isdisjoint(claim.citations):
            found = [*_check_words(claim, index, [by_number[number] for number in claim.citations], lookup, language)]
        faults += found
    return faults


def check_citation(citation: Citation, lookup: Lookup) -> Iterator[Fault]:
    """Check that a citation's source exists and is described rightly, and that the quotation stands in its text now."""
    source = lookup.source(citation.source_id)
    if source is None:
        yield Fault(FaultCode.UNKNOWN_SOURCE, citation.source_id, number=citation.number)
        return
    yield from _check_description(citation, source)
    yield from _check_place(citation, source, lookup)


def _repeated(citations: Sequence[Citation]) -> Iterator[Fault]:
    counts = Counter(citation.number for citation in citations)
    for number, count in counts.items():
        if count > 1:
            yield Fault(FaultCode.REPEATED_NUMBER, str(number), number=number)


def _check_description(citation: Citation, source: Source) -> Iterator[Fault]:
    """Title, publisher and date are the source's own: they are evidence, so they may not be made up."""
    pairs = (
        (FaultCode.WRONG_TITLE, citation.title, source.title),
        (FaultCode.WRONG_PUBLISHER, citation.publisher, source.publisher),
        (FaultCode.WRONG_DATE, citation.date, source.date),
    )
    for code, shown, known in pairs:
        if shown != known:
            yield Fault(code, str(shown or ""), number=citation.number)


def _check_place(citation: Citation, source: Source, lookup: Lookup) -> Iterator[Fault]:
    """The quotation stands where it is said to, in the text that the source has now, under the heading given."""
    try:
        text = lookup.text(citation.text_id)
    except UnknownTextError:
        yield Fault(FaultCode.UNKNOWN_TEXT, citation.text_id, number=citation.number)
        return
    if citation.text_id != source.text_id:
        yield Fault(FaultCode.STALE_TEXT, citation.text_id, number=citation.number)
    start, end = citation.start, citation.end
    if not (0 <= start < end <= len(text) and text[start:end] == citation.quote):
        yield Fault(FaultCode.MISPLACED_QUOTE, citation.quote, number=citation.number)
    passages = {passage.passage_id: passage for passage in lookup.passages(source.source_id)}
    passage = passages.get(citation.passage_id)
    if passage is None:
        yield Fault(FaultCode.UNKNOWN_PASSAGE, citation.passage_id, number=citation.number)
    elif passage.section != citation.section:
        yield Fault(FaultCode.WRONG_SECTION, citation.section, number=citation.number)


def _check_marks(claim: Claim, index: int) -> Iterator[Fault]:
    """Marks written into a claim are of its own citations, and where there are any, every sentence has one."""
    marks = {int(number) for mark in _MARK.finditer(claim.text) for number in mark.group(1).split(",")}
    for number in sorted(marks - set(claim.citations)):
        yield Fault(FaultCode.WRONG_MARK, f"[{number}]", index, number)
    if not marks:
        return
    inside = _MARK_BEHIND.sub(r"\2\1", claim.text)
    for unit in split_units(inside):
        if not _MARK.search(unit.text):
            yield Fault(FaultCode.UNCITED_SENTENCE, unit.text, index)


def _check_numbers(claim: Claim, index: int, by_number: Mapping[int, Citation]) -> Iterator[Fault]:
    if not claim.citations:
        yield Fault(FaultCode.UNCITED_CLAIM, claim.text, index)
    for number in claim.citations:
        if number not in by_number:
            yield Fault(FaultCode.UNKNOWN_NUMBER, str(number), index, number)


def _check_words(
    claim: Claim, index: int, cited: Sequence[Citation], lookup: Lookup, language: Language
) -> Iterator[Fault]:
    """Hold a claim against the union of its citations."""
    verdict = verify(claim.text, evidence_of(cited, lookup), language)
    if not verdict.ok:
        yield Fault(FaultCode.NOT_BORNE_OUT, verdict.value, index, misses=verdict.misses)


def evidence_of(citations: Sequence[Citation], lookup: Lookup) -> Evidence:
    """Give the evidence that citations are: their spans, what is known of their sources, and the texts."""
    spans = tuple(
        SpanEvidence(Span(c.text_id, c.start, c.end, c.quote), c.title, c.publisher, c.date, c.section)
        for c in citations
    )
    return Evidence(spans, {c.text_id: lookup.text(c.text_id) for c in citations})

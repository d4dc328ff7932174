"""Holds what a model says against the sources: a claim becomes one of an answer, or it is told why not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.core.composing import cite, evidence_of
from assistant.core.generative.material import Material
from assistant.core.generative.said import Said
from assistant.core.orders import gives_orders
from assistant.core.statements import Quotation
from assistant.core.types import Citation, Claim, Language
from assistant.core.verification import Verdict, locate, verify
from knowledge.language import detect_language
from knowledge.types import Snapshot

# Nothing of this is a sentence; a link or an image could carry what was asked to somebody else.
_NO_SENTENCE = re.compile(r"https?:|www\.|\]\(|!\[|<\w|\w@\w|[\x00-\x08\u200b-\u200f\u202a-\u202e\ufeff]")
_MARKS = re.compile(r"\s*\[\d+\]")


@dataclass(frozen=True, slots=True)
class Refused:
    """A claim that must not be told, and why, in words for the model: `number: 46`."""

    said: Said
    reason: str
    citations: tuple[Citation, ...] = ()
    """The quotations of it that do stand in the sources."""


def as_told(said: Said) -> str:
    """The words of a claim; numbers are ours to give, and go before the full stop."""
    return _MARKS.sub("", said.text).strip().rstrip(". ")


@dataclass(slots=True)
class Register:
    """The claims and citations of an answer so far; the same place is cited under one number."""

    snapshot: Snapshot
    material: Material
    language: Language
    claims: list[Claim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def check(self, said: Said) -> Claim | Refused:
        """Take a claim that stands on its quotations; give back why it does not. Nothing else is taken."""
        found = list(self._located(said))
        text = as_told(said)
        if _NO_SENTENCE.search(text):
            return Refused(said, "a link, an address or a sign that is no text")
        if gives_orders(text):
            return Refused(said, "an order, not a statement")
        if not found:
            return Refused(said, "no quotation of it stands in the passage it names")
        verdict = self._verdict(text, found)
        if not verdict.ok:
            return Refused(said, f"{verdict.reason}: {verdict.value}", tuple(found))
        return self.take(text, found)

    def take(self, text: str, found: list[Citation]) -> Claim:
        """Add a claim with its citations, numbered anew."""
        claim = Claim(text, tuple(dict.fromkeys(self._number(one) for one in found)))
        self.claims.append(claim)
        return claim

    def _located(self, said: Said) -> Iterator[Citation]:
        for number, quotation in said.evidence:
            given = self.material.find(number)
            if given is None:
                continue
            hit, source = given
            span = locate(quotation, hit.passage.text)
            if span is not None and not gives_orders(span.quote):
                start = hit.passage.start + span.start
                yield cite(0, Quotation(start, start + len(span.quote)), hit, source, self.snapshot)

    def _verdict(self, text: str, found: list[Citation]) -> Verdict:
        # A Danish sentence in an English answer has all its words checked: English ones have not.
        language: Language = "da" if detect_language(text) == "da" else self.language
        return verify(text, evidence_of(found, self.snapshot), language)

    def _number(self, citation: Citation) -> int:
        for known in self.citations:
            if (known.text_id, known.start, known.end) == (citation.text_id, citation.start, citation.end):
                return known.number
        self.citations.append(replace(citation, number=len(self.citations) + 1))
        return self.citations[-1].number

"""Claims with the citations they rest on, and the verifier's word on whether those bear them out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.core.types import Answer, Citation, Span
from assistant.core.verification import Evidence, SpanEvidence, verify
from knowledge.language import detect_language

Supports = Callable[[str, Sequence[Citation]], bool]
"""Whether the quotations, taken together, bear out a claim. A judge can stand in its place."""


@dataclass(frozen=True, slots=True)
class CitedClaim:
    """A claim and its citations; `cited` counts the numbers it gives, also those that name no citation."""

    text: str
    citations: tuple[Citation, ...]
    cited: int

    @property
    def is_whole(self) -> bool:
        """Whether it cites something, and nothing that does not exist."""
        return 0 < self.cited == len(self.citations)


def cited_claims(answer: Answer) -> list[CitedClaim]:
    """The claims of an answer with the citations of their numbers."""
    by_number = {citation.number: citation for citation in answer.citations}
    return [
        CitedClaim(claim.text, tuple(by_number[n] for n in claim.citations if n in by_number), len(claim.citations))
        for claim in answer.claims
    ]


def verified_by(text_of: Callable[[str], str]) -> Supports:
    """The verifier as `supports`; `text_of` gives a stored text by its id."""

    def supports(claim: str, citations: Sequence[Citation]) -> bool:
        texts = {citation.text_id: text_of(citation.text_id) for citation in citations}
        evidence = Evidence(tuple(_evidence(citation) for citation in citations), texts)
        return verify(claim, evidence, detect_language(claim)).ok

    return supports


def _evidence(citation: Citation) -> SpanEvidence:
    span = Span(citation.text_id, citation.start, citation.end, citation.quote)
    return SpanEvidence(span, citation.title, citation.publisher, citation.date, citation.section)

"""Whether an answer is longer than a reader was promised."""

from assistant.core.parts import parts_of
from assistant.core.types import Answer
from evals.cases import Case, CaseKind

MOST_CITATIONS = 5
MOST_QUOTED_WORDS = 120
MAY_BE_LONG = frozenset({CaseKind.LIST, CaseKind.COURSE})
"""A list, or everything on a subject, may be longer (the public contract)."""


def answer_length(case: Case, answer: Answer) -> float | None:
    """1.0 when the answer has more than 5 citations or 120 quoted words, else 0.0; so many for each question in one.

    A quotation cited twice is counted once. None for lists and courses, and for an answer without citations.
    """
    if case.kind in MAY_BE_LONG or not answer.citations:
        return None
    quotes = {(citation.text_id, citation.start): citation.quote for citation in answer.citations}
    words = sum(len(quote.split()) for quote in quotes.values())
    parts = len(parts_of(case.question))
    return float(len(answer.citations) > parts * MOST_CITATIONS or words > parts * MOST_QUOTED_WORDS)

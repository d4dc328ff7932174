"""Measures how much of what a Danish claim says its evidence says too, in words."""

from collections.abc import Iterable

from assistant.core.verification.vocabulary import alike
from knowledge.danish import compound_parts

# Half of a claim's content words must come back in the evidence: an honest paraphrase changes verbs and fillers but
# keeps the subject's nouns; `tests/assistant/core/verification/test_planted_faults.py` measures both sides.
LEAST_SUPPORT = 0.5
# Two stems that begin alike over so many letters are forms of one word (kompetence, kompetenceudvikling).
_SHARED_BEGINNING = 6
# The head of a compound names the thing, its other part which one.
_HEAD_WEIGHT = 0.5


def support(claim_stems: Iterable[str], evidence_stems: Iterable[str]) -> float:
    """Give the share, 0 to 1, of the claim's stems that the evidence has as words, parts of compounds, or alike ones.

    A compound of which the evidence has the head alone ("ansøgningsfrist" for "frist") counts half.
    """
    claim = frozenset(claim_stems)
    if not claim:
        return 1.0
    evidence = frozenset(evidence_stems)
    parts = evidence | {part for stem in evidence for part in compound_parts(stem)}
    beginnings = {stem[:_SHARED_BEGINNING] for stem in parts if len(stem) >= _SHARED_BEGINNING}
    return sum(_weight(stem, parts, beginnings) for stem in claim) / len(claim)


def _weight(stem: str, parts: frozenset[str], beginnings: set[str]) -> float:
    if stem in parts or (len(stem) >= _SHARED_BEGINNING and stem[:_SHARED_BEGINNING] in beginnings):
        return 1.0
    if not parts.isdisjoint(alike().get(stem, ())):
        return 1.0
    own = compound_parts(stem)
    if own and all(part in parts or part[:_SHARED_BEGINNING] in beginnings for part in own):
        return 1.0
    return _HEAD_WEIGHT if own and own[-1] in parts else 0.0

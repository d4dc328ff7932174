"""Scores candidates against a question: how much of it they bear out, where, and whether they give what it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.core.evidence import Candidate
from assistant.core.matching import Term, borne_out, coverage
from assistant.core.question import Expected, Question
from assistant.core.shows import shows
from knowledge.types import Snapshot

# How far a term counts that stands not in the unit itself but in what introduces or surrounds it.
LEAD_IN = 0.9
SECTION = 0.8
DOCUMENT = 0.7
AROUND = 0.5

# Shares of the score; they sum to 1. Tuned on the tune half of evals/cases, see evals/quality.py.
WEIGHT_CONTEXT = 0.40
WEIGHT_OWN = 0.22
WEIGHT_SIMILARITY = 0.10
WEIGHT_PASSAGE = 0.13
WEIGHT_KIND = 0.15

# A year or name in the question that neither unit nor source bears out: very likely another matter.
OTHER_YEAR = 0.6
# Vectors are compared for so many candidates at most; the rest are far behind already.
MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score and the features it is made of."""

    candidate: Candidate
    score: float
    context: float
    own: float
    similarity: float
    passage: float
    kind: float
    terms: tuple[float, ...]
    """How far each term of the question's subject is borne out in context."""


def score_all(question: Question, candidates: Sequence[Candidate], snapshot: Snapshot) -> list[Scored]:
    """Score candidates, best first; equal scores keep the order of the passages."""
    compared = candidates[:MOST_COMPARED]
    if not compared:
        return []
    texts = [candidate.unit.text for candidate in compared]
    similarities = snapshot.similarities(question.text, texts)
    top = max(candidate.hit.score for candidate in compared) or 1.0
    scored = [
        _score(question, candidate, similarity, candidate.hit.score / top)
        for candidate, similarity in zip(compared, similarities, strict=True)
    ]
    return sorted(scored, key=lambda one: -one.score)


def _score(question: Question, candidate: Candidate, similarity: float, passage: float) -> Scored:
    terms = question.subject or question.terms
    own = [borne_out(term, candidate.own) for term in terms]
    context = [_in_context(term, strength, candidate) for term, strength in zip(terms, own, strict=True)]
    kind = _kind(question, candidate)
    score = (
        WEIGHT_CONTEXT * coverage(terms, context)
        + WEIGHT_OWN * coverage(terms, own)
        + WEIGHT_SIMILARITY * max(0.0, similarity)
        + WEIGHT_PASSAGE * passage
        + WEIGHT_KIND * kind
    )
    if question.years and not _speaks_of_years(question, candidate):
        score *= OTHER_YEAR
    return Scored(
        candidate, score, coverage(terms, context), coverage(terms, own), similarity, passage, kind, tuple(context)
    )


def _in_context(term: Term, own: float, candidate: Candidate) -> float:
    """The best of the unit itself and its surroundings, each at its own worth."""
    best = own
    for bag, worth in (
        (candidate.lead_in, LEAD_IN),
        (candidate.section, SECTION),
        (candidate.document, DOCUMENT),
        (candidate.around, AROUND),
    ):
        if best < worth:
            best = max(best, worth * borne_out(term, bag))
    return best


def _kind(question: Question, candidate: Candidate) -> float:
    text = candidate.unit.text
    if question.expected in (Expected.ANY, Expected.METHOD, Expected.DEFINITION) and question.wants_list:
        return 1.0 if candidate.list_key else 0.5
    return shows(question.expected, text)


def _speaks_of_years(question: Question, candidate: Candidate) -> bool:
    written = candidate.unit.text + " " + candidate.hit.passage.section + " " + candidate.source.title
    dated = candidate.source.date
    return any(year in written or (dated is not None and year == str(dated.year)) for year in question.years)

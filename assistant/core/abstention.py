"""Decides whether what was found answers the question at all."""

import math
from dataclasses import dataclass

from assistant.core.evidence import Candidate
from assistant.core.matching import Term, borne_out, coverage
from assistant.core.private import asks_of_person
from assistant.core.question import Question, is_telling
from assistant.core.scoring import Scored, is_checked

# A logistic model of three signs, fitted on the tune half of evals/cases (`python -m evals.calibration`), where what
# cannot be answered counts five times: there is so much less of it. The score alone tells little, since a question in
# everyday words scores low though its answer is there, and one on something near scores high though it is not.
BIAS = 0.9
# A good score speaks for an answer.
WEIGHT_SCORE = 1.0
# A name, year or number of the question that neither passage nor source has: it is about another.
WEIGHT_MISSING_NAME = -3.0
# Words the passage lacks, in a question that else speaks the passage's own words: the very thing asked for is not
# there. In a question in other words than the passage's, lacking words tell nothing.
WEIGHT_ODD_WORDS = -4.0
# Of thresholds from .3 to .6 the one where at most 5 % of what can be answered is lost.
LEAST_CONFIDENCE = 0.53
# What bears out less of a question shares nothing with it, whatever its words.
LEAST_SHARED = 0.1
# A question speaks the passage's words when this share of what it says stands there word for word.
OWN_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer being there, and against it; each about 0-1."""

    score: float
    missing_name: float
    odd_words: float


def is_answered(question: Question, best: Scored | None) -> bool:
    """Whether the best candidate may be given as an answer; nobody is told what is private of a person."""
    if best is None or not question.subject or asks_of_person(question.text):
        return False
    if best.context < LEAST_SHARED or (is_checked(question) and not best.kind):
        return False
    return confidence(signs_of(question, best)) >= LEAST_CONFIDENCE


def confidence(signs: Signs) -> float:
    """How sure it is that the sources hold an answer, 0-1."""
    weighed = (
        BIAS
        + WEIGHT_SCORE * signs.score
        + WEIGHT_MISSING_NAME * signs.missing_name
        + WEIGHT_ODD_WORDS * signs.odd_words
    )
    return 1 / (1 + math.exp(-weighed))


def signs_of(question: Question, best: Scored) -> Signs:
    """Read the signs off the best candidate."""
    terms = [term for term in question.subject if is_telling(term)] or list(question.subject)
    bag = _speaks(best.candidate)
    own = coverage(terms, [_stands_there(term, bag) for term in terms])
    lost = coverage(terms, [1 - borne_out(term, bag) for term in terms])
    return Signs(best.score, float(best.missing_names > 0), min(own / OWN_WORDS, 1.0) * lost)


def _speaks(candidate: Candidate) -> frozenset[str]:
    """What passage, heading and source say."""
    return candidate.passage | candidate.section | candidate.document


def _stands_there(term: Term, stems: frozenset[str]) -> float:
    """Whether the term's own word is there, and not only what may stand for it."""
    return float(set(term.alternatives[0].stems) <= stems)

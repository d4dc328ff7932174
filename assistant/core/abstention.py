"""Decides whether what was found answers the question at all."""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from assistant.core.counting import counts
from assistant.core.evidence import Candidate
from assistant.core.matching import Term, borne_out, coverage
from assistant.core.private import asks_of_person
from assistant.core.question import Expected, Question, is_telling
from assistant.core.scoring import Scored, is_checked
from assistant.core.shows import is_labelled

# What bears out less of a question shares nothing with it, whatever its words.
LEAST_SHARED = 0.1
# "Pris: 1.200 kr." tells of its own course: it answers only where so much of what the question says in the sources'
# words stands in the course. English words are held by chance.
LEAST_HELD_BY_LABEL = 0.5
# Who is asked for must be borne out by more than a part of a compound: a "statsminister" is not any "minister".
LEAST_OF_ROLE = 0.6
# A question of which so much, by rarity, stands in no source in any form is about something else ("surdej"). Of the
# questions that `evals.calibration` asks this loses 1 of 504 that can be answered, and 6 of 418 that cannot.
MOST_UNKNOWN = 0.7
# A question speaks the passage's words when this share of what it says stands there word for word.
OWN_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer being there, and against it; each about 0-1."""

    score: float
    """A good score speaks for an answer."""
    missing_name: float
    """A name, year or number of the question that neither passage nor source has: it is about another."""
    odd_words: float
    """Words the passage lacks, in a question that else speaks the passage's own words: the very thing asked for is not
    there. In a question in other words than the passage's, lacking words tell nothing."""
    lacking: float
    """The same of the sentence itself, names aside: it says another thing of what the question names."""
    uncounted: float
    """The answer's numbers count other things than those whose number is asked for."""
    own_words: float
    """Of a question in the passage's own words more may be asked."""


# A logistic model, fitted on the tune half of evals/cases and on evals/cases/calibration, whose unanswerable questions
# are near misses (`python -m evals.calibration`, which reports what it does on documents it was not fitted on).
BIAS = -1.0
WEIGHTS = Signs(score=3.0, missing_name=-1.7, odd_words=-1.8, lacking=-0.9, uncounted=-1.5, own_words=-0.4)
# Of thresholds the one where, on documents not fitted on, about 7 % of what can be answered is lost and 45 % of the
# near misses are abstained from; .38 would lose 12 % and abstain from 53 %.
LEAST_CONFIDENCE = 0.32


def is_answered(question: Question, best: Scored | None) -> bool:
    """Whether the best candidate may be given as an answer; nobody is told what is private of a person."""
    if best is None or not question.subject or asks_of_person(question.text):
        return False
    if is_foreign(question, best) or (is_checked(question) and not best.kind):
        return False
    return confidence(signs_of(question, best)) >= LEAST_CONFIDENCE


def is_foreign(question: Question, best: Scored) -> bool:
    """Whether the question is about something that the best candidate, or every source, knows nothing of."""
    if best.context < LEAST_SHARED:
        return True
    terms = _telling(question)
    bag = best.candidate.passage | best.candidate.section | best.candidate.document
    unknown = [float(not term.is_held and not borne_out(term, bag)) for term in terms]
    return coverage(terms, unknown) >= MOST_UNKNOWN or _is_of_another(question, terms, best, bag)


def _is_of_another(question: Question, terms: Sequence[Term], best: Scored, bag: frozenset[str]) -> bool:
    """Whether the best candidate is the price, the person or the like of something else than what is named."""
    if question.expected is Expected.PERSON and all(borne_out(term, bag) < LEAST_OF_ROLE for term in terms):
        return True
    held = [term for term in terms if term.is_held]
    if not held or question.language != "da" or not is_labelled(question.expected, best.candidate.unit.text):
        return False
    return coverage(held, [borne_out(term, bag) for term in held]) < LEAST_HELD_BY_LABEL


def confidence(signs: Signs, bias: float = BIAS, weights: Signs = WEIGHTS) -> float:
    """How sure it is that the sources hold an answer, 0-1."""
    weighed = sum(weight * sign for weight, sign in zip(astuple(weights), astuple(signs), strict=True))
    return 1 / (1 + math.exp(-bias - weighed))


def signs_of(question: Question, best: Scored) -> Signs:
    """Read the signs off the best candidate."""
    candidate = best.candidate
    terms = _telling(question)
    things = [term for term in terms if not term.is_name]
    bag = candidate.passage | candidate.section | candidate.document
    said = candidate.own | candidate.lead_in | candidate.section
    own_words = min(coverage(terms, [_stands_there(term, bag) for term in terms]) / OWN_WORDS, 1.0)
    return Signs(
        score=best.score,
        missing_name=float(best.missing_names > 0),
        odd_words=own_words * _lost(terms, bag),
        lacking=own_words * _lost(things, said),
        uncounted=_uncounted(question, candidate),
        own_words=own_words,
    )


def _telling(question: Question) -> list[Term]:
    return [term for term in question.subject if is_telling(term)] or list(question.subject)


def _lost(terms: Sequence[Term], stems: frozenset[str]) -> float:
    """The share of terms that a bag of stems does not bear out, 0-1."""
    return coverage(terms, [1 - borne_out(term, stems) for term in terms])


def _uncounted(question: Question, candidate: Candidate) -> float:
    return 0.0 if question.counted is None else 1 - counts(candidate.unit.text, question.counted)


def _stands_there(term: Term, stems: frozenset[str]) -> float:
    """Whether the term's own word is there, and not only what may stand for it."""
    return float(set(term.alternatives[0].stems) <= stems)

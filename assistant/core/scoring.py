"""Scores candidates against a question: how much of it they bear out, where, and whether they give what it asks for."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.core.cues import cues
from assistant.core.evidence import Candidate, stems_of
from assistant.core.matching import Term, borne_out, coverage
from assistant.core.orders import ordering
from assistant.core.question import Expected, Question
from assistant.core.sentences import Unit, UnitKind
from assistant.core.shows import enumerates, is_labelled, shows
from knowledge.danish import fold
from knowledge.types import Snapshot, Source, SourceKind

# How far a term counts that stands not in the unit itself but in what introduces or surrounds it.
LEAD_IN = 0.9
SECTION = 0.8
DOCUMENT = 0.7
AROUND = 0.5
# "De betyder, at ..." speaks of what the sentence before it named.
POINTING = 0.85

# Kinds of answer that show in the text for certain.
CHECKED_KINDS = frozenset(
    {
        Expected.MONEY,
        Expected.PERCENT,
        Expected.DURATION,
        Expected.NUMBER,
        Expected.DATE,
        Expected.CONTACT,
        Expected.NAME,
    }
)

# Where several things of no certain kind are asked for, a list is the likelier answer.
UNCHECKED_LISTS = frozenset({Expected.ANY, Expected.METHOD, Expected.DEFINITION})

# Shares of the score; they sum to 1. Tuned on the tune half of evals/cases (`fagkompas eval --split tune`).
# More for vectors (.2, and .33 for the words around) was tried: .05 more of the facts that everyday words ask for on
# the tuning half, .01 less on the other, and more refusals.
WEIGHT_CONTEXT = 0.45
WEIGHT_OWN = 0.08
WEIGHT_SIMILARITY = 0.08
WEIGHT_PASSAGE = 0.22
WEIGHT_KIND = 0.17

# A year, name or number in the question that neither passage nor source bears out: very likely another matter.
OTHER_NAME = 0.6
# "Hvilken underviser": a passage that speaks of no teacher tells another thing.
OTHER_FOCUS = 0.7
# What an old source tells of today.
OLD_FOR_NOW = 0.6
OLD_FOR_NOW_YEARS = 3
# Of two sources that say as much, the newer speaks for today.
AGE_A_YEAR = 0.008
MOST_YEARS = 10
# A name counts as borne out by a close spelling or a thesaurus term too.
LEAST_NAME = 0.5
# A unit without a number does not answer "how many", whatever else fits.
WRONG_KIND = 0.6
# "Pris: 4.600 kr." answers "hvad koster" though it says nothing of the course: its title does.
LABELLED = 0.15
# Invented examples must not crowd out what is documented.
FICTIONAL = 0.9
# "Niveau: kursus" is a detail of a record, not an answer.
LABEL_LINE = 0.9
# The fields of a course or profile ("Fagprofiler: ...", "Version: ...") answer only who asks for them by name.
RECORD_LINE = 0.6
LEAST_LABEL = 0.7
# What is no longer valid comes after what is.
NO_LONGER_VALID = 0.85
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
    missing_names: int
    """How many names, years and numbers of the question neither passage nor source bears out."""
    focus: float
    """How surely the passage speaks of the thing asked for, 0-1; 1 when no certain thing is asked for."""


def score_all(
    question: Question, candidates: Sequence[Candidate], snapshot: Snapshot, today: datetime.date
) -> list[Scored]:
    """Score candidates, best first; equal scores keep the order of the passages. What gives orders is left out."""
    candidates = _evidence(candidates)
    found = {candidate.source.source_id: candidate.source for candidate in candidates}
    newest = max((source.date for source in found.values() if source.date and not source.fictional), default=None)
    aged = {source_id: _ageing(question, source, today, newest) for source_id, source in found.items()}
    compared = candidates[:MOST_COMPARED]
    if not compared:
        return []
    texts = [candidate.unit.text for candidate in compared]
    similarities = snapshot.similarities(question.text, texts)
    top = max(candidate.hit.score for candidate in compared) or 1.0
    scored = [
        _score(question, candidate, similarity, candidate.hit.score / top, aged[candidate.source.source_id])
        for candidate, similarity in zip(compared, similarities, strict=True)
    ]
    return sorted(scored, key=lambda one: -one.score)


def _evidence(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that tell something, without those that order a model what to answer."""
    units: dict[str, list[Unit]] = {}
    for candidate in candidates:
        units.setdefault(candidate.hit.passage.passage_id, []).append(candidate.unit)
    orders = {(passage_id, start) for passage_id, found in units.items() for start in ordering(found)}
    return [one for one in candidates if (one.hit.passage.passage_id, one.unit.start) not in orders]


def score_list(question: Question, items: Sequence[Scored]) -> float:
    """Score a list or table as a whole: it says what its passage says, and its items are the kind of answer wanted."""
    first = items[0]
    terms = question.subject or question.terms
    candidate = first.candidate
    everything = candidate.passage | candidate.section | candidate.document | candidate.lead_in
    score = (
        WEIGHT_CONTEXT * coverage(terms, [borne_out(term, everything) for term in terms])
        + WEIGHT_OWN * coverage(terms, [borne_out(term, candidate.passage) for term in terms])
        + WEIGHT_SIMILARITY * max(0.0, *(item.similarity for item in items))
        + WEIGHT_PASSAGE * first.passage
        + WEIGHT_KIND
    )
    return score * (OTHER_NAME if first.missing_names else 1.0) * (FICTIONAL if candidate.source.fictional else 1.0)


def _ageing(question: Question, source: Source, today: datetime.date, newest: datetime.date | None) -> float:
    """What a source is worth today: less when it has lapsed or others are newer, or is old and today is asked for."""
    worth = NO_LONGER_VALID if source.valid_to is not None and source.valid_to < today else 1.0
    if source.date is not None and newest is not None:
        worth *= 1 - AGE_A_YEAR * min(max(newest.year - source.date.year, 0), MOST_YEARS)
    if question.is_about_now and source.date is not None and today.year - source.date.year > OLD_FOR_NOW_YEARS:
        worth *= OLD_FOR_NOW
    return worth


def _score(question: Question, candidate: Candidate, similarity: float, passage: float, ageing: float) -> Scored:
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
    if is_checked(question) and not kind:
        score *= WRONG_KIND
    elif is_labelled(question.expected, candidate.unit.text):
        score += LABELLED
    missing = _missing_names(question, candidate)
    if missing:
        score *= OTHER_NAME
    focus = _focus(question, candidate)
    if focus < LEAST_NAME:
        score *= OTHER_FOCUS
    score *= ageing * _plainness(question, candidate)
    return Scored(
        candidate,
        score,
        coverage(terms, context),
        coverage(terms, own),
        similarity,
        passage,
        kind,
        missing,
        focus,
    )


def _in_context(term: Term, own: float, candidate: Candidate) -> float:
    """The best of the unit itself and its surroundings, each at its own worth."""
    best = own
    near = POINTING if points_back(candidate) else AROUND
    for bag, worth in (
        (candidate.lead_in, LEAD_IN),
        (candidate.section, SECTION),
        (candidate.document, DOCUMENT),
        (candidate.around, near),
    ):
        if best < worth:
            best = max(best, worth * borne_out(term, bag))
    return best


def _plainness(question: Question, candidate: Candidate) -> float:
    """What a unit is worth by its sort: invented sources and lines of records answer only what is asked of them."""
    worth = FICTIONAL if candidate.source.fictional else 1.0
    text = candidate.unit.text
    if candidate.unit.kind is not UnitKind.LABEL or is_labelled(question.expected, text):
        return worth
    if candidate.source.kind is SourceKind.REPORT:
        return worth * LABEL_LINE
    label = stems_of([text.partition(":")[0]])
    return worth * (1.0 if any(borne_out(term, label) >= LEAST_LABEL for term in question.subject) else RECORD_LINE)


def is_checked(question: Question) -> bool:
    """Whether an answer's text shows for certain that it is of the kind asked for."""
    return question.expected in CHECKED_KINDS or question.count is not None


def points_back(candidate: Candidate) -> bool:
    """Whether a sentence begins with a word that points to the one before."""
    return fold(candidate.unit.text.split(maxsplit=1)[0]) in cues().pointing


def _kind(question: Question, candidate: Candidate) -> float:
    text = candidate.unit.text
    if question.count is not None:
        named = candidate.siblings >= question.count / 2 if candidate.list_key else enumerates(text, question.count)
        return float(named)
    if question.expected in UNCHECKED_LISTS and (question.wants_list or question.wants_extreme):
        return 1.0 if candidate.list_key else 0.5
    return shows(question.expected, text)


def _missing_names(question: Question, candidate: Candidate) -> int:
    names = [term for term in question.terms if term.is_name]
    return sum(max(_speaks_of(term, candidate), _opened_with(term, candidate)) < LEAST_NAME for term in names)


def _opened_with(term: Term, candidate: Candidate) -> float:
    """How surely the source opens with a name; its later pages need not repeat it. Years and numbers they must."""
    return 0.0 if any(char.isdigit() for char in term.word) else borne_out(term, candidate.opening)


def _focus(question: Question, candidate: Candidate) -> float:
    return _speaks_of(question.focus, candidate) if question.focus else 1.0


def _speaks_of(term: Term, candidate: Candidate) -> float:
    """How surely passage, heading or source speak of a term."""
    bags = (candidate.passage, candidate.section, candidate.document)
    return max(borne_out(term, bag) for bag in bags)

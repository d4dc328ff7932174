"""Finds the clauses of the evidence that a claim is about by its amounts, quantifiers and modals."""

from collections.abc import Sequence

from assistant.core.verification.clauses import Clause
from assistant.core.verification.numbers import Quantity
from assistant.core.verification.reading import Reading
from assistant.core.verification.vocabulary import modal_translations


def closest_by_facts(claim: Reading, evidence: Sequence[Reading]) -> list[Clause]:
    """Give the clauses that share most amounts, quantifiers and modals with a claim in another language, if any do."""
    modals = {cue.name for clause in claim.clauses for cue in clause.of("modal")}
    quantifiers = {cue.name for clause in claim.clauses for cue in clause.of("quantifier")}
    scored = []
    for reading in evidence:
        for place in reading.clauses:
            inside = [each for each in reading.quantities if place.start <= each.start < place.end]
            score = sum(is_among(each, claim.quantities) for each in inside)
            score += len(quantifiers & set(place.names("quantifier")))
            score += sum(any(translates(modal, other) for other in place.names("modal")) for modal in modals)
            scored.append((score, place))
    best = max((score for score, _ in scored), default=0)
    return [place for score, place in scored if score == best] if best else []


def clauses_of_amounts(clause: Clause, claim: Reading, evidence: Sequence[Reading]) -> list[Clause]:
    """Give the clauses of the evidence that have an amount of this clause."""
    mine = [each for each in claim.quantities if clause.start <= each.start < clause.end]
    return [
        place
        for reading in evidence
        for place in reading.clauses
        if any(place.start <= each.start < place.end and is_among(each, mine) for each in reading.quantities)
    ]


def is_among(quantity: Quantity, others: Sequence[Quantity]) -> bool:
    """Tell whether an amount has the value of one of these."""
    return any(quantity.values & other.values for other in others)


def translates(modal: str, other: str) -> bool:
    """Tell whether a modal may stand for another, in either direction."""
    table = modal_translations()
    return modal == other or other in table.get(modal, ()) or modal in table.get(other, ())

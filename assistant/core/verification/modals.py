"""Compares the modals of a claim (skal, kan, bør, må) with those of its evidence, in one language or across two."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.core.types import Language
from assistant.core.verification.aligning import closest_by_facts, translates
from assistant.core.verification.clauses import Clause
from assistant.core.verification.reading import Reading
from assistant.core.verification.types import Miss, Reason
from assistant.core.verification.vocabulary import cues


def check_modals(clause: Clause, close: Sequence[Clause], same_language: bool) -> Iterator[Miss]:
    """Each modal of the clause is one of the evidence, or in another language one that translates it."""
    mine = clause.names("modal")
    if not mine:
        return
    if same_language:
        kept = any(not mine - (other.names("modal") + other.names("bearing")) for other in close)
    else:
        theirs: Counter[str] = sum((other.names("modal") + other.names("bearing") for other in close), Counter())
        kept = all(any(translates(modal, other) for other in theirs) for modal in mine)
    if not kept:
        yield Miss(Reason.MODAL, ", ".join(cue.written for cue in clause.of("modal")))


def check_paired(claim: Reading, clauses: Sequence[Clause]) -> Iterator[Miss]:
    """Where a translation has as many modals as its evidence, each of them translates one of these."""
    mine = [cue for clause in claim.clauses for cue in clause.of("modal")]
    theirs = [cue.name for clause in clauses for cue in clause.of("modal")]
    if len(mine) == len(theirs) and not _pairs([cue.name for cue in mine], theirs):
        yield Miss(Reason.MODAL, ", ".join(cue.written for cue in mine))


def _pairs(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell whether every modal can be given one of its own that it translates."""
    if not mine:
        return True
    places = [place for place, other in enumerate(theirs) if translates(mine[0], other)]
    return any(_pairs(mine[1:], [*theirs[:place], *theirs[place + 1 :]]) for place in places)


def bearing_clauses(clause: Clause, close: Sequence[Clause], clauses: Sequence[Clause]) -> Sequence[Clause]:
    """Give the clauses whose modals count; a clause of several modals may sum up several, which count as one."""
    if len(clause.of("modal")) < 2:
        return close
    shared = [other for other in clauses if clause.stems & other.stems]
    cues = tuple(cue for other in shared for cue in other.cues)
    return [*close, Clause(0, 0, frozenset(), cues)]


def translated_clauses(clause: Clause, claim: Reading, evidence: Sequence[Reading]) -> list[Clause]:
    """Give the clauses with modals among those of a clause's amounts and quantifiers."""
    amounts = tuple(each for each in claim.quantities if clause.start <= each.start < clause.end)
    unmodal = tuple(cue for cue in clause.cues if cue.category == "quantifier")
    said = replace(claim, quantities=amounts, clauses=(replace(clause, cues=unmodal),))
    return [other for other in closest_by_facts(said, evidence) if other.of("modal")]


def check_advice(clause: Clause, claim: Reading, close: Sequence[Clause], language: Language) -> Iterator[Miss]:
    """What the evidence says ought to be is not said to be so."""
    said = any(each.names("modal")["bør"] for each in claim.clauses)
    if not close or said or clause.of("modal") or not all(other.names("modal")["bør"] for other in close):
        return
    if not any(word in claim.text.lower() for word in cues(language).advice):
        yield Miss(Reason.MODAL_DROPPED, claim.text[clause.start : clause.end].strip())

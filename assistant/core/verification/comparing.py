"""Compares the facts of a claim with those of its evidence; every check lists what is not borne out."""

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.core.types import Language
from assistant.core.verification.aligning import clauses_of_amounts, closest_by_facts, is_among
from assistant.core.verification.clauses import Clause, nearest
from assistant.core.verification.counted import counts_another
from assistant.core.verification.dates import Date
from assistant.core.verification.modals import (
    bearing_clauses,
    check_advice,
    check_modals,
    check_paired,
    translated_clauses,
)
from assistant.core.verification.numbers import Quantity
from assistant.core.verification.reading import Reading
from assistant.core.verification.types import Miss, Reason

# Quantifiers of the whole, and of parts of it, as `vocabulary.toml` names them.
_WHOLE = frozenset({"all", "each"})
_PARTS = frozenset({"some", "many", "most", "few", "not_all"})
# Negations that deny the whole, and what is less than the whole.
_DENIED = {"none": _PARTS, "never": frozenset({"often", "seldom", "not_always"})}

# A sentence of so many clauses says one thing of whatever it names.
_FEW_CLAUSES = 4
# Shorter stems begin with an "u" of their own ("uge").
_SHORTEST_UN = 4


def check_dates(claim: Reading, evidence: Sequence[Reading], source_dates: Sequence[Date]) -> Iterator[Miss]:
    """Every date of the claim is, as far as it goes, a date of the evidence; a bare year may be a number there."""
    known = [*source_dates, *(date for reading in evidence for date in reading.dates)]
    numbers = {value for reading in evidence for quantity in reading.quantities for value in quantity.values}
    for date in claim.dates:
        bare_year = date.month is None and date.named is None and date.year in numbers
        if not bare_year and not any(date.is_borne_out_by(other) for other in known):
            yield Miss(Reason.DATE, claim.text[date.start : date.end].strip())


def check_numbers(claim: Reading, evidence: Sequence[Reading]) -> Iterator[Miss]:
    """Every amount of the claim is an amount of the evidence, in the same unit and bound, and not another thing's."""
    known = [quantity for reading in evidence for quantity in reading.quantities]
    years = {date.year for reading in evidence for date in reading.dates}
    for quantity in _without_parts(claim.quantities, known):
        is_year = quantity.unit is None and any(value in years for value in quantity.values)
        if not is_year and not any(quantity.is_borne_out_by(other) for other in known):
            yield Miss(Reason.NUMBER, quantity.written)
        elif not is_year and (
            _belongs_elsewhere(quantity, claim, evidence) or counts_another(quantity, claim, evidence)
        ):
            yield Miss(Reason.NUMBER_MISPLACED, quantity.written)


def _without_parts(quantities: Sequence[Quantity], known: Sequence[Quantity]) -> list[Quantity]:
    """Leave out the numbers of a share that the evidence has in other numbers ("4 ud af 5" for 80 procent)."""
    shares = [each for each in quantities if each.parts and any(each.is_borne_out_by(other) for other in known)]
    return [
        each
        for each in quantities
        if each in shares or not any(share.start <= each.start < share.end for share in shares)
    ]


def check_clauses(
    claim: Reading, evidence: Sequence[Reading], same_language: bool, language: Language
) -> Iterator[Miss]:
    """Negations, modals, quantifiers and opposites of each clause agree with the nearest clauses of the evidence."""
    clauses = [clause for reading in evidence for clause in reading.clauses]
    for clause in claim.clauses:
        close = nearest(clause, clauses) if same_language else []
        near = [*close, *clauses_of_amounts(clause, claim, evidence)] if same_language else clauses
        yield from _negation(clause, claim, clauses if same_language else [])
        bearing = (
            bearing_clauses(clause, close, clauses) if same_language else translated_clauses(clause, claim, evidence)
        )
        yield from check_modals(clause, bearing or clauses, same_language)
        yield from _quantifiers(clause, near or clauses)
        yield from _nothing_at_all(clause, close or [each for each in clauses if each.of("negation")])
        yield from _opposites(clause, near, clauses)
        if same_language:
            yield from check_advice(clause, claim, close, language)
            yield from _un(clause, close)
    yield from _paired_sides(claim, clauses)
    yield from _all_negations(claim, evidence, same_language)
    if not same_language:
        yield from check_paired(claim, clauses)


def _belongs_elsewhere(quantity: Quantity, claim: Reading, evidence: Sequence[Reading]) -> bool:
    """Tell whether the claim's clause is about something that the evidence gives another number of the same unit.

    Only where nothing that sets the amount's own clauses apart is in the claim's, so that summaries of several pass.
    """
    clause = _clause_of(quantity, claim)
    if clause is None or not clause.stems:
        return False
    beside = [each for each in claim.quantities if clause.start <= each.start < clause.end]
    own: list[frozenset[str]] = []
    others: list[frozenset[str]] = []
    for reading in evidence:
        for place in reading.clauses:
            inside = [each for each in reading.quantities if place.start <= each.start < place.end]
            if any(quantity.is_borne_out_by(each) for each in inside):
                own.append(place.stems | reading.about)
            elif any(each.unit == quantity.unit and not is_among(each, beside) for each in inside):
                others.append(place.stems | reading.about)
    mine = clause.stems.difference(*(one & other for one in own for other in others))
    return not any(mine & one for one in own) and any(mine & other for other in others)


def _clause_of(quantity: Quantity, reading: Reading) -> Clause | None:
    return next((clause for clause in reading.clauses if clause.start <= quantity.start < clause.end), None)


def _negation(clause: Clause, claim: Reading, clauses: Sequence[Clause]) -> Iterator[Miss]:
    """A clause is negated exactly when what the evidence says of the same thing is."""
    same = max(
        (len(clause.stems & other.stems) for other in clauses if other.is_negated == clause.is_negated), default=0
    )
    other = max(
        (len(clause.stems & other.stems) for other in clauses if other.is_negated != clause.is_negated), default=0
    )
    if other > same:
        reason = Reason.NEGATION_ADDED if clause.is_negated else Reason.NEGATION_DROPPED
        written = ", ".join(cue.written for cue in clause.of("negation"))
        yield Miss(reason, written or claim.text[clause.start : clause.end].strip())


def _all_negations(claim: Reading, evidence: Sequence[Reading], same_language: bool) -> Iterator[Miss]:
    """The claim as a whole has no more negations than its evidence, and in another language none is lost."""
    mine = [cue for clause in claim.clauses for cue in clause.of("negation")]
    counts = [sum(len(clause.of("negation")) for clause in reading.clauses) for reading in evidence]
    if len(mine) > sum(counts):
        yield Miss(Reason.NEGATION_ADDED, mine[-1].written)
    if same_language:
        return
    if not mine and _denies(closest_by_facts(claim, evidence), evidence):
        yield Miss(Reason.NEGATION_DROPPED, claim.text)
    negating = [clause for reading in evidence for clause in reading.clauses if clause.of("negation")]
    if mine and len(negating) == 1 and len(mine) % 2 != len(negating[0].of("negation")) % 2:
        yield Miss(Reason.NEGATION_DROPPED, mine[-1].written)


def _denies(close: Sequence[Clause], evidence: Sequence[Reading]) -> bool:
    """Tell whether what a claim translates is denied: the clauses of its facts, or lacking these every quotation."""
    if close:
        return all(clause.of("negation") for clause in close)
    readings = [[cue for clause in reading.clauses for cue in clause.of("negation")] for reading in evidence]
    return bool(readings) and all(readings)


def _quantifiers(clause: Clause, close: Sequence[Clause]) -> Iterator[Miss]:
    """Each quantifier of the clause stands in the evidence; "each" needs only that nothing less is said there."""
    known = {name for other in close for name in other.names("quantifier")}
    if known & _WHOLE:
        known |= _WHOLE
    elif not known & _PARTS:
        known.add("each")
    if any("top+" in other.names("side") for other in close):
        # "the most challenging areas" is "de mest udfordrende", no majority.
        known.add("most")
    for cue in clause.of("quantifier"):
        if cue.name not in known:
            yield Miss(Reason.QUANTIFIER, cue.written)


def _nothing_at_all(clause: Clause, close: Sequence[Clause]) -> Iterator[Miss]:
    """ "Ingen" is no "nogle ... ikke", and "aldrig" no "ofte ... ikke"."""
    known = {name for other in close for name in other.names("quantifier")} - set(clause.names("quantifier"))
    said = {name for other in close for name in other.names("negation")}
    for cue in clause.of("negation"):
        if cue.name not in said and known & _DENIED.get(cue.name, frozenset()):
            yield Miss(Reason.QUANTIFIER, cue.written)


def _opposites(clause: Clause, near: Sequence[Clause], clauses: Sequence[Clause]) -> Iterator[Miss]:
    """The clause takes no side where the evidence takes only the other one.

    The nearest clauses speak first (unless it takes both sides itself), then those that share a word with it, then
    all of evidence that is short.
    """
    related = [other for other in clauses if clause.stems & other.stems]
    for cue in clause.of("side"):
        opposite = _opposite(cue.name)
        for pool in (
            () if clause.names("side")[opposite] else near,
            related,
            clauses if len(clauses) <= _FEW_CLAUSES else [],
        ):
            known = {name for other in pool for name in other.names("side")}
            if cue.name in known:
                break
            if opposite in known:
                yield Miss(Reason.OPPOSITE, cue.written)
                break


def _paired_sides(claim: Reading, clauses: Sequence[Clause]) -> Iterator[Miss]:
    """Where a claim names the sides of a pair as often as its evidence, it names the same ones."""
    mine = Counter(cue.name for clause in claim.clauses for cue in clause.of("side"))
    theirs = Counter(cue.name for clause in clauses for cue in clause.of("side"))
    for name in mine:
        opposite = _opposite(name)
        total = mine[name] + mine[opposite]
        if mine[name] > theirs[name] and total == theirs[name] + theirs[opposite]:
            yield Miss(Reason.OPPOSITE, name[:-1])


def _opposite(side: str) -> str:
    return side[:-1] + ("-" if side.endswith("+") else "+")


def _un(clause: Clause, close: Sequence[Clause]) -> Iterator[Miss]:
    """A word of the clause is not the evidence's own with an "u" before it, or without it ("tilfreds", "utilfreds")."""
    known = {stem for other in close for stem in other.stems}
    for stem in clause.stems - known:
        turned = stem[1:] if stem.startswith("u") else "u" + stem
        if (
            len(turned) >= _SHORTEST_UN
            and turned in known
            and not any(o.is_negated != clause.is_negated for o in close)
        ):
            yield Miss(Reason.OPPOSITE, stem)

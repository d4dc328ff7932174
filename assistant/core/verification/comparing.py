"""Compares the facts of a claim with those of its evidence; every check lists what is not borne out."""

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.core.types import Language
from assistant.core.verification.clauses import Clause, nearest
from assistant.core.verification.counted import counts_another
from assistant.core.verification.dates import Date
from assistant.core.verification.numbers import Quantity
from assistant.core.verification.reading import Reading
from assistant.core.verification.types import Miss, Reason
from assistant.core.verification.vocabulary import cues, modal_translations

# Quantifiers of the whole, and of parts of it, as `vocabulary.toml` names them.
_WHOLE = frozenset({"all", "each"})
_PARTS = frozenset({"some", "many", "most", "few", "not_all"})
# Negations that deny the whole, and what is less than the whole.
_DENIED = {"none": _PARTS, "never": frozenset({"often", "seldom", "not_always"})}

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
        yield from _negation(clause, claim, clauses if same_language else [])
        yield from _modals(clause, _of_modals(clause, close, clauses) or clauses, same_language)
        yield from _quantifiers(clause, close or clauses)
        yield from _nothing_at_all(clause, close or [each for each in clauses if each.of("negation")])
        yield from _opposites(clause, [*close, *_of_numbers(clause, claim, evidence)] or clauses)
        if same_language:
            yield from _advice(clause, claim, close, language)
            yield from _un(clause, close)
    yield from _all_negations(claim, evidence, same_language)
    if not same_language:
        yield from _paired_modals(claim, clauses)


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
            elif any(each.unit == quantity.unit and not _is_among(each, beside) for each in inside):
                others.append(place.stems | reading.about)
    mine = clause.stems.difference(*(one & other for one in own for other in others))
    return not any(mine & one for one in own) and any(mine & other for other in others)


def _is_among(quantity: Quantity, others: Sequence[Quantity]) -> bool:
    return any(quantity.values & other.values for other in others)


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


def closest_by_facts(claim: Reading, evidence: Sequence[Reading]) -> list[Clause]:
    """Give the clauses that share most amounts, quantifiers and modals with a claim in another language, if any do."""
    modals = {cue.name for clause in claim.clauses for cue in clause.of("modal")}
    quantifiers = {cue.name for clause in claim.clauses for cue in clause.of("quantifier")}
    scored = []
    for reading in evidence:
        for place in reading.clauses:
            inside = [each for each in reading.quantities if place.start <= each.start < place.end]
            score = sum(_is_among(each, claim.quantities) for each in inside)
            score += len(quantifiers & set(place.names("quantifier")))
            score += sum(any(_translates(modal, other) for other in place.names("modal")) for modal in modals)
            scored.append((score, place))
    best = max((score for score, _ in scored), default=0)
    return [place for score, place in scored if score == best] if best else []


def _of_modals(clause: Clause, close: Sequence[Clause], clauses: Sequence[Clause]) -> Sequence[Clause]:
    """Give the clauses whose modals count; a clause of several modals may sum up several, which count as one."""
    if len(clause.of("modal")) < 2:
        return close
    shared = [other for other in clauses if clause.stems & other.stems]
    cues = tuple(cue for other in shared for cue in other.cues)
    return [*close, Clause(0, 0, frozenset(), cues)]


def _modals(clause: Clause, close: Sequence[Clause], same_language: bool) -> Iterator[Miss]:
    """Each modal of the clause is one of the evidence, or in another language one that translates it."""
    mine = clause.names("modal")
    if not mine:
        return
    if same_language:
        kept = any(not mine - (other.names("modal") + other.names("bearing")) for other in close)
    else:
        theirs: Counter[str] = sum((other.names("modal") + other.names("bearing") for other in close), Counter())
        kept = all(any(_translates(modal, other) for other in theirs) for modal in mine)
    if not kept:
        yield Miss(Reason.MODAL, ", ".join(cue.written for cue in clause.of("modal")))


def _translates(modal: str, other: str) -> bool:
    table = modal_translations()
    return modal == other or other in table.get(modal, ()) or modal in table.get(other, ())


def _paired_modals(claim: Reading, clauses: Sequence[Clause]) -> Iterator[Miss]:
    """Where a translation has as many modals as its evidence, each of them translates one of these."""
    mine = [cue for clause in claim.clauses for cue in clause.of("modal")]
    theirs = [cue.name for clause in clauses for cue in clause.of("modal")]
    if len(mine) == len(theirs) and not _pairs([cue.name for cue in mine], theirs):
        yield Miss(Reason.MODAL, ", ".join(cue.written for cue in mine))


def _pairs(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell whether every modal can be given one of its own that it translates."""
    if not mine:
        return True
    places = [place for place, other in enumerate(theirs) if _translates(mine[0], other)]
    return any(_pairs(mine[1:], [*theirs[:place], *theirs[place + 1 :]]) for place in places)


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


def _of_numbers(clause: Clause, claim: Reading, evidence: Sequence[Reading]) -> list[Clause]:
    """Give the clauses of the evidence that have an amount of this clause."""
    mine = [each for each in claim.quantities if clause.start <= each.start < clause.end]
    return [
        place
        for reading in evidence
        for place in reading.clauses
        if any(place.start <= each.start < place.end and _is_among(each, mine) for each in reading.quantities)
    ]


def _opposites(clause: Clause, close: Sequence[Clause]) -> Iterator[Miss]:
    """The clause takes no side where the evidence takes only the other one."""
    known = {name for other in close for name in other.names("side")}
    for cue in clause.of("side"):
        opposite = cue.name[:-1] + ("-" if cue.name.endswith("+") else "+")
        if cue.name not in known and opposite in known:
            yield Miss(Reason.OPPOSITE, cue.written)


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


def _advice(clause: Clause, claim: Reading, close: Sequence[Clause], language: Language) -> Iterator[Miss]:
    """What the evidence says ought to be is not said to be so."""
    if not close or clause.of("modal") or not all(other.names("modal")["bør"] for other in close):
        return
    if not any(word in claim.text.lower() for word in cues(language).advice):
        yield Miss(Reason.MODAL_DROPPED, claim.text[clause.start : clause.end].strip())

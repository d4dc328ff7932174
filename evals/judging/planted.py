"""Puts the planted-fault set before a judge: each claim with its quotations, as a run puts them."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.core.verification.answers import FaultCode, check_answer
from evals.faults.reading import Item, Library
from evals.judging.quotations import quotation_of

# The only fault that takes judgement; all others (a quotation that does not stand in its source, an invented source, a
# citation number that leads nowhere) are found by looking, in a run too, before a judge is asked.
_TAKES_JUDGEMENT = frozenset({FaultCode.NOT_BORNE_OUT})


@dataclass(frozen=True, slots=True)
class PlantedClaims:
    """An item as a judge is asked about it."""

    id: str
    faulty: bool
    statements: tuple[tuple[str, tuple[str, ...]], ...]


def planted_items(items: Iterable[Item], library: Library) -> list[PlantedClaims]:
    """The items as `qualify` takes them; a faulty one that is found by looking has no statements."""
    return [_planted(item, library) for item in items]


def _planted(item: Item, library: Library) -> PlantedClaims:
    codes = {fault.code for fault in check_answer(item.claims, item.citations, library, item.language)}
    if item.faulty and not codes <= _TAKES_JUDGEMENT:
        return PlantedClaims(item.id, item.faulty, ())
    pairs = ((claim.text, tuple(map(quotation_of, citations))) for claim, citations in item.evidence)
    return PlantedClaims(item.id, item.faulty, tuple(pairs))

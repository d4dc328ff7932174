"""Finds the lists and tables among what was found, and says how well each answers as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.core.evidence import Candidate
from assistant.core.matching import borne_out, coverage
from assistant.core.question import Question
from assistant.core.scoring import WEIGHT_OWN, Scored
from assistant.core.sentences import UnitKind

# One item makes no list.
FEWEST_ITEMS = 2


@dataclass(frozen=True, slots=True)
class FoundList:
    """The items of a list as they were scored, in the order of the text, and what the list is worth as an answer."""

    items: tuple[Scored, ...]
    score: float

    @property
    def key(self) -> tuple[str, int] | None:
        """What the items share."""
        return self.items[0].candidate.list_key

    @property
    def best_item(self) -> float:
        """The score of the item that fits best."""
        return max(item.score for item in self.items)


def lists_in(question: Question, scored: Sequence[Scored]) -> list[FoundList]:
    """The lists among scored candidates, the best as a whole first."""
    groups: dict[tuple[str, int], list[Scored]] = {}
    for one in scored:
        if one.candidate.list_key and not is_row(one.candidate):
            groups.setdefault(one.candidate.list_key, []).append(one)
    found = [_found(question, items) for items in groups.values() if len(items) >= FEWEST_ITEMS]
    return sorted(found, key=lambda one: -one.score)


def is_row(candidate: Candidate) -> bool:
    """Whether a candidate is a row of a table: rows share a header, but are no list."""
    return candidate.unit.kind is UnitKind.LABEL


def rows_beside(best: Candidate, scored: Sequence[Scored]) -> list[Scored]:
    """The rows of a candidate's table whose first cell is the same as its own, in the order of the text."""
    first = first_cell(best)
    rows = [
        one
        for one in scored
        if is_row(one.candidate)
        and one.candidate.source.source_id == best.source.source_id
        and first_cell(one.candidate) == first
    ]
    return sorted(rows, key=lambda one: one.candidate.unit.start)


def first_cell(row: Candidate) -> str:
    """What a row begins with: `spørgsmål: Hvad udfordrer?` of `spørgsmål: Hvad udfordrer?; svar: ...`."""
    return row.unit.text.partition("; ")[0]


def _found(question: Question, items: Sequence[Scored]) -> FoundList:
    """Weigh a list: what its heading and lead-in say is said of every item, what one item says is not said of all."""
    terms = question.subject or question.terms
    first = items[0].candidate
    above = first.lead_in | first.section
    own = [
        max(borne_out(term, above), sum(borne_out(term, item.candidate.own) for item in items) / len(items))
        for term in terms
    ]
    mean = sum(item.score for item in items) / len(items)
    own_mean = sum(item.own for item in items) / len(items)
    in_order = sorted(items, key=lambda item: item.candidate.unit.start)
    return FoundList(tuple(in_order), mean + WEIGHT_OWN * (coverage(terms, own) - own_mean))

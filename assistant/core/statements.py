"""What a source is made to say: stretches of its text that belong together, put together within the limits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.core.evidence import Candidate, begins_pointing
from assistant.core.orders import ordering
from assistant.core.sentences import split_units
from knowledge.types import Hit, Snapshot, Source

# Limits of an extractive answer (contract): more only for a list or when everything is asked for.
MOST_QUOTED_WORDS = 120
MOST_QUOTATIONS = 5
# One source speaks three times at most, so that others are heard.
MOST_OF_A_SOURCE = 3
# A list of more than so many items is quoted to there.
LONGEST_LIST = 12
# A sentence longer than this can be understood alone, and costs too much to go with another.
LONGEST_COMPANION = 30


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of text to quote, and whether it is a part of a list."""

    start: int
    end: int
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """What one claim will be made of: a source's quotations that belong together, in the order of the text."""

    source: Source
    hit: Hit
    quotations: tuple[Quotation, ...]

    def of(self, quotations: Iterable[Quotation]) -> "Statement":
        """The same source saying other stretches, in the order of the text."""
        return replace(self, quotations=tuple(sorted(set(quotations), key=lambda one: one.start)))


class Chosen:
    """The statements taken so far, and whether another fits beside them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.statements: list[Statement] = []

    def take(self, statement: Statement) -> bool:
        """Take a statement if it fits and says something new; an item joins its list where that is begun."""
        merged = self._merged(statement)
        if not self._fits(merged):
            return False
        self.statements = merged
        return True

    def _merged(self, statement: Statement) -> list[Statement]:
        """The statements with one more, joined to the one that it shares a stretch with."""
        for place, one in enumerate(self.statements):
            if one.source.source_id == statement.source.source_id and set(one.quotations) & set(statement.quotations):
                joined = one.of((*one.quotations, *statement.quotations))
                return [*self.statements[:place], joined, *self.statements[place + 1 :]]
        return [*self.statements, statement]

    def _fits(self, statements: Sequence[Statement]) -> bool:
        if statements == self.statements:
            return False
        sources = [one.source.source_id for one in statements]
        quotations = sum(len(one.quotations) for one in statements)
        words = _all_words(statements, self._snapshot)
        within = quotations <= MOST_QUOTATIONS and words <= MOST_QUOTED_WORDS
        # What is best is quoted however long it is.
        return not self.statements or (within and max(map(sources.count, sources)) <= MOST_OF_A_SOURCE)


def words_of(statement: Statement, snapshot: Snapshot) -> int:
    """How many words a statement quotes."""
    text = snapshot.text(statement.hit.passage.text_id)
    return sum(len(text[q.start : q.end].split()) for q in statement.quotations)


def completed(statements: Sequence[Statement], candidates: Iterable[Candidate], snapshot: Snapshot) -> list[Statement]:
    """Let each sentence quoted alone run on over the neighbours it needs, best first, within the limit of words.

    A sentence that points back ("Den ...") needs the one before it; the one after it may point to it.
    """
    stretches = {(c.source.source_id, c.unit.start, c.unit.end): c for c in candidates}
    done = list(statements)
    for place, one in enumerate(done):
        own = one.quotations[0]
        candidate = stretches.get((one.source.source_id, own.start, own.end))
        if candidate is None or len(one.quotations) > 1 or own.listed:
            continue
        for start, end in _needed(candidate, snapshot.text(candidate.unit_text_id)):
            quotation = done[place].quotations[0]
            longer = replace(quotation, start=min(quotation.start, start), end=max(quotation.end, end))
            fuller = [*done[:place], one.of([longer]), *done[place + 1 :]]
            # What is no candidate was left out for a reason: it may be an order to whoever reads.
            is_new = (one.source.source_id, start, end) in stretches and not _is_quoted(start, one.source, done)
            if is_new and _all_words(fuller, snapshot) <= MOST_QUOTED_WORDS:
                done = fuller
    return done


def _needed(candidate: Candidate, text: str) -> list[tuple[int, int]]:
    """The neighbours of a sentence that it points to or that point to it, where they are short."""
    found = [candidate.before] if candidate.before and begins_pointing(candidate.unit.text) else []
    if candidate.after and begins_pointing(text[slice(*candidate.after)]):
        found.append(candidate.after)
    return [span for span in found if len(text[slice(*span)].split()) <= LONGEST_COMPANION]


def _is_quoted(start: int, source: Source, statements: Iterable[Statement]) -> bool:
    """Whether what begins there is quoted already."""
    return any(
        quotation.start <= start < quotation.end
        for one in statements
        if one.source.source_id == source.source_id
        for quotation in one.quotations
    )


def _all_words(statements: Iterable[Statement], snapshot: Snapshot) -> int:
    return sum(words_of(one, snapshot) for one in statements)


def whole_list(candidate: Candidate, snapshot: Snapshot) -> Statement:
    """Lead-in and items of a candidate's list, also where it runs on into the next passages of the source."""
    text = snapshot.text(candidate.unit_text_id)
    unit = candidate.unit
    lead_in = (unit.start, unit.end) if candidate.introduces else unit.lead_in
    assert lead_in is not None
    end = max(passage.end for passage in snapshot.passages(candidate.source.source_id))
    items = [unit for unit in split_units(text, lead_in[0], end) if unit.lead_in == lead_in]
    orders = ordering(items)
    items = [item for item in items if item.start not in orders][:LONGEST_LIST]
    quotations = [Quotation(*lead_in), *(Quotation(item.start, item.end, listed=True) for item in items)]
    return Statement(candidate.source, candidate.hit, tuple(quotations))


def shortened(statement: Statement, best_first: Sequence[Candidate], snapshot: Snapshot) -> Statement:
    """A list's lead-in with the items that come first among candidates, as many as fit the limits."""
    rank = {(one.unit.start, one.unit.end): place for place, one in enumerate(best_first)}
    lead_in, *items = statement.quotations
    best, *others = sorted(items, key=lambda item: rank.get((item.start, item.end), len(rank)))
    # A lead-in alone announces what never comes, so one item stands behind it however long it is.
    kept = statement.of([lead_in, best])
    for item in others:
        longer = kept.of((*kept.quotations, item))
        if len(longer.quotations) <= MOST_QUOTATIONS and words_of(longer, snapshot) <= MOST_QUOTED_WORDS:
            kept = longer
    return kept

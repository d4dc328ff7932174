"""Chooses what to quote: one list, or the few units that answer best, from one source or several."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.core.evidence import Candidate, by_list
from assistant.core.question import Question
from assistant.core.scoring import Scored, is_checked, score_list
from assistant.core.sentences import Unit, UnitKind, split_units
from knowledge.types import Hit, Snapshot, Source

# Limits of an extractive answer (contract): more only for a list or when everything is asked for.
MOST_QUOTED_WORDS = 120
MOST_QUOTATIONS = 5
# One source speaks three times at most, so that others are heard.
MOST_OF_A_SOURCE = 3
# A second quotation must come this near the best; one of another source may come less near.
NEAR_BEST = 0.65
NEAR_BEST_ELSEWHERE = 0.7
# Where a number, a price or a date is asked for, others beside the best are mostly of other things.
NEAR_BEST_EXACT = 0.8
# A list is preferred when one of its items comes this near the best and a list was asked for.
LIST_NEAR_BEST = 0.9
# Fewer figures make no ranking.
FEWEST_RANKED = 3
# A list of figures on the subject is preferred to a sentence that only says that there are figures.
RANKED_NEAR_BEST = 0.95
# What introduces a list must speak of half the question, or the list is of something else.
LEAST_INTRODUCED = 0.5
# So many items of a list among so many of the best candidates: the whole list answers.
SEVERAL_ITEMS = 3
AMONG_BEST = 6
# An item asked for alone is cut from its list; a list of more than so many items is quoted to there.
LONGEST_LIST = 12


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


def choose(question: Question, scored: Sequence[Scored], snapshot: Snapshot) -> list[Statement]:
    """Choose statements for scored candidates (best first); empty only when there are none."""
    if not scored:
        return []
    ranked = _ranked(question, scored, snapshot) if question.wants_extreme else None
    if ranked:
        return [ranked]
    found = _listed(question, scored)
    if found:
        return [_whole_list(found, snapshot)]
    if not is_checked(question):
        told = scored[0].candidate if scored[0].candidate.introduces else _told_by_list(scored)
        if told:
            return [_shortened(_whole_list(told, snapshot), scored, snapshot)]
    return _best_units(scored, snapshot, is_checked(question))


def _ranked(question: Question, scored: Sequence[Scored], snapshot: Snapshot) -> Statement | None:
    """The best list or table of figures, for a question such as which is the hardest: its order is the answer."""
    groups: dict[tuple[str, tuple[str, int] | None], list[Scored]] = {}
    for one in scored:
        if one.candidate.list_key or is_row(one.candidate):
            key = None if is_row(one.candidate) else one.candidate.list_key
            groups.setdefault((one.candidate.hit.passage.passage_id, key), []).append(one)
    figures = [items for items in groups.values() if len(items) >= FEWEST_RANKED and _all_count(items)]
    if not figures:
        return None
    best = max(figures, key=lambda items: score_list(question, items))
    if score_list(question, best) < RANKED_NEAR_BEST * scored[0].score:
        return None
    if not is_row(best[0].candidate):
        return _whole_list(best[0].candidate, snapshot)
    units = sorted((one.candidate.unit for one in best), key=lambda unit: unit.start)[:LONGEST_LIST]
    rows = tuple(Quotation(unit.start, unit.end, listed=True) for unit in units)
    return Statement(best[0].candidate.source, best[0].candidate.hit, rows)


def _all_count(items: Sequence[Scored]) -> bool:
    """Whether every item has a figure of its own, past the number that it bears in the list."""
    return all(
        any(c.isdigit() for c in one.candidate.unit.text[one.candidate.unit.body_start - one.candidate.unit.start :])
        for one in items
    )


def _listed(question: Question, scored: Sequence[Scored]) -> Candidate | None:
    """An item of the list that answers as a whole where several things are asked for, if one does."""
    return _best_list(scored) if question.wants_list or question.wants_extreme else None


def _shortened(statement: Statement, scored: Sequence[Scored], snapshot: Snapshot) -> Statement:
    """The lead-in and the best items within the limits, where no list was asked for."""
    rank = {(one.candidate.unit.start, one.candidate.unit.end): -one.score for one in scored}
    lead_in, *items = statement.quotations
    kept = [lead_in]
    for item in sorted(items, key=lambda item: rank.get((item.start, item.end), 0.0)):
        longer = replace(statement, quotations=(*kept, item))
        if len(longer.quotations) <= MOST_QUOTATIONS and _words(longer, snapshot) <= MOST_QUOTED_WORDS:
            kept.append(item)
    return replace(statement, quotations=tuple(sorted(kept, key=lambda one: one.start)))


def _best_list(scored: Sequence[Scored]) -> Candidate | None:
    """The best item of the best list, when a list comes near enough."""
    for one in scored:
        if one.score < scored[0].score * LIST_NEAR_BEST:
            return None
        introduces = one.candidate.introduces and one.context >= LEAST_INTRODUCED
        if introduces or _has_siblings(one.candidate, scored):
            return one.candidate
    return None


def _told_by_list(scored: Sequence[Scored]) -> Candidate | None:
    """The best item when several items of its list are among the best candidates: then the list is the answer."""
    best = scored[0].candidate
    if best.list_key is None or is_row(best):
        return None
    beside = [one for one in scored[:AMONG_BEST] if one.candidate.list_key == best.list_key]
    return best if len(beside) >= SEVERAL_ITEMS else None


def _has_siblings(candidate: Candidate, scored: Sequence[Scored]) -> bool:
    if candidate.list_key is None or is_row(candidate):
        return False
    return len(by_list(one.candidate for one in scored)[candidate.list_key]) > 1


def is_row(candidate: Candidate) -> bool:
    """Whether a candidate is a row of a table: rows share a header, but are no list."""
    return candidate.unit.kind is UnitKind.LABEL


def _whole_list(candidate: Candidate, snapshot: Snapshot) -> Statement:
    """Lead-in and items, also where the list runs on into the next passages of the source."""
    text = snapshot.text(candidate.unit_text_id)
    unit = candidate.unit
    lead_in = (unit.start, unit.end) if candidate.introduces else unit.lead_in
    assert lead_in is not None
    end = max(passage.end for passage in snapshot.passages(candidate.source.source_id))
    items = [unit for unit in split_units(text, lead_in[0], end) if _in_list(unit, lead_in)][:LONGEST_LIST]
    quotations = [Quotation(*lead_in), *(Quotation(item.start, item.end, listed=True) for item in items)]
    return Statement(candidate.source, candidate.hit, tuple(quotations))


def _in_list(unit: Unit, lead_in: tuple[int, int]) -> bool:
    return unit.lead_in == lead_in


def _best_units(scored: Sequence[Scored], snapshot: Snapshot, exact: bool) -> list[Statement]:
    """The best unit and those that come near it; `exact`: one kind of answer was asked for, so near is nearer."""
    best = scored[0]
    chosen: list[Statement] = []
    said: set[str] = set()
    words = 0
    for one in scored:
        if one.score < best.score * _nearness(one, best, exact):
            continue
        if chosen and is_row(one.candidate) and not is_row(best.candidate):
            continue
        statement = _statement(one.candidate, snapshot)
        length = _words(statement, snapshot)
        if one.candidate.unit.text in said or (chosen and not _fits(statement, chosen, words + length)):
            continue
        chosen.append(statement)
        said.add(one.candidate.unit.text)
        words += length
    return chosen


def _nearness(one: Scored, best: Scored, exact: bool) -> float:
    if exact:
        return NEAR_BEST_EXACT
    same = one.candidate.source.source_id == best.candidate.source.source_id
    return NEAR_BEST if same else NEAR_BEST_ELSEWHERE


def _fits(statement: Statement, chosen: Sequence[Statement], words: int) -> bool:
    quotations = sum(len(one.quotations) for one in chosen) + len(statement.quotations)
    if words > MOST_QUOTED_WORDS or quotations > MOST_QUOTATIONS:
        return False
    same = [one for one in chosen if one.source.source_id == statement.source.source_id]
    taken = {(q.start, q.end) for one in same for q in one.quotations}
    return len(same) < MOST_OF_A_SOURCE and not any((q.start, q.end) in taken for q in statement.quotations)


def _statement(candidate: Candidate, snapshot: Snapshot) -> Statement:
    """A unit, with its lead-in when it is a list item."""
    unit = candidate.unit
    own = Quotation(unit.start, unit.end, listed=candidate.list_key is not None)
    if unit.lead_in is None or not _needs_lead_in(candidate, snapshot):
        return Statement(candidate.source, candidate.hit, (own,))
    return Statement(candidate.source, candidate.hit, (Quotation(*unit.lead_in), own))


def _needs_lead_in(candidate: Candidate, snapshot: Snapshot) -> bool:
    lead_in = candidate.unit.lead_in
    return lead_in is not None and snapshot.text(candidate.unit_text_id)[slice(*lead_in)].strip() != ""


def _words(statement: Statement, snapshot: Snapshot) -> int:
    text = snapshot.text(statement.hit.passage.text_id)
    return sum(len(text[q.start : q.end].split()) for q in statement.quotations)

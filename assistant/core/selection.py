"""Chooses what to quote: one list, or the few units that answer best, from one source or several."""

import re
from collections.abc import Sequence

from assistant.core.evidence import Candidate
from assistant.core.lists import FoundList, is_row, lists_in, rows_beside
from assistant.core.question import Question
from assistant.core.scoring import Scored, is_checked, score_list
from assistant.core.statements import (
    LONGEST_LIST,
    MOST_QUOTATIONS,
    MOST_QUOTED_WORDS,
    Chosen,
    Quotation,
    Statement,
    completed,
    shortened,
    whole_list,
    words_of,
)
from knowledge.types import Snapshot

# A second quotation must come this near the best; one of another source may come less near.
NEAR_BEST = 0.65
NEAR_BEST_ELSEWHERE = 0.7
# Where a number, a price or a date is asked for, others beside the best are mostly of other things.
NEAR_BEST_EXACT = 0.75
# A list is preferred when it, or one of its items, comes this near the best and a list was asked for.
LIST_NEAR_BEST = 0.9
# So many units that fit better than the best of the list are quoted beside it.
MOST_BETTER = 2
# Fewer figures make no ranking.
FEWEST_RANKED = 3
# A list of figures on the subject is preferred to a sentence that only says that there are figures.
RANKED_NEAR_BEST = 0.95
# What introduces a list must speak of half the question, or the list is of something else.
LEAST_INTRODUCED = 0.5
# So many items of a list among so many of the best candidates: the whole list answers.
SEVERAL_ITEMS = 3
AMONG_BEST = 6
# "54", "2.395", "33,5 %"; neither "2021" nor the end of "OK21".
_FIGURE = re.compile(r"(?<![\w.,])(?!(?:19|20)\d\d\b(?![.,]\d))\d")


def choose(question: Question, scored: Sequence[Scored], snapshot: Snapshot) -> list[Statement]:
    """Choose statements for scored candidates (best first); empty when none may be quoted."""
    if not scored:
        return []
    ranked = _ranked(question, scored, snapshot) if question.wants_extreme else None
    if ranked:
        return [ranked]
    if question.wants_list or question.wants_extreme:
        listed = _listed(question, scored, snapshot)
        if listed:
            return listed
    return _best_units(scored, snapshot, is_checked(question))


def _ranked(question: Question, scored: Sequence[Scored], snapshot: Snapshot) -> Statement | None:
    """The best list or table of figures, for a question such as which is the hardest: its order is the answer."""
    groups: dict[tuple[str, tuple[str, int] | None], list[Scored]] = {}
    for one in scored:
        if one.candidate.list_key or is_row(one.candidate):
            key = None if is_row(one.candidate) else one.candidate.list_key
            groups.setdefault((one.candidate.hit.passage.passage_id, key), []).append(one)
    figures = [
        items
        for items in groups.values()
        if len(items) >= FEWEST_RANKED and _all_count(items) and _all_of_kind(question, items)
    ]
    if not figures:
        return None
    best = max(figures, key=lambda items: score_list(question, items))
    if score_list(question, best) < RANKED_NEAR_BEST * scored[0].score:
        return None
    if is_row(best[0].candidate):
        whole = _rows(sorted(best, key=lambda one: one.candidate.unit.start))
    else:
        whole = whole_list(best[0].candidate, snapshot)
    return whole if question.wants_list else _limited(whole, snapshot)


def _all_count(items: Sequence[Scored]) -> bool:
    """Whether every item has a figure of its own, past the number that it bears in the list; a year is none."""
    return all(
        _FIGURE.search(one.candidate.unit.text, one.candidate.unit.body_start - one.candidate.unit.start)
        for one in items
    )


def _all_of_kind(question: Question, items: Sequence[Scored]) -> bool:
    """Whether every item gives what was asked for, where that shows for certain: an amount, a date, a name."""
    return not is_checked(question) or all(item.kind for item in items)


def _rows(rows: Sequence[Scored]) -> Statement:
    first = rows[0].candidate
    units = [one.candidate.unit for one in rows[:LONGEST_LIST]]
    return Statement(first.source, first.hit, tuple(Quotation(unit.start, unit.end, listed=True) for unit in units))


def _limited(whole: Statement, snapshot: Snapshot, beside: Sequence[Statement] = ()) -> Statement:
    """The first of a list, where its order tells the most and the least but no list was asked for."""
    kept = whole
    while len(kept.quotations) > 1 and not _are_short([*beside, kept], snapshot):
        kept = kept.of(kept.quotations[:-1])
    return kept


def _listed(question: Question, scored: Sequence[Scored], snapshot: Snapshot) -> list[Statement]:
    """The list that answers as a whole where several things are asked for, and what fits still better; else nothing."""
    if is_row(scored[0].candidate):
        rows = rows_beside(scored[0].candidate, scored) if question.wants_list else []
        return [_rows(rows)] if len(rows) >= FEWEST_RANKED else []
    # An item that fits by itself is no rival of a list that fits as a whole: the other items of its own do not.
    least = LIST_NEAR_BEST * max((one.score for one in scored if not one.candidate.list_key), default=0.0)
    found = [one for one in lists_in(question, scored) if _answers(one, scored, least)]
    best = next((one for one in found if _all_of_kind(question, one.items)), None)
    if best is None or not (question.wants_list or _all_count(best.items)):
        return []
    whole = whole_list(best.items[0].candidate, snapshot)
    # A whole list may be long only while it is all of one source.
    better = [
        one
        for one in scored
        if one.score > max(best.best_item, best.score)
        and not one.candidate.list_key
        and one.candidate.source.source_id == whole.source.source_id
    ]
    beside = [_alone(one.candidate) for one in better[:MOST_BETTER] if not one.candidate.introduces]
    return [*beside, whole if question.wants_list else _limited(whole, snapshot, beside)]


def _answers(found: FoundList, scored: Sequence[Scored], least: float) -> bool:
    """Whether a list comes near enough the best: as a whole, by an item, or by what introduces it."""
    if found.score >= least or found.best_item >= least:
        return True
    return any(
        one.score >= least and one.context >= LEAST_INTRODUCED
        for one in scored
        if one.candidate.introduces and (one.candidate.unit_text_id, one.candidate.unit.start) == found.key
    )


def _told_by_list(scored: Sequence[Scored]) -> Candidate | None:
    """The best item when several items of its list are among the best candidates: then the list is the answer."""
    best = scored[0].candidate
    if best.list_key is None or is_row(best):
        return None
    beside = [one for one in scored[:AMONG_BEST] if one.candidate.list_key == best.list_key]
    return best if len(beside) >= SEVERAL_ITEMS else None


def _short_list(candidate: Candidate, scored: Sequence[Scored], snapshot: Snapshot) -> Statement | None:
    """A list within the limits; None when no item of it may be quoted."""
    whole = whole_list(candidate, snapshot)
    return shortened(whole, [one.candidate for one in scored], snapshot) if len(whole.quotations) > 1 else None


def _best_units(scored: Sequence[Scored], snapshot: Snapshot, exact: bool) -> list[Statement]:
    """The best unit and those that come near it; `exact`: one kind of answer was asked for, so near is nearer."""
    best = scored[0]
    chosen = Chosen(snapshot)
    said: set[str] = set()
    told = None if exact else best.candidate if best.candidate.introduces else _told_by_list(scored)
    listed = _short_list(told, scored, snapshot) if told else None
    if listed:
        chosen.take(listed)
    for one in scored:
        candidate = one.candidate
        if one.score < best.score * _nearness(one, best, exact) or candidate.unit.text in said:
            continue
        if chosen.statements and is_row(candidate) and not is_row(best.candidate) and one.own < best.own:
            continue
        statement = _quoting(one, scored, snapshot)
        if statement and chosen.take(statement):
            said.add(candidate.unit.text)
    if not exact:
        _fill_lists(chosen, [one.candidate for one in scored if one.candidate.unit.text in said], snapshot)
    return completed(chosen.statements, (one.candidate for one in scored), snapshot)


def _fill_lists(chosen: Chosen, quoted: Sequence[Candidate], snapshot: Snapshot) -> None:
    """Let the rest of a list come along where there is room: a part of a short list is a riddle."""
    for item in quoted:
        if item.list_key and not is_row(item):
            chosen.take(whole_list(item, snapshot))


def _nearness(one: Scored, best: Scored, exact: bool) -> float:
    if exact:
        return NEAR_BEST_EXACT
    same = one.candidate.source.source_id == best.candidate.source.source_id
    return NEAR_BEST if same else NEAR_BEST_ELSEWHERE


def _quoting(one: Scored, scored: Sequence[Scored], snapshot: Snapshot) -> Statement | None:
    """A unit as it may be quoted: what introduces a list with the best of it, an item with its lead-in."""
    candidate = one.candidate
    if candidate.introduces:
        return _short_list(candidate, scored, snapshot)
    alone = _alone(candidate)
    lead_in = candidate.unit.lead_in
    return alone.of((Quotation(*lead_in), *alone.quotations)) if lead_in else alone


def _are_short(statements: Sequence[Statement], snapshot: Snapshot) -> bool:
    quotations = sum(len(one.quotations) for one in statements)
    words = sum(words_of(one, snapshot) for one in statements)
    return quotations <= MOST_QUOTATIONS and words <= MOST_QUOTED_WORDS


def _alone(candidate: Candidate) -> Statement:
    unit = candidate.unit
    own = Quotation(unit.start, unit.end, listed=candidate.list_key is not None)
    return Statement(candidate.source, candidate.hit, (own,))

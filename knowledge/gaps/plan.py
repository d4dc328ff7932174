"""A plan from a solution: who takes which course, what it fills with which words, and what it all comes to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.gaps.candidates import Candidates
from knowledge.gaps.choices import Choice, Solution, meets
from knowledge.gaps.choosing import Chooser
from knowledge.gaps.funding import fund
from knowledge.gaps.supply import Quoting, Supply
from knowledge.gaps.types import Filled, Goal, Plan, Planned, Totals


def best_plan(candidates: Candidates, chooser: Chooser, goal: Goal, supply: Supply, quote: Quoting) -> Plan:
    """The best plan for a goal, with funding; what it leaves unfilled is named elsewhere."""
    solution = chooser.choose(candidates.values(goal))
    planned = fund(_planned(candidates, solution, supply, quote), candidates.as_of)
    return Plan(goal, planned, solution.filled, totals(planned), proven=solution.proven)


def filled_gaps(candidates: Candidates, solution: Solution) -> frozenset[int]:
    """The numbers of the gaps that a solution fills."""
    return frozenset(gap for index in solution.chosen for gap in candidates.choices[index].fills)


def totals(planned: Sequence[Planned]) -> Totals:
    """Add up what is known, and count what is not."""
    offers = [one.offer for one in planned]
    vat = [one.course.price.vat_included for one in offers if one.course.price is not None and one.price is not None]
    return Totals(
        courses=len(planned),
        people=len({one.person for one in planned}),
        price=round(sum(offer.price or 0.0 for offer in offers), 2),
        price_after=round(sum(one.price_after or 0.0 for one in planned), 2),
        unknown_prices=sum(offer.price is None for offer in offers),
        days=sum(offer.days or 0.0 for offer in offers),
        unknown_days=sum(offer.days is None for offer in offers),
        last_day=max((offer.end for offer in offers if offer.end is not None), default=None),
        undated=sum(offer.start is None for offer in offers),
        vat_included=sum(one is True for one in vat),
        vat_excluded=sum(one is False for one in vat),
        vat_unknown=sum(one is None for one in vat),
        unknown_funding=sum(one.not_funded == "level_unknown" for one in planned),
    )


def _planned(candidates: Candidates, solution: Solution, supply: Supply, quote: Quoting) -> list[Planned]:
    """In the order people will live it: by first day, then by person; a gap is filled by the first that fills it."""
    chosen = [candidates.choices[index] for index in solution.chosen]
    done: set[int] = set()
    planned = []
    for choice in _in_order(chosen):
        new = sorted(choice.fills - done)
        done |= choice.fills
        offer = candidates.offers[choice.run]
        given = supply.gives[offer.course.course_id]
        filled = []
        for number in new:
            gap = candidates.gaps[number]
            link = given[gap.competence].link
            filled.append(Filled(gap, given[gap.competence].level, quote(link) if link else None))
        opens = tuple(candidates.offers[later.run].course.title for later in _led_to(choice, chosen))
        planned.append(Planned(candidates.people[choice.person].name, offer, tuple(filled), opens))
    return planned


def _in_order(chosen: Sequence[Choice]) -> list[Choice]:
    """By first day, those without a day last; among those, one that needs another comes after it."""
    dated = sorted((one for one in chosen if one.start is not None), key=lambda one: (one.start, one.person, one.run))
    undated = sorted(
        (one for one in chosen if one.start is None), key=lambda one: (len(one.needs), one.person, one.run)
    )
    return [*dated, *undated]


def _led_to(choice: Choice, chosen: Sequence[Choice]) -> Iterator[Choice]:
    for later in chosen:
        if later.person == choice.person and later.needs & choice.gives and meets(choice, later):
            yield later


def without_course(candidates: Candidates, course_id: str) -> Candidates:
    """The same choices but for one course."""
    kept = tuple(one for one in candidates.choices if candidates.offers[one.run].course.course_id != course_id)
    return replace(candidates, choices=kept)

"""What the kompetencefond may pay: rules with dates and sources as data (`funding.yaml`), applied by date.

The ceiling is for one person within twelve months: what earlier courses of the plan take of it is no longer there.
Nothing is promised by it: the fund decides, and must be asked before the course begins.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

import yaml

from knowledge.gaps.types import Funding, Planned

_DAYS_A_MONTH = 30.4375
NO_FORMAL_LEVELS = frozenset({"kursus", "amu"})
"""Levels that are known not to give formal competence; a course that names none may be either."""


@dataclass(frozen=True, slots=True)
class FundingRule:
    """A rule of the fund and where it was read."""

    rule_id: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    levels: frozenset[str]
    titles: tuple[str, ...]
    share: float
    ceiling: float | None
    ceilings: Mapping[str, float]
    months: int
    source_url: str
    source_date: datetime.date
    reservations: tuple[str, ...]

    def ceiling_for(self, level: str) -> float | None:
        """Kroner within the rule's months, for a course of this level; None where there is no ceiling."""
        return self.ceilings.get(level, self.ceiling)


def rules_on(day: datetime.date) -> tuple[FundingRule, ...]:
    """Give the rules that hold on a day, the most special first."""
    return tuple(
        rule for rule in _rules() if rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)
    )


def fund(planned: Sequence[Planned], as_of: datetime.date) -> tuple[Planned, ...]:
    """Add to each course what the fund may pay of it, and what is left for the workplace."""
    rules = rules_on(as_of)
    used: dict[str, list[tuple[datetime.date, float]]] = {}
    order = sorted(range(len(planned)), key=lambda place: planned[place].offer.start or datetime.date.max)
    funded: dict[int, Planned] = {}
    for place in order:
        one = planned[place]
        funded[place] = _funded(one, rules, used.setdefault(one.person, []))
    return tuple(funded[place] for place in range(len(planned)))


def _funded(one: Planned, rules: Sequence[FundingRule], used: list[tuple[datetime.date, float]]) -> Planned:
    price, level = one.offer.price, one.offer.course.level
    if why := _not_funded(price, level, rules):
        return replace(one, not_funded=why, price_after=price)
    assert price is not None
    assert level is not None
    rule = next((rule for rule in rules if _covers(rule, level, one.offer.course.title)), None)
    if rule is None:
        return replace(one, not_funded="not_formal", price_after=price)
    ceiling = rule.ceiling_for(level)
    start = one.offer.start or datetime.date.max
    left = price if ceiling is None else max(0.0, ceiling - _used(used, start, rule.months))
    amount = round(min(rule.share * price, left), 2)
    if amount <= 0:
        return replace(one, not_funded="ceiling_used", price_after=price)
    if ceiling is not None:
        used.append((start, amount))
    funding = Funding(
        rule.rule_id, rule.share, amount, ceiling, rule.valid_from, rule.source_url, rule.source_date, rule.reservations
    )
    return replace(one, funding=funding, price_after=round(price - amount, 2))


def _not_funded(price: float | None, level: str | None, rules: Sequence[FundingRule]) -> str | None:
    if price is None:
        return "price_unknown"
    if price == 0:
        return "free"
    if not rules:
        return "no_rule"
    if level is None:
        return "level_unknown"
    return "not_formal" if level in NO_FORMAL_LEVELS else None


def _covers(rule: FundingRule, level: str, title: str) -> bool:
    named = not rule.titles or any(part in title.casefold() for part in rule.titles)
    return level in rule.levels and named


def _used(used: Sequence[tuple[datetime.date, float]], start: datetime.date, months: int) -> float:
    """What was taken within the months up to a day; courses without a day are taken to fall within them."""
    if start == datetime.date.max:
        return sum(amount for _, amount in used)
    first = start - datetime.timedelta(days=round(months * _DAYS_A_MONTH))
    return sum(amount for day, amount in used if day == datetime.date.max or first < day <= start)


@cache
def _rules() -> tuple[FundingRule, ...]:
    text = resources.files("knowledge.gaps").joinpath("funding.yaml").read_bytes()
    return tuple(_rule(raw) for raw in yaml.load(text, Loader=yaml.CSafeLoader)["rules"])


def _rule(raw: Mapping[str, Any]) -> FundingRule:
    return FundingRule(
        rule_id=raw["id"],
        valid_from=raw["valid_from"],
        valid_to=raw["valid_to"],
        levels=frozenset(raw["levels"]),
        titles=tuple(raw.get("titles", ())),
        share=raw["share"],
        ceiling=raw["ceiling"],
        ceilings=raw.get("ceilings", {}),
        months=raw.get("months", 12),
        source_url=raw["source_url"],
        source_date=raw["source_date"],
        reservations=tuple(raw["reservations"]),
    )

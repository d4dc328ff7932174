"""A gap report as the public JSON: codes and values for programs, each with its words for people."""

import dataclasses
from typing import Any

from assistant.channels.plans.telling import Teller
from assistant.core.rendering import to_json
from knowledge.gaps.types import Filled, Gap, GapReport, Goal, Limits, Plan, Planned, TeamNotice, Unfilled
from knowledge.types import Transfer
from prompts.dates import written_date
from prompts.wording import Wording

TRANSFER_PARTS = tuple(part.name for part in dataclasses.fields(Transfer))


def report_to_json(report: GapReport, wording: Wording, language: str = "da") -> dict[str, Any]:
    """The whole report."""
    teller = Teller(wording, language)
    analysis = report.analysis
    profiles = {
        reason.profile_id: reason.profile_title for gap in analysis.gaps for reason in gap.reasons if reason.profile_id
    }
    return {
        "as_of": report.as_of.isoformat(),
        "limits": limits_to_json(report.limits),
        "people": [
            {"person": one.name, "profiles": [{"profile_id": id, "title": profiles.get(id)} for id in one.profiles]}
            for one in analysis.people
        ],
        "gaps": [_gap(gap, teller) for gap in analysis.gaps],
        "unused": [{**to_json(one), "text": teller.strength(one)} for one in analysis.unused],
        "vulnerable": [{**to_json(one), "text": teller.strength(one)} for one in analysis.vulnerable],
        "competences": to_json(analysis.competences),
        "hiring": [{**to_json(one), "text": teller.hiring(one)} for one in analysis.hiring],
        "plan": _plan(report.plan, report, teller),
        "alternatives": [_plan(plan, report, teller) for plan in report.alternatives],
        "notices": [_notice(one, teller) for one in (*analysis.notices, *report.notices)],
    }


def limits_to_json(limits: Limits) -> dict[str, Any]:
    """The limits that were understood."""
    given = {**to_json(limits), "goal": limits.goal.value}
    return {
        "from" if name == "start_from" else "to" if name == "start_to" else name: one for name, one in given.items()
    }


def goal_text(goal: Goal, teller: Teller) -> str:
    """A goal in words."""
    return teller.say(f"goal_{goal.value}")


def _gap(gap: Gap, teller: Teller) -> dict[str, Any]:
    return {
        "person": gap.person,
        "competence": gap.competence,
        "label": gap.label,
        "has": gap.has,
        "wanted": gap.wanted,
        "reasons": [{**to_json(one), "asked_by": one.asked_by.value} for one in gap.reasons],
        "asked_by": teller.asked_by(gap.reasons),
    }


def _plan(plan: Plan, report: GapReport, teller: Teller) -> dict[str, Any]:
    key = "plan" if plan is report.plan else "alternative_without" if plan.without else "alternative"
    return {
        "goal": plan.goal.value,
        "title": teller.say(key, goal=goal_text(plan.goal, teller), without=plan.without),
        "without": plan.without,
        "gaps": len(report.analysis.gaps),
        "filled": plan.filled,
        "proven": plan.proven,
        "totals": to_json(plan.totals),
        "summary": _summary(plan, report, teller),
        "courses": [_planned(one, teller) for one in plan.planned],
        "unfilled": [_unfilled(one, teller) for one in plan.unfilled],
    }


def _summary(plan: Plan, report: GapReport, teller: Teller) -> list[str]:
    """The plan's sums in sentences, with what is not known of them."""
    sums = plan.totals
    if not plan.planned:
        return [teller.say("plan_empty")]
    gaps = len(report.analysis.gaps)
    said = [teller.say("filled", filled=plan.filled, gaps=gaps, courses=sums.courses, people=sums.people)]
    said.append(teller.say("cost", price=teller.kroner(sums.price), after=teller.kroner(sums.price_after)))
    if sums.unknown_prices:
        said.append(teller.say("cost_unknown", count=sums.unknown_prices))
    if sums.price:
        counts = {"excluded": sums.vat_excluded, "included": sums.vat_included, "unknown": sums.vat_unknown}
        said.append(teller.say("vat", **counts))
    said.append(teller.say("days", days=teller.number(sums.days)))
    if sums.unknown_days:
        said.append(teller.say("days_unknown", count=sums.unknown_days))
    if sums.last_day:
        said.append(teller.say("last_day", day=written_date(sums.last_day, teller.language)))
    return said


def _planned(one: Planned, teller: Teller) -> dict[str, Any]:
    course, run, offer = one.offer.course, one.offer.run, one.offer
    transfer = course.transfer or Transfer()
    return {
        "person": one.person,
        "course_id": course.course_id,
        "title": course.title,
        "provider": course.provider,
        "start": to_json(offer.start),
        "end": to_json(offer.end),
        "place": run.place if run else None,
        "deadline": to_json(run.deadline) if run else None,
        "seats": run.seats if run else None,
        "form": course.form,
        "level": course.level,
        "days": offer.days,
        "price": to_json(course.price),
        "price_after": one.price_after,
        "funding": _funding(one),
        "not_funded": one.not_funded,
        "funding_text": teller.funding(one),
        "fills": [_filled(filled, teller) for filled in one.fills],
        "opens": list(one.opens),
        "opens_text": [teller.say("opens", title=title) for title in one.opens],
        "transfer": {part: getattr(transfer, part) for part in TRANSFER_PARTS},
        "status": offer.status.value,
        "fictional": course.fictional,
        "url": course.url,
        "source_id": course.source_id,
    }


def _funding(one: Planned) -> dict[str, Any] | None:
    return None if one.funding is None else to_json(one.funding)


def _filled(filled: Filled, teller: Teller) -> dict[str, Any]:
    return {
        "competence": filled.gap.competence,
        "label": filled.gap.label,
        "has": filled.gap.has,
        "wanted": filled.gap.wanted,
        "level": filled.level,
        "reason": teller.reason(filled),
        "quotation": to_json(filled.quotation) if filled.quotation else None,
    }


def _unfilled(left: Unfilled, teller: Teller) -> dict[str, Any]:
    gap = left.gap
    return {
        "person": gap.person,
        "competence": gap.competence,
        "label": gap.label,
        "has": gap.has,
        "wanted": gap.wanted,
        "why": left.why,
        "text": teller.why(left),
    }


def _notice(notice: TeamNotice, teller: Teller) -> dict[str, Any]:
    return {"code": notice.code, "line": notice.line, "column": notice.column, "text": teller.notice(notice)}

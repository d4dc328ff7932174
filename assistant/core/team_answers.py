"""Answers what a team lacks: says what it takes to tell, and of a team told of in words what it lacks and a plan."""

from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.core.drafts import Draft
from assistant.core.profile_page import ProfilePage
from assistant.core.question import terms_of
from assistant.core.suggestions import MOST_COURSES, Suggested, Wish, course_line, suggest
from assistant.core.teams import ToldTeam, as_rows, told_team
from assistant.core.types import AnswerKind, PlanStep, TeamPlan
from knowledge.competences import Competences
from knowledge.courses import CourseFilter
from knowledge.gaps.report import Known, gap_report
from knowledge.gaps.types import Limits, Plan, Planned
from prompts.dates import written_date
from prompts.prices import written_amount

# Profiles named where none was; a line that names more is not read.
_MOST_NAMED = 12
# Of so many competences several courses each are shown, of more one each.
_FEW = 2


def answer_on_team(page: ProfilePage) -> Draft:
    """Lead through what is needed, one thing at a time; then what the team lacks, its courses and the plan."""
    snapshot = page.room.snapshot
    profiles = snapshot.profiles()
    register = Competences.of(snapshot)
    told = told_team(page.question.text, profiles, register)
    if not told.roles and not told.lacking:
        return _what_is_needed(page)
    for name in told.unknown:
        _say_unknown(page, name, register)
    if not told.lacking and not told.having:
        _quote_profiles(page, told, {one.key for one in register}, register)
        page.say("profiles.team_tell")
        return page.draft(AnswerKind.GAP)
    report = gap_report(as_rows(told, profiles, register), Known.of(snapshot, ()), Limits(), page.room.today)
    lacking = {one.key: one.label for one in told.lacking} | {one.competence: one.label for one in report.analysis.gaps}
    _quote_profiles(page, told, lacking, register)
    labels = list(lacking.values())
    found = _courses_for(page, labels, report.plan)
    page.say("profiles.team_courses" if found.courses else "profiles.team_no_courses", competences=", ".join(labels))
    page.lines += ["- " + course_line(one, page.question.language, page.room.wording) for one in found.courses]
    page.lines.append("")
    plan = _team_plan(page, told, report.plan)
    if plan:
        page.lines += [plan.heading, "", *(f"- {step.text}" for step in plan.steps), "", plan.total, ""]
    page.say("profiles.team_file")
    return replace(page.draft(AnswerKind.GAP, found), plan=plan)


def _quote_profiles(page: ProfilePage, told: ToldTeam, keys: Container[str], register: Competences) -> None:
    """Quote what the profiles say of these competences."""
    for role in told.roles:
        asked = [one.label for one in role.profile.competences if (known := register.named(one)) and known.key in keys]
        if asked:
            page.say("profiles.team_asked", title=role.profile.title)
            page.quote(role.profile, asked)


def _say_unknown(page: ProfilePage, name: str, register: Competences) -> None:
    near = "; ".join(one.label for one in register.nearest(name))
    page.say("profiles.team_unknown_near" if near else "profiles.team_unknown", name=name, near=near)


def _what_is_needed(page: ProfilePage) -> Draft:
    """Ask who they are, and name the profiles there are."""
    page.say("profiles.team_needs")
    titles = list(dict.fromkeys(one.title for one in page.room.snapshot.profiles() if one.competences))
    if titles:
        page.say("profiles.team_known", titles="; ".join(titles[:_MOST_NAMED]))
    return page.draft(AnswerKind.GAP)


def _team_plan(page: ProfilePage, told: ToldTeam, plan: Plan) -> TeamPlan | None:
    """The cheapest plan, a line for each course on one date: how many take it, what they learn, what it costs."""
    if not plan.planned or not told.roles:
        return None
    heading = page.room.say(page.question.language, "profiles.plan", people=told.people)
    steps = tuple(_step(page, first, people) for first, people in _together(plan.planned))
    unknown = plan.totals.unknown_prices
    key = "profiles.plan_total_unknown" if unknown else "profiles.plan_total"
    price = _price(page, plan.totals.price)
    total = page.room.say(page.question.language, key, price=price, unknown=unknown)
    return TeamPlan(told.people, heading, steps, total, plan.totals.price, unknown)


def _step(page: ProfilePage, planned: Planned, people: int) -> PlanStep:
    offer = planned.offer
    course = offer.course
    text = page.room.say(
        page.question.language, "profiles.plan_line", people=people, title=course.title, when=_when(page, planned),
        gives=_gives(page, planned), price=_price(page, offer.price),
    )  # fmt: skip
    return PlanStep(
        course.course_id, course.title, course.provider, people, offer.start, offer.run.place if offer.run else None,
        offer.price, tuple(one.gap.label for one in planned.fills), planned.opens, offer.status, course.fictional,
        course.url, text,
    )  # fmt: skip


def _together(planned: Sequence[Planned]) -> Iterator[tuple[Planned, int]]:
    """Those who take one course on one date for the same reasons: the first of them, and how many they are."""

    def key(one: Planned) -> tuple[str, str, list[str]]:
        return one.offer.course.title, str(one.offer.start or ""), [filled.gap.label for filled in one.fills]

    for _, group in groupby(sorted(planned, key=key), key):
        those = list(group)
        yield those[0], len(those)


def _gives(page: ProfilePage, planned: Planned) -> str:
    """What a course is there for: what is lacking, or what another course of the plan requires."""
    if planned.fills:
        return ", ".join(one.gap.label for one in planned.fills)
    return page.room.say(page.question.language, "profiles.plan_opens", labels=", ".join(planned.opens))


def _when(page: ProfilePage, planned: Planned) -> str:
    day, run = planned.offer.start, planned.offer.run
    if day is None:
        return page.room.say(page.question.language, "profiles.plan_undated")
    return ", ".join(filter(None, (written_date(day, page.question.language), run.place if run else None)))


def _price(page: ProfilePage, amount: float | None) -> str:
    if amount is None:
        return page.room.say(page.question.language, "profiles.plan_no_price")
    return written_amount(amount, page.room.wording, page.question.language)


def _courses_for(page: ProfilePage, labels: Collection[str], plan: Plan) -> Suggested:
    """Courses that give what is lacking, those of the plan first, each once."""
    planned = frozenset(one.offer.course.course_id for one in plan.planned)
    most = MOST_COURSES if len(labels) <= _FEW else 1
    found = Suggested()
    for label in labels:
        shown = terms_of(label, page.room.snapshot, page.room.thesaurus)
        told = frozenset(course.course_id for course in found.courses)
        visible = page.room.request.visibilities
        wish = Wish(
            CourseFilter(competence=label), (), most, visibilities=visible, shown=shown, first=planned, without=told
        )
        first = len(page.citations) + len(found.citations) + 1
        more = suggest(wish, page.room.snapshot, page.room.today, page.question.language, first)
        found = Suggested(found.courses + more.courses, found.claims + more.claims, found.citations + more.citations)
    return found

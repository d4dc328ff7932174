"""The plan of an answer in Slack: a card for each course on one date, with who, when, price, reason and quotation."""

from collections.abc import Sequence

from assistant.channels.slack.blocks import limits, names
from assistant.channels.slack.blocks.course_words import marks
from assistant.channels.slack.blocks.elements import button, context, marked_up
from assistant.channels.slack.blocks.footnotes import folded
from assistant.channels.slack.blocks.limits import cut, length
from assistant.channels.slack.blocks.lines import Line, read_lines
from assistant.channels.slack.blocks.links import Linked, address, course_page
from assistant.channels.slack.blocks.mrkdwn import clean, mrkdwn
from assistant.channels.slack.blocks.rich import rich_section, rich_text, text
from assistant.channels.slack.blocks.types import Block, Element, Show
from assistant.core.types import Answer, CourseSuggestion, PlanStep, TeamPlan
from prompts.dates import written_date
from prompts.prices import written_amount

# Less of a quotation says nothing.
SHORTEST_QUOTE = 40


def plan_units(answer: Answer, places: Linked, show: Show) -> list[list[Block]]:
    """The plan in units that stay together; the heading with the first course, the sum with the last."""
    if answer.plan is None or not answer.plan.steps:
        return []
    reasons = {course.course_id: course for course in answer.courses}
    cards = [
        _step(number, step, reasons.get(step.course_id), places, show) for number, step in enumerate(answer.plan.steps)
    ]
    units = [[card] for card in cards]
    units[0].insert(0, rich_text(rich_section(text(answer.plan.heading, bold=True))))
    units[-1].append(context(answer.plan.total))
    return units


def without_plan(lines: Sequence[Line], plan: TeamPlan | None) -> Sequence[Line]:
    """The lines of an answer's text that the blocks of its plan do not tell."""
    if plan is None:
        return lines
    written = "\n".join([plan.heading, *(f"- {step.text}" for step in plan.steps), plan.total])
    told = {line.text for line in read_lines(written, ())}
    return tuple(line for line in lines if line.text not in told)


def _step(number: int, step: PlanStep, course: CourseSuggestion | None, places: Linked, show: Show) -> Element:
    card: Element = {
        "type": "card",
        "block_id": f"plan_{number}",
        "title": marked_up(step.title, limits.CARD_TITLE),
        "subtitle": marked_up(" · ".join(map(clean, _facts(step, show))), limits.CARD_SUBTITLE),
        "body": marked_up(_reason(step, course, show), limits.CARD_BODY),
    }
    cited = next((place for one in (course.citations if course else ()) if (place := places.place(one))), None)
    url = cited or course_page(step.course_id, show.public_url)
    own = address(step.url)
    buttons = [(show.say("button.read"), url), (show.say("button.provider"), own if own != url else None)]
    actions = [
        button(label, names.numbered(names.OPEN_PLANNED, 2 * number + place), url=to)
        for place, (label, to) in enumerate(buttons)
        if to
    ]
    return card | ({"actions": actions} if actions else {})


def _facts(step: PlanStep, show: Show) -> list[str]:
    people = show.say("plan.person" if step.people == 1 else "plan.people", count=step.people)
    say = show.wording.say
    when = written_date(step.start, show.language) if step.start else say(show.language, "profiles.plan_undated")
    price = say(show.language, "profiles.plan_no_price")
    if step.price is not None:
        price = show.say("plan.each", price=written_amount(step.price, show.wording, show.language))
    facts = [people, ", ".join(filter(None, (when, step.place))), price, *marks(step.status, step.fictional, show)]
    return [folded(fact) for fact in facts]


def _reason(step: PlanStep, course: CourseSuggestion | None, show: Show) -> str:
    """What the course is there for, and the words of its source that show it, as far as a card has room."""
    gives = ", ".join(step.gives) or show.wording.say(
        show.language, "profiles.plan_opens", labels=", ".join(step.opens)
    )
    told = show.say("plan.gives", labels=folded(gives)) if step.gives else folded(gives)
    if course is None:
        return told
    numbers = "".join(f" [{one}]" for one in course.citations)
    room = limits.CARD_BODY - length(mrkdwn(told + numbers)) - len("\n")
    quote = show.say("quoted", quote=folded(course.reason))
    if room <= SHORTEST_QUOTE:
        return told
    while length(mrkdwn(quote)) > room:
        quote = cut(quote, max(1, length(quote) * 3 // 4))
    return f"{told}\n{quote}{numbers}"

"""Courses in Slack: cards beside an answer or as the answer, and the results of a search."""

import datetime
from collections.abc import Sequence

from assistant.channels.slack.blocks import limits, names
from assistant.channels.slack.blocks.course_words import ects, marks, price
from assistant.channels.slack.blocks.elements import actions, button, context, marked_up, section
from assistant.channels.slack.blocks.filters import filters_in_words, in_words, written_filter
from assistant.channels.slack.blocks.limits import cut, length, size
from assistant.channels.slack.blocks.lines import Line, Span
from assistant.channels.slack.blocks.links import Linked, address
from assistant.channels.slack.blocks.mrkdwn import mrkdwn
from assistant.channels.slack.blocks.splitting import groups
from assistant.channels.slack.blocks.types import Block, Element, Message, Show
from assistant.core.types import Answer, AnswerKind, CourseSuggestion
from knowledge.courses import CourseFilter, FoundCourse
from knowledge.types import Course
from prompts.dates import written_date

# Cards take room beside the text and the sources; what does not fit goes into the next message.
CARDS_ROOM = limits.MESSAGE_SIZE // 2
# More are compared in a table that nobody can read on a telephone.
MOST_COMPARED = 5


def suggested(answer: Answer, places: Linked, show: Show) -> tuple[list[list[Block]], list[Line]]:
    """The cards of an answer's courses, and as lines the quotations that they show whole."""
    made = [_suggestion(number, course, places, show) for number, course in enumerate(answer.courses)]
    cards = [card for card, _ in made]
    told = [Line((Span(reason),)) for _, reason in made if reason]
    heading = [context(show.say("courses"))] if answer.kind is not AnswerKind.COURSES else []
    return _carousels(heading, cards), told


def _suggestion(number: int, course: CourseSuggestion, places: Linked, show: Show) -> tuple[Element, str]:
    quote = show.say("quoted", quote=" ".join(course.reason.split()))
    numbers = "".join(f" [{one}]" for one in course.citations)
    is_whole = length(mrkdwn(quote + numbers)) <= limits.CARD_BODY
    body = quote if is_whole else cut(quote, limits.CARD_BODY - len(numbers) - 1)
    url = next((place for one in course.citations if (place := places.place(one))), None)
    subtitle = [course.provider or "", *marks(course.status, course.fictional, show)]
    card = _card(number, course.title, subtitle, body + numbers)
    card["actions"] = [_card_button(number, course.title, url, show)]
    return card, quote if is_whole else ""


def _card(number: int, title: str, subtitle: Sequence[str], body: str) -> Element:
    card: Element = {"type": "card", "block_id": f"course_{number}", "title": marked_up(title, limits.CARD_TITLE)}
    told = " · ".join(filter(None, (" ".join(part.split()) for part in subtitle)))
    if told:
        card["subtitle"] = marked_up(told, limits.CARD_SUBTITLE)
    if body:
        card["body"] = marked_up(body, limits.CARD_BODY)
    return card


def _card_button(number: int, title: str, url: str | None, show: Show) -> Element:
    """Read more where there is something to read, else ask."""
    if url:
        return button(show.say("button.read"), names.numbered(names.OPEN_LINK, number), url=url)
    question = show.say("about_course", title=cut(" ".join(title.split()), limits.CARD_TITLE))
    return button(show.say("button.ask"), names.numbered(names.ASK_ABOUT_COURSE, number), question)


def _carousels(heading: list[Block], cards: Sequence[Element]) -> list[list[Block]]:
    """Cards in as many carousels as they need, the heading with the first; a card alone stands by itself."""
    chunks = groups(cards, limits.CAROUSEL_CARDS, CARDS_ROOM, lambda card: size([card]))
    blocks = [chunk[0] if len(chunk) == 1 else {"type": "carousel", "elements": chunk} for chunk in chunks]
    return [[*(heading if number == 0 else []), block] for number, block in enumerate(blocks)]


def course_results(found: Sequence[FoundCourse], wanted: CourseFilter, today: datetime.date, show: Show) -> Message:
    """What a search for courses found: ten cards at most, how many there are, and the ways on."""
    asked = filters_in_words(wanted, show)
    told = show.say(_found_key(len(found), asked), count=len(found), wanted=asked)
    cards = [_result(number, one, today, show) for number, one in enumerate(found[: limits.CAROUSEL_CARDS])]
    cards = next(iter(groups(cards, limits.CAROUSEL_CARDS, CARDS_ROOM, lambda card: size([card]))), [])
    blocks = [section(told), *(block for unit in _carousels([], cards) for block in unit)]
    if len(found) > len(cards):
        blocks.append(context(show.say("courses_more", shown=len(cards), count=len(found))))
    courses = [one.course for one in found[: len(cards)]]
    return Message(mrkdwn(cut(told, limits.MESSAGE_TEXT // 4)), [*blocks, *actions(_ways_on(courses, wanted, show))])


def _found_key(count: int, asked: str) -> str:
    number = {0: "none", 1: "one"}.get(count, "other")
    return f"courses_found.{number}" if asked else f"courses_known.{number}"


def _ways_on(courses: Sequence[Course], wanted: CourseFilter, show: Show) -> list[Element]:
    made = [button(show.say("button.filter"), names.FILTER_COURSES, written_filter(wanted))]
    ids = " ".join(course.course_id for course in courses[:MOST_COMPARED])
    if len(courses) > 1 and length(ids) <= limits.BUTTON_VALUE:
        made.append(button(show.say("button.compare"), names.COMPARE_COURSES, ids))
    if show.private and courses:
        made.append(button(show.say("button.share"), names.SHARE_COURSES, written_filter(wanted)))
    return made


def _result(number: int, found: FoundCourse, today: datetime.date, show: Show) -> Element:
    course = found.course
    subtitle = [course.provider or "", *marks(found.status, course.fictional, show)]
    facts = [_next_run(course, today, show), ects(course, show), *_plain_facts(course, show)]
    card = _card(number, course.title, subtitle, " · ".join(fact for fact in facts if fact))
    card["actions"] = [_card_button(number, course.title, address(course.url), show)]
    return card


def _next_run(course: Course, today: datetime.date, show: Show) -> str:
    runs = sorted((run.start, run.place or "") for run in course.runs if run.start and run.start >= today)
    if not runs:
        return ""
    start, place = runs[0]
    written = written_date(start, show.language)
    return show.say("starts_at", date=written, place=place) if place else show.say("starts", date=written)


def _plain_facts(course: Course, show: Show) -> list[str]:
    form = in_words(course.form, "form", show) if course.form else ""
    return [course.level or "", form, course.duration or "", price(course, show)]

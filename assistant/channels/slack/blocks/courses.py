"""Courses in Slack: cards beside an answer or as the answer, and the results of a search."""

import datetime
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assistant.channels.slack.blocks import limits, names
from assistant.channels.slack.blocks.course_words import ects, marks, price
from assistant.channels.slack.blocks.elements import actions, button, context, marked_up, notified, section
from assistant.channels.slack.blocks.filters import filters_in_words, in_words, written_filter
from assistant.channels.slack.blocks.footnotes import folded
from assistant.channels.slack.blocks.limits import cut, length, size
from assistant.channels.slack.blocks.links import Linked, address, course_page
from assistant.channels.slack.blocks.mrkdwn import clean, mrkdwn
from assistant.channels.slack.blocks.rich import rich_section, rich_text, text
from assistant.channels.slack.blocks.splitting import groups
from assistant.channels.slack.blocks.types import Block, Element, Message, Show
from assistant.core.composing import readable
from assistant.core.types import Answer, AnswerKind, Citation, CourseSuggestion
from knowledge.courses import CourseFilter, FoundCourse
from knowledge.linking.types import CourseLink
from knowledge.runs import is_over
from knowledge.types import Course
from prompts.dates import written_date

# Cards take room beside the text and the sources; what does not fit goes into the next message.
CARDS_ROOM = limits.MESSAGE_SIZE // 2
# More are compared in a table that nobody can read on a telephone.
MOST_COMPARED = 5


def suggested(answer: Answer, places: Linked, show: Show) -> tuple[list[list[Block]], set[int]]:
    """The cards of an answer's courses, and the numbers of the citations that the cards tell whole."""
    cited = {citation.number: citation for citation in answer.citations}
    made = [_suggestion(number, course, cited, show) for number, course in enumerate(answer.courses)]
    for number, (card, course) in enumerate(zip(made, answer.courses, strict=True)):
        card["actions"] = _suggestion_buttons(number, course, places, show)
    told = {one for course in answer.courses if _is_told(course, cited, show) for one in course.citations}
    heading = (
        [rich_text(rich_section(text(show.say("courses"), bold=True)))] if answer.kind is not AnswerKind.COURSES else []
    )
    return _carousels(heading, made), told


def _suggestion(number: int, course: CourseSuggestion, cited: Mapping[int, Citation], show: Show) -> Element:
    """Title, provider, date, marks, and the reason as a quotation with its number."""
    numbers = "".join(f" [{one}]" for one in course.citations)
    quote = show.say("quoted", quote=folded(course.reason))
    if length(mrkdwn(quote + numbers)) > limits.CARD_BODY:
        quote = cut(quote, max(1, limits.CARD_BODY - len(numbers)))
    days = [cited[one].date for one in course.citations if one in cited]
    dated = [written_date(day, show.language) for day in days[:1] if day]
    subtitle = [course.provider or "", *dated, *marks(course.status, course.fictional, show)]
    return _card(number, course.title, subtitle, quote + numbers)


def _suggestion_buttons(number: int, course: CourseSuggestion, places: Linked, show: Show) -> list[Element]:
    """To the quotation in its place, or else to ask; and to the provider's own page."""
    url = next((page for one in course.citations if (page := places.quotations.get(one))), None)
    source = next((place for one in course.citations if (place := places.sources.get(one))), None)
    own = address(course.url) or source
    made = [_card_button(number, course.title, url, show)]
    if own:
        made.append(button(show.say("button.provider"), names.numbered(names.OPEN_PROVIDER, number), url=own))
    return made


def _is_told(course: CourseSuggestion, cited: Mapping[int, Citation], show: Show) -> bool:
    """Whether a card needs no footnote: it tells the course's one quotation whole, and whose it is."""
    whole = show.say("quoted", quote=folded(course.reason)) + "".join(f" [{one}]" for one in course.citations)
    if len(course.citations) != 1 or length(mrkdwn(whole)) > limits.CARD_BODY:
        return False
    citation = cited.get(course.citations[0])
    if citation is None or length(mrkdwn(course.title)) > limits.CARD_TITLE:
        return False
    is_same = (folded(citation.title), citation.publisher) == (folded(course.title), course.provider)
    return is_same and readable(citation.quote) == folded(course.reason)


def _card(number: int, title: str, subtitle: Sequence[str], body: str) -> Element:
    card: Element = {"type": "card", "block_id": f"course_{number}", "title": marked_up(title, limits.CARD_TITLE)}
    told = " · ".join(filter(None, (clean(folded(part)) for part in subtitle)))
    if told:
        card["subtitle"] = marked_up(told, limits.CARD_SUBTITLE)
    if body:
        card["body"] = marked_up(body, limits.CARD_BODY)
    return card


def _card_button(number: int, title: str, url: str | None, show: Show) -> Element:
    """Read more where there is something to read, else ask."""
    if url:
        return button(show.say("button.read"), names.numbered(names.OPEN_LINK, number), url=url)
    question = show.say("about_course", title=cut(folded(title), limits.CARD_TITLE))
    return button(show.say("button.ask"), names.numbered(names.ASK_ABOUT_COURSE, number), question)


def _carousels(heading: list[Block], cards: Sequence[Element]) -> list[list[Block]]:
    """Cards in as many carousels as they need, the heading with the first; a card alone stands by itself."""
    chunks = groups(cards, limits.CAROUSEL_CARDS, CARDS_ROOM, lambda card: size([card]))
    blocks = [chunk[0] if len(chunk) == 1 else {"type": "carousel", "elements": chunk} for chunk in chunks]
    return [[*(heading if number == 0 else []), block] for number, block in enumerate(blocks)]


def course_results(
    found: Sequence[FoundCourse],
    wanted: CourseFilter,
    today: datetime.date,
    show: Show,
    links: Mapping[str, CourseLink] = MappingProxyType({}),
) -> Message:
    """What a search for courses found: ten cards at most, how many there are, and the ways on.

    `links` are, by course, what speaks for the wanted competence where the source does not state it.
    """
    asked = filters_in_words(wanted, show)
    told = show.say(_found_key(len(found), asked), count=len(found), wanted=asked)
    shown = found[: limits.CAROUSEL_CARDS]
    cards = [_result(number, one, today, show, links) for number, one in enumerate(shown)]
    cards = next(iter(groups(cards, limits.CAROUSEL_CARDS, CARDS_ROOM, lambda card: size([card]))), [])
    blocks = [section(told), *(block for unit in _carousels([], cards) for block in unit)]
    if len(found) > len(cards):
        blocks.append(context(show.say("courses_more", shown=len(cards), count=len(found))))
    courses = [one.course for one in found[: len(cards)]]
    return Message(notified(told), [*blocks, *actions(_ways_on(courses, wanted, show))])


def _found_key(count: int, asked: str) -> str:
    number = {0: "none", 1: "one"}.get(count, "other")
    return f"courses_found.{number}" if asked else f"courses_known.{number}"


def _ways_on(courses: Sequence[Course], wanted: CourseFilter, show: Show) -> list[Element]:
    made = [button(show.say("button.filter"), names.FILTER_COURSES, written_filter(wanted))]
    ids = " ".join(course.course_id for course in courses[:MOST_COMPARED])
    if len(courses) > 1 and length(ids) <= limits.BUTTON_VALUE:
        are_all = len(courses) <= MOST_COMPARED
        label = show.say("button.compare") if are_all else show.say("button.compare_first", count=MOST_COMPARED)
        made.append(button(label, names.COMPARE_COURSES, ids))
    if show.private and courses:
        made.append(button(show.say("button.share"), names.SHARE_COURSES, written_filter(wanted)))
    return made


def _result(
    number: int, found: FoundCourse, today: datetime.date, show: Show, links: Mapping[str, CourseLink]
) -> Element:
    course = found.course
    subtitle = [course.provider or "", *marks(found.status, course.fictional, show)]
    facts = [_next_run(course, today, show), ects(course, show), *_plain_facts(course, show)]
    told = " · ".join(fact for fact in facts if fact)
    if link := links.get(course.course_id):
        told = "\n".join(filter(None, [show.say(f"link.{link.status}", quote=clean(folded(link.quote))), told]))
    card = _card(number, course.title, subtitle, told)
    url = course_page(course.course_id, show.public_url) or address(course.url)
    card["actions"] = [_card_button(number, course.title, url, show)]
    return card


def _next_run(course: Course, today: datetime.date, show: Show) -> str:
    runs = sorted((run.start, run.place or "") for run in course.runs if run.start and not is_over(run, today))
    if not runs:
        return ""
    start, place = runs[0]
    written = written_date(start, show.language)
    return show.say("starts_at", date=written, place=place) if place else show.say("starts", date=written)


def _plain_facts(course: Course, show: Show) -> list[str]:
    form = in_words(course.form, "form", show) if course.form else ""
    return [course.level or "", form, course.duration or "", price(course, show)]

"""Courses in Slack: cards, the results of a search, the comparison, and a filter's way through Slack."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.channels.slack.blocks import limits, names
from assistant.channels.slack.blocks.comparison import comparison
from assistant.channels.slack.blocks.courses import course_results
from assistant.channels.slack.blocks.filters import filters_in_words, read_filter, written_filter
from assistant.channels.slack.blocks.modals import Choices, chosen_filter, course_filters_view
from assistant.channels.slack.blocks.types import Message, Show
from knowledge.courses import CourseFilter, FoundCourse
from knowledge.linking.types import CourseLink, LinkStatus
from knowledge.types import Course, CourseCompetence, CourseRun, CourseStatus, Learner, Price
from tests.assistant.channels.slack.hostile_answers import SHOW, bare, phrases, seen
from tests.slack.block_rules import faults
from tests.slack.showing import buttons_in, mentions_in
from tests.slack.view_rules import check_view

TODAY = datetime.date(2026, 11, 22)
PRIVATE = Show(SHOW.wording, "da", SHOW.public_url, private=True)
said = st.one_of(st.none(), phrases)
lots = st.sampled_from([1, 1, 1, 40])
days = st.one_of(st.none(), st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31)))
runs = st.builds(CourseRun, start=days, end=days, place=said)
made_courses = st.builds(
    lambda title, often, **more: Course(title=title * often, **more),
    title=phrases,
    often=lots,
    course_id=st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=30),
    source_id=st.just("s"),
    provider=said,
    level=said,
    ects=st.one_of(st.none(), st.sampled_from([5.0, 7.5, 1234.5])),
    form=st.one_of(st.just("physical"), said),
    duration=said,
    price=st.one_of(st.none(), st.builds(Price, st.floats(0, 1e7), said.map(lambda text: text or "DKK"))),
    runs=st.lists(runs, max_size=3).map(tuple),
    provides=st.lists(st.builds(CourseCompetence, phrases), max_size=3).map(tuple),
    url=st.sampled_from([None, "https://via.dk/kursus", "javascript:alert(1)"]),
    fictional=st.booleans(),
)
given_filters = st.builds(
    CourseFilter,
    query=said,
    provider=said,
    level=said,
    place=said,
    competence=said,
    form=st.one_of(st.just("online"), said),
    max_price=st.one_of(st.none(), st.floats(1, 1e7)),
    min_ects=st.one_of(st.none(), st.floats(1, 60)),
    start_from=days,
    start_to=days,
    include_expired=st.booleans(),
    learner=st.one_of(st.none(), st.sampled_from(Learner)),
)


def keeps_limits(message: Message) -> None:
    assert list(faults(message.blocks, "message")) == []
    assert limits.size(message.blocks) <= limits.MESSAGE_SIZE
    assert 0 < limits.length(message.text) <= limits.MESSAGE_TEXT
    assert mentions_in("", message.blocks, message.text) == []


def found(courses: Sequence[Course]) -> list[FoundCourse]:
    return [FoundCourse(course, CourseStatus.OPEN) for course in courses]


def course(number: int = 1, **more: object) -> Course:
    return Course(f"k{number}", f"Kursus {number}", "s", **more)  # type: ignore[arg-type]


@given(st.lists(made_courses, max_size=12), given_filters)
@settings(max_examples=40)
def test_whatever_courses_hold_they_are_shown_within_the_limits(courses: list[Course], wanted: CourseFilter) -> None:
    keeps_limits(course_results(found(courses), wanted, TODAY, PRIVATE))
    if courses:
        keeps_limits(comparison(courses, TODAY, SHOW))


def test_a_hundred_long_courses_are_compared_within_the_limits() -> None:
    many = [course(number, provider="Udbyder " * 400, duration="🎓" * 3000) for number in range(100)]
    keeps_limits(comparison(many, TODAY, SHOW))


def test_a_card_tells_what_one_chooses_by() -> None:
    run = CourseRun(datetime.date(2027, 1, 19), place="Aalborg")
    one = course(provider="VIA", level="diplom", ects=7.5, form="online", price=Price(4950), runs=(run,))
    told = seen(course_results(found([one]), CourseFilter(query="kursus"), TODAY, SHOW).blocks)
    assert bare("Kursus 1 VIA starter 19. januar 2027, Aalborg · 7,5 ECTS · diplom · online · 4.950 kr.") in told


def test_a_course_found_by_a_suggestion_says_so_with_the_sentence() -> None:
    one = course(level="diplom")
    sentence = "Lær at holde styr på frister, roller og aftaler."
    link = CourseLink(one.course_id, "k-frister", "txt", 0, len(sentence), sentence, 0.9, LinkStatus.SUGGESTED)
    wanted = CourseFilter(competence="k-frister")
    told = seen(course_results(found([one]), wanted, TODAY, SHOW, {one.course_id: link}).blocks)
    assert bare(f"Foreslået ud fra: »{sentence}« diplom") in told
    keeps_limits(course_results(found([one]), wanted, TODAY, SHOW, {one.course_id: replace(link, quote="<!&*_" * 400)}))


def test_ten_courses_are_shown_and_how_many_there_are() -> None:
    many = found([course(number) for number in range(41)])
    told = seen(course_results(many, CourseFilter(), TODAY, SHOW).blocks)
    assert "Derer41kurser" in told
    assert "Hereer10af41" in told.replace("Herer", "Hereer")
    assert told.count("Læsmere") == limits.CAROUSEL_CARDS


def test_no_courses_say_what_to_do() -> None:
    message = course_results([], CourseFilter(query="tandlæge"), TODAY, SHOW)
    assert "Fjernetfilter" in seen(message.blocks)
    assert [button.action_id for button in buttons_in(message.blocks)] == [names.FILTER_COURSES]


def test_a_course_is_read_about_on_the_web_page_else_at_its_provider_else_asked_about() -> None:
    def opened(show: Show, **more: object) -> str:
        button = buttons_in(course_results(found([course(**more)]), CourseFilter(), TODAY, show).blocks)[0]
        return button.url or button.value

    nowhere = Show(SHOW.wording)
    assert opened(SHOW) == "https://fagkompas.example.dk/#/kursus/k1"
    assert opened(nowhere, url="https://via.dk/k") == "https://via.dk/k"
    assert opened(nowhere) == "Hvad lærer man på kurset Kursus 1?"


def test_a_comparison_has_a_row_for_each_thing_that_one_course_states() -> None:
    table = comparison([course(1, level="diplom"), course(2, ects=10.0)], TODAY, SHOW).blocks[1]
    rows = [[cell["text"] for cell in row] for row in table["rows"]]
    assert rows[0] == ["Kursus", "Kursus 1", "Kursus 2"]
    assert ["Niveau", "diplom", "ikke oplyst"] in rows
    assert ["Omfang", "ikke oplyst", "10 ECTS"] in rows
    assert "Pris" not in [row[0] for row in rows]


@given(given_filters)
@settings(max_examples=60)
def test_a_filter_comes_through_a_button_as_it_went(wanted: CourseFilter) -> None:
    written = written_filter(wanted)
    assert limits.length(written) <= limits.BUTTON_VALUE
    assert read_filter(written) == wanted


def test_what_is_no_filter_asks_for_nothing() -> None:
    assert read_filter("{") == CourseFilter()
    assert read_filter("[1]") == CourseFilter()
    assert read_filter('{"unknown": 1}') == CourseFilter()


def test_a_filter_is_told_in_words() -> None:
    wanted = CourseFilter(
        query="praktik", form="online", max_price=12500, min_ects=7.5, start_from=datetime.date(2027, 1, 1),
        learner=Learner.EMPLOYEE, include_expired=True,
    )  # fmt: skip
    told = "»praktik«, online, for medarbejdere, højst 12.500 kr., mindst 7,5 ECTS, start fra 1. januar 2027"
    assert filters_in_words(wanted, SHOW) == f"{told}, også udløbne"


@given(given_filters, st.lists(phrases, max_size=3), st.lists(phrases, max_size=120))
@settings(max_examples=30)
def test_slack_takes_the_form_with_any_choices(wanted: CourseFilter, few: list[str], many: list[str]) -> None:
    check_view(course_filters_view(wanted, Choices(few, few, many, many), SHOW, "{}"), ("modal",))


def test_the_form_sends_back_what_was_chosen() -> None:
    wanted = CourseFilter(
        query="praktik", level="diplom", place="Aarhus", max_price=5000.0, start_to=datetime.date(2027, 6, 1),
        learner=Learner.MANAGER, include_expired=True,
    )  # fmt: skip
    view = course_filters_view(wanted, Choices(["diplom"], ["online"], ["VIA"], ["Aarhus"]), SHOW)
    assert chosen_filter({**view, "state": {"values": sent_back(view["blocks"])}}) == wanted


def sent_back(blocks: list[dict[str, object]]) -> dict[str, object]:
    """What Slack sends of a form that is submitted as it was opened."""
    values: dict[str, object] = {}
    for block in blocks:
        element: dict[str, object] = block["element"]  # type: ignore[assignment]
        held = {"type": element["type"], "value": element.get("initial_value")}
        held |= {"selected_option": element.get("initial_option"), "selected_date": element.get("initial_date")}
        held |= {"selected_options": element.get("initial_options", [])}
        values[str(block["block_id"])] = {str(element["action_id"]): held}
    return values

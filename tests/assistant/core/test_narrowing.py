"""Follow-ups that narrow a search for courses: what they say is added, or takes the place of what was said before."""

import pytest

from assistant.core.courses.narrowing import what_narrows
from assistant.core.types import AnswerKind, Turn
from tests.assistant.core.conftest import Ask

WISH = "Hvilke kurser er der i konflikthåndtering?"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Og i Aarhus?", "i Aarhus?"),
        ("Hvad med Odense?", "Odense?"),
        ("Kun online", "online"),
        ("under 2.000 kr.", "under 2.000 kr."),
        ("Er der et af dem i Odense?", "i Odense?"),
        ("What about online?", "online?"),
        ("og ikke online", "ikke online"),
        ("Og hvem underviser?", None),
        ("Hvad med det andet?", None),
        ("Hvad koster det?", None),
        ("Motiverende samtale", None),
        ("Og kurser om ledelse?", None),
        ("og", None),
        ("", None),
    ],
)
def test_what_narrows_opens_as_such_and_asks_nothing_itself(text: str, rest: str | None) -> None:
    assert what_narrows(text) == rest


@pytest.mark.parametrize(
    ("said", "filters"),
    [
        (["Og i Aarhus?"], {("place", "Aarhus")}),
        (["Og i Aarhus?", "Hvad med Odense?"], {("place", "Odense")}),
        (["Kun online", "under 3.000 kr."], {("form", "online"), ("max_price", "3000")}),
        (["under 3.000 kr.", "og for højst 2.000 kr.?"], {("max_price", "2000")}),
        (["Er der et af dem i Aarhus?"], {("place", "Aarhus")}),
    ],
)
def test_each_turn_narrows_the_wish_before_it(said: list[str], filters: set[tuple[str, str]], ask: Ask) -> None:
    turns = [Turn(WISH, ask(WISH).text)]
    for text in said:
        answer = ask(text, history=list(turns))
        turns.append(Turn(text, answer.text))
    assert {(one.name, one.value) for one in answer.filters} == filters
    assert answer.kind is AnswerKind.COURSES
    assert all("onflikt" in course.title for course in answer.courses)


def test_another_subject_takes_the_place_of_the_one_before_and_the_filters_stay(ask: Ask) -> None:
    before = "Hvilke kurser er der i ledelse i Aarhus?"
    answer = ask("Hvad med konflikthåndtering?", history=[Turn(before, ask(before).text)])
    assert {(one.name, one.value) for one in answer.filters} == {("place", "Aarhus")}
    assert "konflikt-aarhus" in {course.course_id for course in answer.courses}


def test_after_another_question_the_same_words_narrow_no_courses(ask: Ask) -> None:
    before = "Hvad er det sværeste område?"
    assert not ask("Hvad med Odense?", history=[Turn(before, ask(before).text)]).filters

"""Follow-ups that take back what courses were to be like, in words: as a chip does on the page, and at every door."""

import pytest

from assistant.core.courses.loosening import loosened, loosens
from assistant.core.courses.narrowing import narrows
from assistant.core.types import Answer, AppliedFilter, Turn
from knowledge.course_filter import CourseFilter
from tests.assistant.core.conftest import Ask

WISH = "Hvilke kurser i konflikthåndtering er der i Aarhus for højst 3.000 kr.?"
PLACE, PRICE = ("place", "Aarhus"), ("max_price", "3000")


def named(filters: tuple[AppliedFilter, ...]) -> set[tuple[str, str]]:
    return {(one.name, one.value) for one in filters}


def asked_on(ask: Ask, *follow_ups: str) -> Answer:
    history: list[Turn] = []
    for question in (WISH, *follow_ups):
        answer = ask(question, history=history)
        history.append(Turn(question, answer.text, tuple(one.named for one in answer.without)))
    return answer


@pytest.mark.parametrize(
    ("said", "kept", "taken"),
    [
        ("det behøver ikke være i Aarhus", PRICE, PLACE),
        ("lige meget hvor", PRICE, PLACE),
        ("uden Aarhus", PRICE, PLACE),
        ("fjern Aarhus", PRICE, PLACE),
        ("alle steder", PRICE, PLACE),
        ("it doesn't have to be in Aarhus", PRICE, PLACE),
        ("prisen er lige meget", PLACE, PRICE),
        ("må gerne koste mere", PLACE, PRICE),
        ("uanset prisen", PLACE, PRICE),
    ],
)
def test_what_need_not_be_is_taken_away_and_said(
    said: str, kept: tuple[str, str], taken: tuple[str, str], ask: Ask
) -> None:
    answer = asked_on(ask, said)
    assert named(answer.filters) == {kept}
    assert named(answer.without) == {taken}


def test_it_stays_taken_away_until_it_is_said_again(ask: Ask) -> None:
    assert named(asked_on(ask, "må gerne koste mere", "lige meget hvor").filters) == set()
    assert named(asked_on(ask, "lige meget hvor", "og under 5.000 kr.?").filters) == {("max_price", "5000")}
    assert PLACE in named(asked_on(ask, "lige meget hvor", "hvad med Aarhus?").filters)
    assert ("place", "Odense") in named(asked_on(ask, "lige meget hvor", "hvad med Odense?").filters)


def test_what_was_never_asked_for_is_not_taken_away(ask: Ask) -> None:
    answer = asked_on(ask, "niveauet er lige meget")
    assert named(answer.filters) == {PLACE, PRICE}
    assert answer.without == ()


@pytest.mark.parametrize(
    "text",
    [
        "Hvad er lige meget?",
        "uden for meget tavleundervisning og gruppearbejde",
        "Ledelsen mener at prisen er lige meget når bare kvaliteten er i orden hele vejen",
        "online",
    ],
)
def test_other_texts_take_nothing_back(text: str) -> None:
    assert not loosens(text)


def test_without_a_wish_before_nothing_is_taken_back() -> None:
    assert narrows("lige meget hvor", WISH)
    assert not narrows("lige meget hvor", "Hvad er kompetencefonden?")


def test_what_belongs_together_is_taken_back_together() -> None:
    assert loosened("når som helst", CourseFilter()) == {"start_from", "start_to"}
    assert loosened("det behøver ikke være online", CourseFilter(form="online")) == {"form", "not_forms"}
    assert loosened("drop det", CourseFilter()) == frozenset()

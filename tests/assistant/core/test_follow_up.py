"""Follow-up questions borrow the subject of the question before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.follow_up import leans, stand_alone
from assistant.core.types import Turn

FIRST = Turn("Hvilke områder udfordrer medarbejderne mest?")


@pytest.mark.parametrize(
    "question", ["Og hvad med unge?", "Hvor mange?", "Hvem siger det?", "hvad så med integration", "Uddyb"]
)
def test_a_question_that_points_back_leans(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question", ["Hvad koster kurset i motiverende samtale?", "Hvilke kompetencer skal en virksomhedskonsulent have?"]
)
def test_a_question_with_a_subject_stands_alone(question: str) -> None:
    assert not leans(question)
    assert stand_alone(question, [FIRST]) == question


def test_a_leaning_question_takes_the_question_before_along() -> None:
    assert stand_alone("Og hvad med unge?", [FIRST]) == f"{FIRST.question} Og hvad med unge?"


def test_without_a_history_there_is_nothing_to_lean_on() -> None:
    assert stand_alone("Og hvad med unge?", []) == "Og hvad med unge?"


@pytest.mark.parametrize("question", ["And how many?", "What about young people?", "Tell me more", "Why is that?"])
def test_an_english_question_that_points_back_leans_too(question: str) -> None:
    assert leans(question)


def test_only_the_question_just_before_is_borrowed() -> None:
    earlier = Turn("Hvad koster kurset i Aarhus?")
    assert stand_alone("Hvor mange?", [earlier, FIRST]) == f"{FIRST.question} Hvor mange?"


@given(st.text(max_size=60), st.lists(st.text(max_size=30).map(Turn), max_size=3))
def test_nothing_of_the_question_is_lost(question: str, history: list[Turn]) -> None:
    assert question.strip() in stand_alone(question, history)

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


def test_a_question_that_asks_nothing_itself_takes_the_question_before_along() -> None:
    assert stand_alone("Og hvad med unge?", [FIRST]) == f"{FIRST.question} Og hvad med unge?"


@pytest.mark.parametrize(
    ("before", "question", "alone"),
    [
        ("Hvad koster Samtaler 1?", "og 2?", "Hvad koster Samtaler 2? og 2?"),
        ("Hvem kom til første møde?", "Hvad med andet møde?", "Hvem kom til andet møde? Hvad med andet møde?"),
        ("How many came in 2019?", "What about 2021?", "How many came in 2021? What about 2021?"),
    ],
)
def test_a_number_or_an_ordinal_takes_the_place_of_the_one_before(before: str, question: str, alone: str) -> None:
    assert stand_alone(question, [Turn(before)]) == alone


def test_a_question_with_words_of_asking_takes_only_the_subject_along() -> None:
    assert stand_alone("Hvem står bag det?", [Turn("Hvad er Kompaskortet i Skovby?")]) == (
        "Hvem står bag det? Kompaskortet Skovby"
    )


def test_the_subject_may_have_been_named_two_turns_before() -> None:
    history = [Turn("Hvem bevilger mentorer i Skovby?"), Turn("Hvor mange timer om ugen bliver det til?")]
    assert "Skovby" in stand_alone("Og hvor mange måneder?", history)


def test_small_talk_in_between_is_passed_over() -> None:
    assert "Skovby" in stand_alone("Hvem står bag det?", [Turn("Hvad er Kompaskortet i Skovby?"), Turn("Tak")])


@pytest.mark.parametrize("question", ["Hvem er formand?", "Hvem står bag?", "Hvad koster kurset?", "Who runs it?"])
def test_a_role_or_a_sort_of_thing_without_a_name_leans(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        "Hvem er formand i Skovby?",
        "Er det gratis at bygge skure i Skovby?",
        "Og hvem er formand for udvalget i Skovby?",
        "Hvad er transfer?",
    ],
)
def test_a_change_of_subject_drags_nothing_along(question: str) -> None:
    assert stand_alone(question, [FIRST]) == question


@pytest.mark.parametrize(
    ("question", "title"), [("Hvad koster det?", "Samtaler 1"), ("Hvornår er det andet?", "Svære samtaler")]
)
def test_it_points_to_a_course_that_was_listed(question: str, title: str) -> None:
    answer = (
        "Disse kurser passer bedst:\n\n- **Samtaler 1** (Lyng): »Øv dig.« [1]\n- **Svære samtaler** (Lyng): »Tal.« [2]"
    )
    assert stand_alone(question, [Turn("Har I et kursus i samtaler?", answer)]) == f"{question} {title}"


def test_where_the_question_before_had_no_subject_the_source_of_its_answer_is_it() -> None:
    answer = "Ifølge **Mentorer i Skovby** (Skovby, 2. maj 2026):\n\n- »Det er svært.« [1]"
    assert stand_alone("Hvem siger det?", [Turn("Hvad er det?", answer)]) == "Hvem siger det? Mentorer i Skovby"


def test_without_a_history_there_is_nothing_to_lean_on() -> None:
    assert stand_alone("Og hvad med unge?", []) == "Og hvad med unge?"


@pytest.mark.parametrize("question", ["And how many?", "What about young people?", "Tell me more", "Why is that?"])
def test_an_english_question_that_points_back_leans_too(question: str) -> None:
    assert leans(question)


def test_of_questions_that_stand_alone_only_the_last_is_borrowed() -> None:
    earlier = Turn("Hvad koster Samtaler 1 i Aarhus?")
    assert "Aarhus" not in stand_alone("Hvor mange?", [earlier, FIRST])


@given(st.text(max_size=60), st.lists(st.text(max_size=30).map(Turn), max_size=3))
def test_nothing_of_the_question_is_lost(question: str, history: list[Turn]) -> None:
    assert question.strip() in stand_alone(question, history)

"""Follow-up questions borrow the subject of the question before."""

import pytest

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

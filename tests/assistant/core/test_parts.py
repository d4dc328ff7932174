"""Questions that are several are taken apart, and each is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.assistant import Assistant
from assistant.core.parts import MOST_PARTS, heading, parts_of
from assistant.core.types import AnswerKind, AskRequest
from knowledge.types import Snapshot
from tests.assistant.core.promises import assert_promises

FIGURE = "Hvor mange procent peger på virksomhedssamarbejde?"


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ("Hvad er transfer? Og hvad koster kurset?", ("Hvad er transfer?", "Og hvad koster kurset?")),
        ("hvad koster kurset og hvor længe varer det", ("hvad koster kurset", "hvor længe varer det")),
        ("Vi har to nye. Hvad koster mentorkurset? Og hvor holdes det?",
         ("Vi har to nye. Hvad koster mentorkurset?", "Og hvor holdes det?")),
        ("Hvad er transfer? Hvad koster kurset? Vi er fire.", ("Hvad er transfer?", "Hvad koster kurset? Vi er fire.")),
        ("Hvad siger COK i forhold til DISCUS om opkvalificering?",
         ("Hvad siger COK om opkvalificering?", "Hvad siger DISCUS om opkvalificering?")),
        ("hvad siger både KL og STAR om kurser", ("hvad siger KL om kurser?", "hvad siger STAR om kurser?")),
        ("What does COK say about skills compared to DISCUS?",
         ("What does COK say about skills?", "What does DISCUS say about skills?")),
    ],
)  # fmt: skip
def test_several_questions_are_taken_apart(asked: str, parts: tuple[str, ...]) -> None:
    assert parts_of(asked) == parts


@pytest.mark.parametrize(
    "asked",
    [
        "Hvem bestemmer hvad og hvordan?",
        "Hvad er forskellen på mentor og tovholder?",
        "Vi har to nye medarbejdere. Hvad skal de kunne?",
        "Hvad koster kurset? Tak!",
        "Hej! Hvordan går det? Hvad er transfer?",
        "virksomhedssamarbejde",
        "hvad siger " + "A i forhold til B om C på D til E " * 60 + "\n?",
        "",
    ],
)
def test_one_question_stays_whole(asked: str) -> None:
    assert parts_of(asked) == (asked,)


@given(
    st.lists(
        st.sampled_from(["Hvad er transfer?", "Vi er fire.", "hvem bestemmer det", "Tak.", "Og hvad koster kurset?"])
    )
)
def test_no_word_is_lost_and_there_are_never_too_many(pieces: list[str]) -> None:
    asked = " ".join(pieces)
    parts = parts_of(asked)
    said = [[word for word in text.split() if word.lower() != "og"] for text in (" ".join(parts), asked)]
    assert said[0] == said[1]
    assert 1 <= len(parts) <= MOST_PARTS


@pytest.mark.parametrize(
    ("part", "shown"),
    [("og hvad koster *det*", "Hvad koster det?"), ("Hvad er <!channel> transfer?", "Hvad er !channel transfer?")],
)
def test_a_heading_is_a_question_without_markup(part: str, shown: str) -> None:
    assert heading(part) == shown


def test_each_part_is_answered_under_its_question(assistant: Assistant, snapshot: Snapshot) -> None:
    answer = assistant.ask(AskRequest(f"{FIGURE} Og hvad koster et kursus i facilitering?"))
    assert_promises(answer, snapshot)
    assert answer.kind is AnswerKind.ANSWER
    assert f"**{FIGURE}**" in answer.text
    assert "**Hvad koster et kursus i facilitering?**" in answer.text
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_what_is_not_known_of_several_is_said_where_it_was_asked(assistant: Assistant, snapshot: Snapshot) -> None:
    answer = assistant.ask(AskRequest(f"{FIGURE} Og hvem byggede rundetårn?"))
    assert_promises(answer, snapshot)
    assert answer.claims
    assert "**Hvem byggede rundetårn?**\n\nDet står ikke i de kilder" in answer.text


def test_where_none_of_several_is_known_that_is_the_answer(assistant: Assistant) -> None:
    answer = assistant.ask(AskRequest("Hvem byggede rundetårn? Og hvad vejer en elefant?"))
    assert answer.kind is AnswerKind.ABSTAIN
    assert "**" not in answer.text

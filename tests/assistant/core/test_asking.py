"""Which kind of answer a question asks for, by its opening and the noun it asks for, in Danish and English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.asking import Expected, asking_sentences, asks_yes_or_no, expected_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hvor mange flere penge fik de?", Expected.MONEY),
        ("Hvad skal vi af med for et modul?", Expected.MONEY),
        ("Hvad har ordningen egentlig kostet?", Expected.MONEY),
        ("Hvad er prisen på et modul?", Expected.MONEY),
        ("How much was set aside for the second year?", Expected.MONEY),
        ("What does the day on feedback cost?", Expected.MONEY),
        ("What share of the managers answered?", Expected.PERCENT),
        ("How many weeks does it run?", Expected.DURATION),
        ("Hvor gammel er aftalen?", Expected.DURATION),
        ("Hvor tit mødes de?", Expected.FREQUENCY),
        ("How large was the group?", Expected.NUMBER),
        ("Hvad er det højeste, man kan få?", Expected.NUMBER),
        ("Until when is the desk open?", Expected.DATE),
        ("What is the sign-up deadline for the spring class?", Expected.DATE),
        ("Hvilket år begyndte det?", Expected.DATE),
        ("Hvad hed lederen af projektet?", Expected.NAME),
        ("Which company wrote the review?", Expected.NAME),
        ("Hvilken erfaren kollega hjælper?", Expected.PERSON),
        ("To whom do we write?", Expected.PERSON),
        ("In which town is it held?", Expected.PLACE),
        ("Hvor på nettet står det?", Expected.PLACE),
        ("Hvad er lederens mailadresse?", Expected.CONTACT),
        ("What was the purpose of the survey?", Expected.REASON),
        ("What does transfer mean?", Expected.DEFINITION),
    ],
)
def test_the_kind_is_told_by_the_words_of_asking(text: str, kind: Expected) -> None:
    assert expected_kind(text) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Which role is for staff who meet employers?", Expected.ANY),
        ("What should we look for when choosing a mentor?", Expected.ANY),
        ("When we were asked, how many said yes?", Expected.NUMBER),
        ("Hvem skriver under, når vi vil have tilskud?", Expected.PERSON),
        ("Hvor længe gælder en bevilling?", Expected.DURATION),
        ("Hvad skal vi kunne, før vi taler med chefen?", Expected.ANY),
        ("Hvad er status i dag?", Expected.ANY),
    ],
)
def test_a_word_that_only_ties_clauses_together_asks_for_nothing(text: str, kind: Expected) -> None:
    assert expected_kind(text) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Vi har to på holdet. Hvad koster det?", Expected.MONEY),
        ("Skovby: hvor længe varer det?", Expected.DURATION),
        ("We have little time - how long does it take?", Expected.DURATION),
        ("Kan du sige mig, hvor mange der kom?", Expected.NUMBER),
        ("Hvor mange sider er lov nr. 12 på?", Expected.NUMBER),
        ("Hvor mange kom til første møde? Og hvad med andet møde?", Expected.NUMBER),
    ],
)
def test_the_sentence_that_asks_decides(text: str, kind: Expected) -> None:
    assert expected_kind(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "Må vi selv lave dem om?",
        "Is it still possible to apply?",
        "Kigger læreren forbi bagefter?",
        "Virker ordningen?",
        "Er det gratis at deltage?",
        "Dækkede puljen også rejser?",
        "får vi tilskud til det",
    ],
)
def test_a_question_that_opens_with_a_verb_wants_a_yes_or_a_no(text: str) -> None:
    assert asks_yes_or_no(text)
    assert expected_kind(text) is Expected.YES_NO


@pytest.mark.parametrize("text", ["Hvad er en rolle?", "Ledere og medarbejdere?", "Blev det dyrt?", "Transfer?", ""])
def test_other_questions_do_not(text: str) -> None:
    assert expected_kind(text) is not Expected.YES_NO


def test_sentences_with_a_question_mark_come_first_and_the_last_of_them_before_the_others() -> None:
    assert asking_sentences("Vi er to. Hvem? Hvornår? Tak.") == ["Hvornår?", "Hvem?", "Tak.", "Vi er to."]


@given(st.text(max_size=80))
def test_any_text_has_a_kind(text: str) -> None:
    assert expected_kind(text) in Expected

"""A word changed in a sentence that is else repeated does not stand, also where the other word is in the evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.verification.altering import changed_words

COK = "Rundspørgen fra 2016, som COK stod for, spurgte 42 ledere, og KL brugte svarene i 2018."
PAID = "Fonden betaler 80 procent, og arbejdspladsen betaler 20 procent."
HOURS = "Mindre butikker vil helst have en medarbejder på få timer, mens værkstederne søger en, der bliver."


def changed(claim: str, *quotations: str) -> list[str]:
    return [miss.value for miss in changed_words(claim, quotations)]


@pytest.mark.parametrize(
    ("claim", "quotation", "words"),
    [
        ("Rundspørgen fra 2016, som KL stod for, spurgte 42 ledere, og KL brugte svarene i 2018.", COK, ["KL"]),
        ("Rundspørgen fra 2018, som COK stod for, spurgte 42 ledere, og KL brugte svarene i 2018.", COK, ["2018"]),
        (HOURS.replace("timer", "minutter"), HOURS, ["minutter"]),
        (
            "Andel af lederne i procentpoint for området: 54",
            "Andel af lederne i procent for området: 54",
            ["procentpoint"],
        ),
    ],
)
def test_a_word_in_the_place_of_another_is_found(claim: str, quotation: str, words: list[str]) -> None:
    assert changed(claim, quotation) == words


@pytest.mark.parametrize(
    ("claim", "quotation"),
    [
        (COK, COK),
        (HOURS.replace("få timer", "få timer om ugen"), HOURS),
        (PAID.replace("procent", "pct"), PAID),
        ("Lederne spurgte i rundspørgen, som COK stod for.", COK),
        (PAID.replace("Fonden", "De"), PAID),
        ("Kun to gør det.", "Kun tre gør det."),
    ],
)
def test_what_is_said_otherwise_is_left_to_the_other_checks(claim: str, quotation: str) -> None:
    assert changed(claim, quotation) == []


def test_one_sentence_that_bears_it_out_is_enough() -> None:
    assert changed(HOURS, HOURS.replace("timer", "dage"), HOURS) == []


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_can_be_compared(claim: str, quotation: str) -> None:
    assert changed(claim, claim) == []
    changed(claim, quotation)

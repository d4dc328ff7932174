"""Questions for what is private of a person are told from questions for rules, places and published contacts."""

import pytest

from assistant.core.private import asks_of_person


@pytest.mark.parametrize(
    "question",
    [
        "Hvad er Anna Holms personnummer?",
        "Hvilken sygdom har Per Bo-Larsen?",
        "Hvor gammel er Karl Emil Toft?",
        "Hvor bor Anna Holm?",
        "What is Peter Madsen's diagnosis?",
        "Does Anna Holm suffer from anything?",
        "Hvilken borger i Vejle har gigt?",
        "Which client in Odense is pregnant?",
    ],
)
def test_what_is_private_of_a_person_is_recognised(question: str) -> None:
    assert asks_of_person(question)


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke borgere har ret til en støtteperson?",
        "Hvad siger Anna Holm om transfer?",
        "Hvad siger Anna Holm om psykisk sårbarhed?",
        "Hvor gammel er ordningen i Vejle?",
        "Hvad er telefonnummeret til Anna Holm?",
        "Må vi skrive borgerens personnummer i journalen?",
        "Hvilke sygdomme kan give ret til fleksjob?",
        "What does the report say about health?",
    ],
)
def test_rules_places_and_published_contacts_are_not_private(question: str) -> None:
    assert not asks_of_person(question)

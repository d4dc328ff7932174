"""Questions about courses, profiles and teams in Slack, in words: filters are told, and what is needed is asked for."""

from typing import Any

import pytest

from tests.slack.app_under_test import Running
from tests.slack.conversations import Message
from tests.slack.workspace import Workspace


@pytest.fixture
def slack(lawful: Workspace, running: Running) -> Workspace:
    """The workspace with the app in it."""
    return lawful


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hvilke kurser giver kompetencen facilitering?", ["giver Facilitering", "Facilitering af møder"]),
        ("Er der kurser i facilitering i Aarhus i marts 2031?", ["Aarhus", "marts 2031", "Facilitering af møder"]),
        ("Er der noget gratis i Jylland i marts 2031?", ["gratis", "Jylland", "Uden", "Facilitering af møder"]),
        ("Hvad skal en tovholder kunne?", ["Tovholder", "»Facilitering«"]),
        ("Hvad mangler mit team?", ["person; profil; kompetence", "gemmes ikke"]),
    ],
)
def test_what_is_asked_in_words_is_answered_as_at_the_other_doors(
    slack: Workspace, question: str, told: list[str]
) -> None:
    answer = slack.answer_to(slack.person("anne").mention(question))
    assert [words for words in told if words not in answer.shown] == []


def test_a_course_that_is_over_is_not_suggested(slack: Workspace) -> None:
    answer = slack.answer_to(slack.person("anne").dm("Er der kurser i facilitering i Odense?"))
    assert "for begyndere (Kursus" not in answer.shown


def blocks_of(answer: Message, kind: str) -> list[dict[str, Any]]:
    """The blocks of a kind in a message."""
    return [block for block in answer.blocks if block["type"] == kind]


def test_the_filters_stand_in_a_line_of_their_own_below_the_answer(slack: Workspace) -> None:
    answer = slack.answer_to(slack.person("anne").dm("Er der kurser i facilitering i Aarhus i marts 2031?"))
    told = [block["elements"][0]["text"] for block in blocks_of(answer, "context")]
    assert [line for line in told if line.startswith("Jeg har søgt på: Aarhus")]
    assert answer.shown.count("Jeg har søgt på") == 1


def test_a_course_leads_to_its_provider(slack: Workspace) -> None:
    answer = slack.answer_to(slack.person("anne").dm("Er der kurser i facilitering i Aarhus i marts 2031?"))
    assert "https://nordlys.example.dk/facilitering" in {button.url for button in answer.buttons}


def test_a_plan_is_told_in_cards_with_who_when_price_and_reason(slack: Workspace) -> None:
    anne = slack.person("anne")
    first = anne.dm("Hvad mangler mit team?")
    assert "hvem I er" in slack.answer_to(first).shown
    answer = slack.answer_to(anne.dm("Vi er 2 tovholdere, ingen kan facilitering", thread=first))
    (card,) = blocks_of(answer, "card")
    assert card["title"]["text"] == "Facilitering af møder"
    assert card["subtitle"]["text"] == "2 personer · 1. marts 2031, Aarhus · 4.200 kr. pr. person"
    assert card["body"]["text"].startswith("Giver Facilitering.\n»")
    assert [block["elements"][0]["text"] for block in blocks_of(answer, "context")][:1] == [
        "I alt 8.400 kr. før et eventuelt tilskud."
    ]
    assert "2 × " not in answer.shown

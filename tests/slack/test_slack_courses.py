"""Questions about courses, profiles and teams in Slack, in words: filters are told, and what is needed is asked for."""

import pytest

from tests.slack.app_under_test import Running
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

"""What is new is asked for in words, and those words alone."""

import pytest

from assistant.channels.slack.news import Wish, wish_in


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("Hvad er nyt?", Wish.NEWS),
        ("hvad er der ændret", Wish.NEWS),
        ("HVAD ER NYT SIDEN SIDST???", Wish.NEWS),
        ("What's new?", Wish.NEWS),
        ("Giv os besked om nyt her i kanalen, tak", Wish.BEGIN),
        ("Abonnér på nyt", Wish.BEGIN),
        ("subscribe to news please", Wish.BEGIN),
        ("stop nyt", Wish.STOP),
        ("Stop med nyt, tak!", Wish.STOP),
        ("Hvad er nyt i loven om ressourceforløb?", None),
        ("Hvilke nye kurser er der i Aarhus?", None),
        ("Stop", None),
        ("", None),
    ],
)
def test_a_wish_is_the_whole_of_what_is_said(said: str, wish: Wish | None) -> None:
    assert wish_in(said) is wish

"""Greetings and thanks are told from questions, also where a question begins with one."""

import pytest

from assistant.core.cues import cues
from assistant.core.smalltalk import smalltalk
from prompts.wording import Wording


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Hej", "hello"),
        ("hej med dig!", "hello"),
        ("Good morning", "hello"),
        ("mange tak", "thanks"),
        ("Hvad kan du?", "who"),
        ("Who are you?", "who"),
        ("Farvel", "bye"),
    ],
)
def test_small_talk_has_a_kind(said: str, kind: str) -> None:
    assert smalltalk(said) == kind


@pytest.mark.parametrize(
    "question",
    [
        "Hej, hvor mange ledere svarede på undersøgelsen?",
        "Tak. Og hvilke kurser er der så i Aarhus?",
        "Hvem er formand for udvalget?",
        "Hvad er transfer?",
        "",
        "...",
    ],
)
def test_a_question_is_no_small_talk(question: str) -> None:
    assert smalltalk(question) is None


@pytest.mark.parametrize("kind", sorted(cues().smalltalk))
@pytest.mark.parametrize("language", ["da", "en"])
def test_each_kind_of_small_talk_has_its_reply(language: str, kind: str) -> None:
    assert Wording.load().say(language, f"smalltalk.{kind}")

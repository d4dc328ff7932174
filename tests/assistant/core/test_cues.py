"""The phrases by which a question shows what it wants."""

import pytest

from assistant.core.cues import cues, first_phrase, fold_words
from assistant.core.smalltalk import smalltalk


def test_phrases_match_at_word_boundaries_in_any_spelling() -> None:
    assert first_phrase(fold_words("Hvornaar starter det?"), cues().expected["date"]) == fold_words("hvornår")
    assert first_phrase(fold_words("Hvornårsomhelst"), cues().expected["date"]) is None


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("hej", "hello"),
        ("Tusind tak for hjælpen!", "thanks"),
        ("Hvem er du?", "who"),
        ("vi ses", "bye"),
        ("Hej, hvilke områder udfordrer medarbejderne mest?", None),
        ("Hvem står bag projektet?", None),
    ],
)
def test_small_talk_is_told_from_a_question(question: str, kind: str | None) -> None:
    assert smalltalk(question) == kind

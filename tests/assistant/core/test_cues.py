"""The phrases by which a question shows what it wants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_every_phrase_is_folded_as_questions_are() -> None:
    table = cues()
    for phrases in (table.expected, table.lists, table.courses, table.forms, table.levels, table.smalltalk):
        for phrase in (phrase for listed in phrases.values() for phrase in listed):
            assert phrase
            assert phrase == fold_words(phrase)


@given(st.text(max_size=40))
def test_folding_words_twice_is_folding_them_once(text: str) -> None:
    assert fold_words(fold_words(text)) == fold_words(text)

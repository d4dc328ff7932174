"""The phrases by which a question shows what it wants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.cues import cues, first_phrase, phrase_pattern
from assistant.core.smalltalk import smalltalk
from knowledge.danish import fold_words


def test_phrases_match_at_word_boundaries_in_any_spelling() -> None:
    assert first_phrase(fold_words("Alt om moedet"), [fold_words("om mødet")]) == fold_words("om mødet")
    assert first_phrase(fold_words("Alt om mødetid"), [fold_words("om mødet")]) is None


@pytest.mark.parametrize(
    ("written", "text", "found"),
    [
        ("hvor mange … penge", "hvor mange penge", True),
        ("hvor mange … penge", "hvor mange flere offentlige penge", True),
        ("hvor mange … penge", "hvor mange steder gik alle penge", False),
        ("hvad * kostet", "hvad har det hele så kostet os", True),
        ("^who", "who said so", True),
        ("^who", "those who said so", False),
        ("hvem", "hvemsomhelst", False),
    ],
)
def test_a_pattern_opens_a_sentence_or_leaves_a_gap(written: str, text: str, found: bool) -> None:
    assert bool(phrase_pattern(written).search(fold_words(text))) is found


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
    for phrases in (table.lists, table.courses, table.smalltalk):
        for phrase in (phrase for listed in phrases.values() for phrase in listed):
            assert phrase
            assert phrase == fold_words(phrase)


@given(st.text(max_size=40))
def test_folding_words_twice_is_folding_them_once(text: str) -> None:
    assert fold_words(fold_words(text)) == fold_words(text)

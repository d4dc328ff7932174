"""How far a question's terms are borne out by a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.matching import (
    INSIDE_TEXT_WORD,
    MISTYPED,
    PART_OF_ASKED_WORD,
    Alternative,
    Term,
    borne_out,
    coverage,
    likeness,
)
from knowledge.danish import stem

WORDS = st.text(alphabet="abcdefghijklmnoprstuvæøå", min_size=1, max_size=12)


def make_term(word: str, *others: Alternative, weight: float = 1.0) -> Term:
    return Term(word, weight, (Alternative((stem(word),), 1.0), *others))


def test_the_word_itself_bears_a_term_out_in_any_inflection() -> None:
    assert borne_out(make_term("kurser"), frozenset({stem("kurset")})) == 1.0


def test_a_thesaurus_term_counts_at_its_weight() -> None:
    term = make_term("chefer", Alternative((stem("leder"),), 0.7))
    assert borne_out(term, frozenset({stem("ledere")})) == pytest.approx(0.7)


def test_a_term_of_several_words_needs_them_all() -> None:
    term = make_term("helhed", Alternative((stem("tværfagligt"), stem("samarbejde")), 0.8))
    assert borne_out(term, frozenset({stem("samarbejde")})) == 0.0
    assert borne_out(term, frozenset({stem("samarbejde"), stem("tværfaglige")})) == pytest.approx(0.8)


def test_a_compound_in_the_text_holds_the_word_asked_for() -> None:
    assert likeness("virksomhed", "virksomhedssamarbejd") == INSIDE_TEXT_WORD
    assert likeness("virksomhedssamarbejd", "samarbejd") == PART_OF_ASKED_WORD


def test_one_wrong_letter_in_a_long_word_is_a_typing_error_and_in_a_short_one_another_word() -> None:
    assert likeness("kompetense", "kompetence") == MISTYPED
    assert likeness("mål", "mal") == 0.0


@given(WORDS, WORDS)
def test_likeness_is_a_share_and_only_the_same_word_is_sure(first: str, second: str) -> None:
    assert 0.0 <= likeness(first, second) <= 1.0
    assert (likeness(first, second) == 1.0) == (first == second)


@given(st.lists(st.tuples(st.floats(0.1, 9), st.floats(0, 1)), max_size=6))
def test_coverage_is_a_weighted_share(pairs: list[tuple[float, float]]) -> None:
    terms = [make_term(f"ord{index}", weight=weight) for index, (weight, _) in enumerate(pairs)]
    assert -1e-9 <= coverage(terms, [strength for _, strength in pairs]) <= 1.0 + 1e-9

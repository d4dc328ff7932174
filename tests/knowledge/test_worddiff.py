"""Two texts are compared by their words."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.worddiff import Fate, Piece, word_diff

WORDS = st.lists(st.sampled_from(["kontakt", "til", "små", "virksomheder", "og", "ledige"])).map(" ".join)


def test_a_word_that_was_put_in_is_told_apart_from_those_that_stayed() -> None:
    assert word_diff("Kontakt til virksomheder", "Kontakt til små virksomheder") == (
        Piece(Fate.SAME, "Kontakt til "),
        Piece(Fate.NEW, "små "),
        Piece(Fate.SAME, "virksomheder"),
    )


def test_a_word_that_was_replaced_is_shown_before_what_replaced_it() -> None:
    fates = [(piece.fate, piece.text.strip()) for piece in word_diff("leder møder godt", "faciliterer møder godt")]
    assert fates == [(Fate.GONE, "leder"), (Fate.NEW, "faciliterer"), (Fate.SAME, "møder godt")]


def test_white_space_is_no_difference() -> None:
    assert [piece.fate for piece in word_diff("en  to\ntre", "en to tre")] == [Fate.SAME]


def test_texts_without_words_differ_in_nothing() -> None:
    assert word_diff("", "") == ()


@given(WORDS, WORDS)
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.GONE) == after
    kept = " ".join("".join(f"{piece.text} " for piece in pieces if piece.fate is not Fate.NEW).split())
    assert kept == before

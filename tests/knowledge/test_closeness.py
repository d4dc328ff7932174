import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.closeness import Needle, closeness

COURSE, PRICE = Needle(("kursus",), 1.0), Needle(("pris", "kost"), 1.0)


def test_words_in_neighbouring_sentences_count_whole() -> None:
    assert closeness([COURSE, PRICE], "Kurset er nyt. Kursusprisen er lav.") == 1.0
    assert closeness([COURSE, PRICE], "Et kursus begynder. Det koster 100 kr.") == 1.0


def test_scattered_words_count_a_quarter() -> None:
    assert closeness([COURSE, PRICE], "Et kursus.\nNoget andet.\nEn pris.") == pytest.approx(0.25)


def test_a_rare_word_tells_more() -> None:
    rare = Needle(("transfer",), 3.0)
    assert closeness([COURSE, rare], "Om transfer.") > closeness([COURSE, rare], "Om et kursus.")


def test_nothing_to_look_for_is_near_nothing() -> None:
    assert closeness([], "Tekst.") == 0.0
    assert closeness([Needle(("a",), 0.0)], "a") == 0.0


@given(st.text(), st.lists(st.text(min_size=1), max_size=4))
def test_it_lies_between_zero_and_one(text: str, words: list[str]) -> None:
    assert 0.0 <= closeness([Needle((word,), 1.0) for word in words], text) <= 1.0 + 1e-9

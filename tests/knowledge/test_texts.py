from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import BadInputError, UnknownTextError
from knowledge.texts import TextStore, text_id_of

WHOLE_CHARACTERS = st.characters(exclude_categories=["Cs"])


@given(text=st.text(WHOLE_CHARACTERS))
def test_a_text_comes_back_character_for_character(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    store = TextStore(tmp_path_factory.mktemp("texts"))
    assert store.read(store.put(text)) == text


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb\n", "\n\n", "a\u2028b\x85c", "æ\u0301 å", "\ufeffmed mærke", "\x00"])
def test_no_newline_or_mark_is_translated(tmp_path: Path, text: str) -> None:
    store = TextStore(tmp_path)
    assert store.read(store.put(text)) == text


def test_a_text_lies_under_the_first_two_digits_of_its_hash(tmp_path: Path) -> None:
    text_id = TextStore(tmp_path).put("Jobcentret")
    digits = text_id.removeprefix("txt_")
    assert (tmp_path / digits[:2] / f"{digits}.txt").read_text("utf-8") == "Jobcentret"


def test_the_same_text_is_stored_once_and_needs_no_second_sync(tmp_path: Path) -> None:
    store = TextStore(tmp_path)
    assert store.put("a") == store.put("a") == text_id_of("a")
    assert len(store.unsynced()) == len([*tmp_path.rglob("*.txt")]) + 2
    assert store.unsynced() == []


def test_a_text_that_lost_its_content_is_written_again(tmp_path: Path) -> None:
    store = TextStore(tmp_path)
    text_id = store.put("indhold")
    (path,) = tmp_path.rglob("*.txt")
    path.write_text("")
    assert not store.is_whole(text_id)
    store.put("indhold")
    assert store.read(text_id) == "indhold"


@pytest.mark.parametrize(
    "text_id", ["txt_" + "0" * 32, "txt_../../etc/passwd", "0" * 32, "", "txt_", "txt_" + "G" * 32]
)
def test_an_unknown_id_is_refused_and_never_becomes_a_path(tmp_path: Path, text_id: str) -> None:
    with pytest.raises(UnknownTextError):
        TextStore(tmp_path).read(text_id)


def test_half_a_character_is_bad_input() -> None:
    with pytest.raises(BadInputError, match="position 3"):
        text_id_of("abc\ud800")

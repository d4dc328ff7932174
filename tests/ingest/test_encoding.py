"""Bytes become text, or a clear refusal."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.encoding import decode, normalise, read_text
from ingest.errors import UnreadableError

DANISH = st.text(
    alphabet=st.sampled_from("abcdefghijklmnopqrstuvwxyzæøåABCÆØÅ éü0123456789.,;:!?()\n–”’%"), min_size=1, max_size=300
).filter(lambda text: text.strip() != "")


def reason_of(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        decode(data)
    return caught.value.reason


@given(DANISH, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_marked_and_plain_unicode_is_read_as_written(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == normalise(text)


@given(DANISH)
def test_windows_1252_is_read_where_it_is_no_utf8(text: str) -> None:
    text = "på " + text
    assert decode(text.encode("cp1252")) == normalise(text)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå .,\n", min_size=20, max_size=300), st.sampled_from(["le", "be"]))
def test_utf16_is_known_by_its_zeros_without_a_mark(text: str, order: str) -> None:
    text = "kompetencer " + text
    assert decode(text.encode(f"utf-16-{order}")) == normalise(text)


@given(st.text(max_size=200))
def test_line_ends_and_letters_have_one_form(text: str) -> None:
    once = normalise(text)
    assert "\r" not in once
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_line_ends_of_all_systems_count_as_one_character() -> None:
    assert decode(b"a\r\nb\rc\nd") == "a\nb\nc\nd"


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_one_clear_error(data: bytes) -> None:
    try:
        text = decode(data)
    except UnreadableError as error:
        text = error.message
    assert text.strip()
    assert "\x00" not in text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"abc\x00def\x01\x02\x00ghi", "binary"),
        (bytes(range(256)) * 4, "binary"),
        ("gode kræfter på jobcentret".encode()[:-8] + "ø".encode()[:1], "truncated"),
        ("æblet er grønt\nog på ".encode() + b"\xe5 stedet", "encoding"),
        ("rød grød".encode("utf-16")[:-1], "truncated"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    assert reason_of(data) == reason


def test_mixed_encodings_are_refused_with_the_line() -> None:
    with pytest.raises(UnreadableError) as caught:
        decode("æble\nrød ".encode() + b"\xf8l\n")
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"%PDF-1.7 ...", "wrong_name"), (b"<!DOCTYPE html><html>", "wrong_name"), (b"  \n", "empty")],
)
def test_a_text_file_that_is_something_else_says_what(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "notat.txt"
    path.write_bytes(content)
    with pytest.raises(UnreadableError) as caught:
        read_text(path)
    assert caught.value.reason == reason

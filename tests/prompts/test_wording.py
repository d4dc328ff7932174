"""The wording files: both languages say the same things with the same values."""

import datetime
from pathlib import Path

import pytest

from prompts.dates import written_date
from prompts.wording import LANGUAGES, Wording, WordingError

WORDING = Wording.load()


def test_both_languages_have_the_same_sentences_with_the_same_values() -> None:
    danish, english = (WORDING.sentences[language] for language in LANGUAGES)
    assert danish.keys() == english.keys()
    for key in danish:
        assert WORDING.placeholders("da", key) == WORDING.placeholders("en", key), key


def test_a_sentence_that_is_not_there_names_its_key() -> None:
    with pytest.raises(WordingError, match=r"da\.no\.such"):
        WORDING.say("da", "no.such")


def test_a_missing_value_is_named() -> None:
    with pytest.raises(WordingError, match="quote"):
        WORDING.say("da", "answer.quotation", numbers="[1]")


def test_a_sentence_that_two_files_have_is_refused(tmp_path: Path) -> None:
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text('[da.mark]\nnew = "ny"\n[en.mark]\nnew = "new"\n', encoding="utf-8")
    with pytest.raises(WordingError, match=r"two\.toml has the sentence da\.mark\.new once more"):
        Wording.load(tmp_path)


def test_the_files_are_read_once_and_nobody_writes_to_what_was_read() -> None:
    assert Wording.load().sentences is WORDING.sentences
    with pytest.raises(TypeError):
        WORDING.sentences["da"]["notice"] = "…"  # type: ignore[index]


def test_dates_are_written_as_people_read_them() -> None:
    day = datetime.date(2016, 8, 17)
    assert written_date(day, "da") == "17. august 2016"
    assert written_date(day, "en") == "17 August 2016"

from pathlib import Path

import pytest

from knowledge import lexicons
from knowledge.danish import is_stop_word, tokenize
from knowledge.errors import DamagedError
from knowledge.lexicons import FILES, Lexicon, bundled_lexicon, lexicon_for
from knowledge.lexicons.compiling import compile_entries, compiled
from knowledge.thesaurus import Relation, Thesaurus
from knowledge.types import Language


def lexicon(language: Language, entries: list[tuple[str, list[str]]]) -> Lexicon:
    return Lexicon(language, compile_entries(language, entries))


LEXICONS = Path(lexicons.__file__).parent


def written(language: Language) -> list[Path]:
    return [p for p in LEXICONS.glob("*.yaml") if p.stem.startswith("english") == (language == "en")]


LANGUAGES: tuple[Language, ...] = ("da", "en")


def terms(looked_up: Lexicon, text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meant in looked_up.meanings(text):
        found.setdefault(meant.source, []).append(meant.term)
    return found


def test_the_longest_stretch_is_looked_up_in_any_inflection() -> None:
    found = lexicon("da", [("punge ud|spytte i kassen", ["betale", "finansiere"]), ("kasse", ["fond"])])
    assert terms(found, "Hvem spytter i kassen?") == {"spytter i kassen": ["betale", "finansiere"]}
    assert terms(found, "Hvilke kasser?") == {"kasser": ["fond"]}


def test_english_is_looked_up_as_it_is_written() -> None:
    found = lexicon("en", [("paid leave|leave", ["orlov"]), ("pay|pays|paid", ["betale"])])
    assert terms(found, "Who pays for paid leave?") == {"pays": ["betale"], "paid leave": ["orlov"]}


def test_entries_of_one_form_are_joined_in_their_order() -> None:
    found = lexicon("da", [("penge", ["pulje"]), ("penge", ["pulje", "budget"])])
    assert terms(found, "penge") == {"penge": ["pulje", "budget"]}


def test_a_stop_word_alone_stands_for_nothing() -> None:
    assert is_stop_word("man")
    assert terms(lexicon("da", [("man", ["menneske"])]), "Hvad gør man?") == {}


@pytest.mark.parametrize("entry", ["løn", [], [""], [3]])
def test_a_malformed_entry_is_named(entry: object) -> None:
    if entry == []:
        assert terms(lexicon("da", [("penge", [])]), "penge") == {}
        return
    with pytest.raises(DamagedError, match="penge"):
        lexicon("da", [("penge", entry)])  # type: ignore[list-item]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bundled_lexicons_are_read(language: Language) -> None:
    assert FILES[language]
    assert not set(FILES[language]) ^ {path.stem for path in written(language)}
    assert bundled_lexicon(language).language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_is_what_was_written_by_hand(language: Language) -> None:
    stored = (LEXICONS / f"{language}.json").read_text("utf-8")
    assert stored == compiled(language), "run: python -m knowledge.lexicons.compiling"


def test_the_language_of_the_question_chooses_the_lexicon() -> None:
    assert lexicon_for("Who pays for the course?").language == "en"
    assert lexicon_for("Hvem betaler for kurset?").language == "da"


def test_the_thesaurus_gives_general_words_without_a_concept() -> None:
    found = [e for e in Thesaurus.load().expand("How high is the salary?") if e.is_of_lexicon]
    assert {"løn"} <= {expansion.term for expansion in found}
    assert {expansion.relation for expansion in found} == {Relation.ENGLISH}
    assert all(tokenize(expansion.source) for expansion in found)

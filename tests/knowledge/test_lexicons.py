import pytest

from knowledge.danish import is_stop_word, tokenize
from knowledge.errors import DamagedError
from knowledge.lexicons import FILES, Lexicon, bundled_lexicon, lexicon_for
from knowledge.thesaurus import Relation, Thesaurus
from knowledge.types import Language

LANGUAGES: tuple[Language, ...] = ("da", "en")


def terms(lexicon: Lexicon, text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meant in lexicon.meanings(text):
        found.setdefault(meant.source, []).append(meant.term)
    return found


def test_the_longest_stretch_is_looked_up_in_any_inflection() -> None:
    lexicon = Lexicon("da", [("punge ud|spytte i kassen", ["betale", "finansiere"]), ("kasse", ["fond"])])
    assert terms(lexicon, "Hvem spytter i kassen?") == {"spytter i kassen": ["betale", "finansiere"]}
    assert terms(lexicon, "Hvilke kasser?") == {"kasser": ["fond"]}


def test_english_is_looked_up_as_it_is_written() -> None:
    lexicon = Lexicon("en", [("paid leave|leave", ["orlov"]), ("pay|pays|paid", ["betale"])])
    assert terms(lexicon, "Who pays for paid leave?") == {"pays": ["betale"], "paid leave": ["orlov"]}


def test_entries_of_one_form_are_joined_in_their_order() -> None:
    lexicon = Lexicon("da", [("penge", ["pulje"]), ("penge", ["pulje", "budget"])])
    assert terms(lexicon, "penge") == {"penge": ["pulje", "budget"]}


def test_a_stop_word_alone_stands_for_nothing() -> None:
    assert is_stop_word("man")
    assert terms(Lexicon("da", [("man", ["menneske"])]), "Hvad gør man?") == {}


@pytest.mark.parametrize("entry", ["løn", [], [""], [3]])
def test_a_malformed_entry_is_named(entry: object) -> None:
    if entry == []:
        assert terms(Lexicon("da", [("penge", [])]), "penge") == {}
        return
    with pytest.raises(DamagedError, match="penge"):
        Lexicon("da", [("penge", entry)])  # type: ignore[list-item]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bundled_lexicons_are_read(language: Language) -> None:
    assert FILES[language]
    assert bundled_lexicon(language).language == language


def test_the_language_of_the_question_chooses_the_lexicon() -> None:
    assert lexicon_for("Who pays for the course?").language == "en"
    assert lexicon_for("Hvem betaler for kurset?").language == "da"


def test_the_thesaurus_gives_general_words_without_a_concept() -> None:
    found = [e for e in Thesaurus.load().expand("How high is the salary?") if e.is_of_lexicon]
    assert {"løn"} <= {expansion.term for expansion in found}
    assert {expansion.relation for expansion in found} == {Relation.ENGLISH}
    assert all(tokenize(expansion.source) for expansion in found)

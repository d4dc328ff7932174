import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.danish import char_ngrams, compound_parts, content_stems, fold, is_stop_word, stem, tokenize

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøåÆØÅABCé-'", min_size=1, max_size=24)

FAMILIES = [
    "jobcenter jobcentret jobcentre jobcentrene jobcentrets jobcentrenes",
    "leder lederen ledere lederne ledernes",
    "teamleder teamlederen teamledere teamlederne",
    "ledelse ledelsen ledelser ledelsens",
    "ledig ledige lediges",
    "ledighed ledigheden ledighedens",
    "kompetence kompetencen kompetencer kompetencerne kompetencernes",
    "kursus kurset kurser kurserne kursets",
    "medarbejder medarbejderen medarbejdere medarbejderne medarbejdernes medarbejders",
    "sagsbehandler sagsbehandleren sagsbehandlere sagsbehandlerne sagsbehandlernes",
    "samtale samtalen samtaler samtalerne samtalens",
    "mand manden mænd mændene",
    "bog bogen bøger bøgerne",
    "håndbog håndbogen håndbøger håndbøgerne",
    "museum museet museer museerne museets",
    "ministerium ministeriet ministerier ministeriets",
    "virksomhed virksomheden virksomheder virksomhederne virksomhedernes virksomheds",
    "færdighed færdigheden færdigheder færdighederne",
    "kommune kommunen kommuner kommunerne kommunernes",
    "indsats indsatsen indsatser indsatserne",
    "arbejdsplads arbejdspladsen arbejdspladser",
    "regel reglen regler reglerne",
    "middel midlet midler midlerne",
    "kollega kollegaen kolleger kollegerne kollegaer kollegaerne",
    "a-kasse a-kasser a-kasserne a-kassernes akasse",
    "semester semestret semestre semestrene",
    "kvalitet kvaliteten kvaliteter",
    "år året årene årets",
    "svær svært svære sværere sværest sværeste",
    "god godt gode bedre bedst bedste",
    "lære lærer lærte lært læring",
    "styrke styrker styrkede styrket styrkes",
    "udfordre udfordrer udfordrede udfordret udfordrende",
    "vælge vælger valgte valgt",
    "deltager deltageren deltagere deltagerne",
]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_inflected_forms_of_a_word_share_a_stem(family: str) -> None:
    assert len({stem(form) for form in family.split()}) == 1


def test_words_that_only_look_alike_stay_apart() -> None:
    apart = ["leder", "ledelse", "ledig", "ledighed", "led", "billeder", "procenter", "center", "producenter", "handel"]
    assert len({stem(word) for word in [*apart, "behandler", "kursus", "lov"]}) == len(apart) + 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lære", "laere"),
        ("forløb", "forloeb"),
        ("måling", "maaling"),
        ("Ærø", "AEROE"),
        ("Åse", "aase"),
        ("blå", "blaa"),
    ],
)
def test_both_spellings_of_the_danish_letters_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert stem(one) == stem(other)


def test_year_and_are_stay_apart() -> None:
    assert fold("år") != fold("ar")


@given(WORDS)
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(WORDS)
def test_composed_and_decomposed_letters_meet(word: str) -> None:
    assert fold(unicodedata.normalize("NFD", word)) == fold(word)


@given(st.text(max_size=200))
def test_tokens_stand_in_the_text_in_order_without_overlap(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(first.end <= second.start for first, second in pairwise(tokens))


@given(st.text(max_size=60))
def test_analysis_takes_any_text(text: str) -> None:
    assert all(isinstance(stemmed, str) for stemmed in content_stems(text))


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("54% af lederne", ["54", "procent", "leder"]),
        ("2.395 kr.", ["2395", "kr"]),
        ("3,2 mio.", ["3,2", "mio"]),
        ("27-11-2018 og 16.05.2018", ["27", "11", "2018", "16", "05", "2018"]),
        ("§ 17", ["paragraf", "17"]),
        ("1.-", ["1"]),
        ("COK’s MUS-samtale", ["cok", "mus", "samtal"]),
        ("virk\u00adsomhed", ["virksomhed"]),
    ],
)
def test_numbers_signs_and_genitives_are_read_as_people_mean_them(text: str, stems: list[str]) -> None:
    assert content_stems(text) == stems


def test_words_that_turn_or_count_are_never_stop_words() -> None:
    assert not any(
        is_stop_word(word) for word in ["ikke", "ny", "god", "uden", "ingen", "mest", "aldrig", "seks", "16", "kun"]
    )
    assert all(is_stop_word(word) for word in ["og", "Hvad", "i", "på", "paa", "the", "which"])


def test_four_grams_overlap_and_short_words_are_their_own() -> None:
    assert char_ngrams("lærer") == ["lære", "ærer"]
    assert char_ngrams("Laerer") == char_ngrams("lærer")
    assert char_ngrams("job") == ["job"]
    assert char_ngrams("") == []


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("kompetenceudviklingsbehov", ["kompetence", "udvikling", "behov"]),
        ("virksomhedskonsulenter", ["virksomhed", "konsulent"]),
        ("jobkonsulenterne", ["job", "konsulent"]),
        ("kursus", []),
        ("sommerfugle", []),
    ],
)
def test_compounds_fall_into_their_parts(word: str, parts: list[str]) -> None:
    assert compound_parts(word) == [stem(part) for part in parts]


def test_a_vocabulary_decides_what_is_a_part() -> None:
    assert compound_parts("skibsværft", {"skib", "værft"}) == ["skib", "værft"]
    assert compound_parts("skibsværft", {"skib"}) == []


def test_a_word_longer_than_any_compound_is_none() -> None:
    assert compound_parts("skib" * 15, {"skib"}) == ["skib"] * 15
    assert compound_parts("skib" * 16, {"skib"}) == []
    assert compound_parts("job" * 30_000) == []
    assert stem("jobcenter") == "jobcenter"
    assert stem("job" * 30_000 + "center") != "job" * 30_000 + "center"

from hypothesis import given
from hypothesis import strategies as st

from knowledge.danish import stem
from knowledge.spelling import corrections

VOCABULARY = {"kompetence": 40, "medarbejd": 30, "samtal": 20, "kursus": 25, "bruge": 50, "brugt": 3, "transfer": 4}


def test_a_typing_error_leads_to_the_word_meant() -> None:
    assert corrections("kompetance", VOCABULARY)[0][0] == "kompetence"
    assert corrections("medarbjed", VOCABULARY)[0][0] == "medarbejd"
    assert corrections("trasfer", VOCABULARY) == [("transfer", 0.8)]


def test_two_errors_are_forgiven_in_long_words_only() -> None:
    assert corrections("kompetanse", VOCABULARY)[0] == ("kompetence", 0.5)
    assert corrections("kyrzus", VOCABULARY) == []


def test_known_words_numbers_and_short_words_are_left_alone() -> None:
    assert corrections("kursus", VOCABULARY) == []
    assert corrections("2018", {"2017": 9}) == []
    assert corrections("mus", {"hus": 9}) == []


def test_a_word_that_begins_with_another_letter_is_another_word() -> None:
    assert corrections("burkus", VOCABULARY) == []
    assert corrections("porgere", {"borgere": 9}) == []
    assert corrections("ukrsus", VOCABULARY) == [("kursus", 0.8)]


def test_words_of_everyday_are_not_taken_for_words_of_the_field() -> None:
    assert corrections(stem("morgen"), {stem("borger"): 90}) == []
    assert corrections(stem("vejr"), {stem("Vejle"): 5}) == []
    assert corrections(stem("vejret"), {stem("Vejle"): 5}) == []


def test_among_the_equally_near_the_more_frequent_comes_first() -> None:
    assert [word for word, _ in corrections("brugk", {"brugt": 3, "bruge": 50})] == ["bruge", "brugt"]


@given(st.text(alphabet="abcdeflmnoprstuæøå", max_size=14))
def test_corrections_are_known_words_with_weights_below_one(word: str) -> None:
    assert all(known in VOCABULARY and 0 < weight < 1 for known, weight in corrections(word, VOCABULARY))


def test_an_irregular_form_one_error_away_leads_to_its_stem() -> None:
    assert corrections(stem("sværrest"), {"svær": 3, "sværm": 1}) == [("svær", 0.8)]
    assert corrections(stem("sværrest"), {"kursus": 3}) == []

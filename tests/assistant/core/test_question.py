"""What a question is understood to ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.matching import borne_out
from assistant.core.question import Expected, Question, read_question
from knowledge.danish import fold, stem
from knowledge.thesaurus import Thesaurus
from knowledge.types import Snapshot

THESAURUS = Thesaurus.load()


def read(snapshot: Snapshot, text: str) -> Question:
    return read_question(text, "da", snapshot, THESAURUS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hvad koster kurset?", Expected.MONEY),
        ("Hvor mange millioner er der i puljen?", Expected.MONEY),
        ("Hvor stor en andel af lederne svarede?", Expected.PERCENT),
        ("Hvor længe varer forløbet?", Expected.DURATION),
        ("Hvor mange ledere svarede?", Expected.NUMBER),
        ("Hvornår begynder det?", Expected.DATE),
        ("Hvem står bag?", Expected.PERSON),
        ("Hvor holdes kurset?", Expected.PLACE),
        ("Hvorfor er det svært?", Expected.REASON),
        ("Hvad betyder transfer?", Expected.DEFINITION),
        ("Hvordan øver man sig?", Expected.METHOD),
        ("How many managers answered?", Expected.NUMBER),
        ("Why is it hard?", Expected.REASON),
        ("Fortæl om mentorordningen", Expected.ANY),
    ],
)
def test_the_kind_of_answer_is_told_by_the_words_of_asking(text: str, expected: Expected, snapshot: Snapshot) -> None:
    assert read(snapshot, text).expected is expected


def test_several_things_are_told_from_one_and_the_first_of_them(snapshot: Snapshot) -> None:
    assert read(snapshot, "Hvilke områder peger lederne på?").wants_list
    assert not read(snapshot, "Hvad er sidemandsoplæring?").wants_list
    assert read(snapshot, "Hvad er sværest?").wants_extreme
    assert not read(snapshot, "Hvad er det højeste beløb, man kan få?").wants_extreme
    assert read(snapshot, "Fortæl alt om mentorordningen").wants_everything
    assert read(snapshot, "Hvad er status lige nu?").is_about_now


def test_a_count_of_things_asked_for_by_name_is_read(snapshot: Snapshot) -> None:
    assert read(snapshot, "Hvilke seks områder er de sværeste?").count == 6
    assert read(snapshot, "Which 4 areas are hardest?").count == 4
    assert read(snapshot, "Hvor mange områder er svære?").count is None


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("Hvilken underviser kender de bedst?", "underviser"),
        ("Hvem er formand for udvalget?", "formand"),
        ("Fortæl om mentorordningen", None),
    ],
)
def test_the_thing_asked_for_by_which_is_the_focus(text: str, focus: str | None, snapshot: Snapshot) -> None:
    found = read(snapshot, text).focus
    assert (found.word if found else None) == focus


def test_the_subject_leaves_words_of_asking_out(snapshot: Snapshot) -> None:
    subject = [term.word for term in read(snapshot, "Hvad siger rapporten om robotter?").subject]
    assert "robotter" in subject
    assert "siger" not in subject


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hvad siger OECD om robotter?", {"oecd"}),
        ("Hvad siger VIVE?", {"vive"}),
        ("Hvad skete der i 2019?", {"2019"}),
        ("Robotter i jobcentret", set()),
        ("Hvad laver robotterne i Skovby?", {"skovby"}),
    ],
)
def test_names_and_years_are_told_from_other_words(text: str, names: set[str], snapshot: Snapshot) -> None:
    assert {term.word for term in read(snapshot, text).terms if term.is_name} == {fold(name) for name in names}


def test_a_rare_word_weighs_more_than_a_common_one(snapshot: Snapshot) -> None:
    weights = {term.word: term.weight for term in read(snapshot, "Er konflikthåndtering noget for robotter?").terms}
    assert weights["robotter"] > weights["konflikthåndtering"] > 0


def test_a_mistyped_word_is_taken_for_the_one_meant(snapshot: Snapshot) -> None:
    term = next(term for term in read(snapshot, "Hvad er sidemandsopläring?").terms if "sidemand" in term.word)
    assert borne_out(term, frozenset({stem("sidemandsoplæring")})) > 0.5


def test_an_everyday_word_is_borne_out_by_the_official_one(snapshot: Snapshot) -> None:
    terms = read(snapshot, "Hvad siger cheferne?").terms
    assert max(borne_out(term, frozenset({stem("leder")})) for term in terms) > 0.5


@pytest.mark.parametrize(
    ("text", "counted"),
    [("Hvor mange ledere svarede?", "ledere"), ("How many managers answered?", "managers"), ("Hvem svarede?", None)],
)
def test_what_is_counted_is_named_after_how_many(text: str, counted: str | None, snapshot: Snapshot) -> None:
    term = read(snapshot, text).counted
    assert (term.word if term else None) == counted


def test_a_word_said_twice_is_one_term(snapshot: Snapshot) -> None:
    terms = read(snapshot, "robotter robotter robotter").terms
    assert len(terms) == 1
    assert len(set(terms[0].alternatives)) == len(terms[0].alternatives)


def test_without_words_of_substance_there_is_no_subject(snapshot: Snapshot) -> None:
    assert read(snapshot, "Hvad siger de?").subject == ()
    assert read(snapshot, "???").terms == ()


@given(st.text(max_size=60))
def test_any_text_can_be_read_as_a_question(snapshot: Snapshot, text: str) -> None:
    question = read(snapshot, text)
    assert all(term.weight >= 0 and term.alternatives for term in question.terms)
    assert set(question.subject) <= set(question.terms)

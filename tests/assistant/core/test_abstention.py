"""When an answer is held back: for a name or a word that is not there, and for what is private."""

from dataclasses import replace

import pytest

from assistant.core.abstention import LEAST_CONFIDENCE, Signs, confidence, is_answered, is_foreign, signs_of
from assistant.core.evidence import gather
from assistant.core.matching import Alternative, Term
from assistant.core.question import Question, read_question
from assistant.core.scoring import Scored, score_all
from knowledge.thesaurus import Thesaurus
from knowledge.types import Hit, Snapshot
from tests.assistant.core.corpus import TODAY

THESAURUS = Thesaurus.load()
FAIR = Signs(score=0.6, missing_name=0.0, odd_words=0.0, lacking=0.0, uncounted=0.0, own_words=1.0)


def found(snapshot: Snapshot, text: str, source_id: str) -> tuple[Question, Scored]:
    question = read_question(text, "da", snapshot, THESAURUS)
    hits = [Hit(one, 1.0) for one in snapshot.passages(source_id)]
    return question, score_all(question, gather(snapshot, hits), snapshot, TODAY)[0]


def test_a_question_whose_words_stand_there_is_answered(snapshot: Snapshot) -> None:
    assert is_answered(*found(snapshot, "Hvem skal godkende mødereferater?", "referater"))


def test_one_word_that_is_not_there_counts_against_an_answer_in_the_passages_own_words(snapshot: Snapshot) -> None:
    known = signs_of(*found(snapshot, "Hvem skal godkende mødereferater?", "referater"))
    odd = signs_of(*found(snapshot, "Hvem skal godkende mødereferater om fiskekvoter?", "referater"))
    assert odd.odd_words > known.odd_words
    assert confidence(odd) < confidence(known)


def test_lacking_words_tell_nothing_of_a_question_without_a_word_of_the_passage(snapshot: Snapshot) -> None:
    assert signs_of(*found(snapshot, "Fiskekvoter i nordatlantiske farvande?", "referater")).odd_words == 0.0


def test_a_question_that_shares_nothing_with_what_was_found_is_not_answered(snapshot: Snapshot) -> None:
    assert not is_answered(*found(snapshot, "Fiskekvoter i nordatlantiske farvande?", "referater"))


def test_a_question_mostly_of_what_no_source_knows_is_not_answered_though_a_common_word_is_shared(
    snapshot: Snapshot,
) -> None:
    question, best = found(snapshot, "Hvem skal godkende surdej, pizza og lagkage?", "referater")
    assert not question.terms[-1].is_held
    assert is_foreign(question, replace(best, context=1.0))
    assert not is_foreign(*found(snapshot, "Hvem skal godkende mødereferater?", "referater"))


def test_a_compound_no_source_has_is_known_by_its_part(snapshot: Snapshot) -> None:
    question, best = found(snapshot, "Hvad er mødereferatgodkendelse?", "referater")
    assert not question.subject[0].is_held
    assert not is_foreign(question, best)


def test_nothing_found_is_no_answer(snapshot: Snapshot) -> None:
    assert not is_answered(read_question("Hvem godkender?", "da", snapshot, THESAURUS), None)


def test_what_the_sentence_lacks_counts_though_its_passage_has_it(snapshot: Snapshot) -> None:
    signs = signs_of(*found(snapshot, "Hvem skal godkende mødereferater?", "referater"))
    assert 0.0 <= signs.odd_words <= signs.lacking <= 1.0


def test_a_number_of_other_things_counts_against_an_answer(snapshot: Snapshot) -> None:
    question, best = found(snapshot, "Hvem skal godkende mødereferater?", "referater")
    assert signs_of(question, best).uncounted == 0.0
    counted = replace(question, counted=Term("fiskekvoter", 1.0, (Alternative(("fiskekvot",), 1.0),)))
    assert signs_of(counted, best).uncounted == 1.0


@pytest.mark.parametrize(
    "signs", [replace(FAIR, missing_name=1.0), replace(FAIR, odd_words=0.5, lacking=0.5), replace(FAIR, uncounted=1.0)]
)
def test_a_missing_name_a_large_odd_part_or_a_number_of_others_holds_an_answer_back(signs: Signs) -> None:
    assert confidence(signs) < LEAST_CONFIDENCE <= confidence(FAIR)


def test_what_is_private_of_a_person_is_not_answered_though_it_stands_there(snapshot: Snapshot) -> None:
    question, best = found(snapshot, "Hvem skal godkende mødereferater?", "referater")
    assert not is_answered(replace(question, text="Hvilken sygdom har Anna Holm?"), best)

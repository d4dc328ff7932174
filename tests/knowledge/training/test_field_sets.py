"""The sets that the field's own stage learns from: wordings, templates, and statements in other words."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import ingest_texts, make_knowledge_base

from knowledge.embeddings import load
from knowledge.training.compression import cosine_parity, quantise
from knowledge.training.corpus import TextPair
from knowledge.training.field import Amounts, FieldTexts, field_sets, statements_of
from knowledge.training.paraphrases import Paraphraser, Said
from knowledge.training.records import Asked, Record, asked_pairs
from knowledge.training.subwords import learn_subwords
from knowledge.training.wordings import Wording, lexicon_wordings, templated, thesaurus_wordings

RECORD = Record(
    "Lederen godkender medarbejderens ansøgning om efteruddannelse.",
    ("må jeg komme på kursus", "hvem siger ja", "chefens ja"),
    ("Who approves training?",),
    ("Lederen godkender budgettet.",),
)
WORDINGS = (
    Wording("chef", "leder", "da", 0),
    Wording("boss", "leder", "en", 0),
    Wording("kursus", "efteruddannelse", "da", 0),
    Wording("training", "efteruddannelse", "en", 0),
    Wording("sige ja til", "godkende", "da", 0),
    Wording("give the green light", "godkende", "en", 0),
)
FEW = Amounts(templates=50, of_records=50, of_paragraphs=50, of_statements=50)


def test_wordings_come_from_the_thesaurus_and_the_lexicons_in_both_languages() -> None:
    wordings = {*lexicon_wordings(), *thesaurus_wordings()}
    pairs = {(wording.typed, wording.written) for wording in wordings}
    assert ("chef", "leder") in pairs
    assert ("leder", "chef") in pairs
    assert ("caseworker", "sagsbehandler") in pairs
    assert {wording.language for wording in wordings} == {"da", "en"}
    assert all(wording.typed != wording.written for wording in wordings)


def test_templates_hold_both_sides_of_a_wording_in_its_language() -> None:
    drawn = list(templated(WORDINGS, 200, seed=3))
    assert drawn == list(templated(WORDINGS, 200, seed=3))
    assert drawn != list(templated(WORDINGS, 200, seed=4))
    for asked in drawn:
        assert any(one.typed in asked.question and one.written in asked.statement for one in WORDINGS)
        assert "{}" not in asked.question + asked.statement + asked.near_miss


def test_a_statement_is_asked_of_in_other_words_and_found_alone_or_in_its_passage() -> None:
    said = Said(RECORD.statement, f"Overskrift\n{RECORD.statement}")
    for language, words in (("da", {"chef", "kursus", "sige ja til"}), ("en", {"boss", "training"})):
        asked = list(Paraphraser(WORDINGS).asked([said], language, 100, np.random.default_rng(1)))
        assert {one.statement for one in asked} == {said.text, said.within}
        assert all(sum(word in one.question for word in words) >= 1 for one in asked)
        assert not any("leder" in one.question for one in asked if "boss" in one.question)


def test_a_statement_without_other_words_is_passed_over() -> None:
    said = Said("Uden noget kendt ord.", "Uden noget kendt ord.")
    assert not list(Paraphraser(WORDINGS).asked([said], "da", 20, np.random.default_rng(1)))


def test_sets_are_the_same_for_the_same_seed_and_only_those_that_there_is_text_for() -> None:
    texts = FieldTexts([RECORD], [RECORD.statement], [TextPair("Kurset er gratis.", "The course is free.")])
    sets = field_sets(texts, FEW, seed=5)
    assert sets == field_sets(texts, FEW, seed=5)
    assert sets != field_sets(texts, FEW, seed=6)
    assert "knowledge base, everyday words" not in sets
    assert sets["translations"][0].question == "The course is free."
    assert sets["records"][0].near_miss == RECORD.near_misses[0]


def test_synonyms_are_learnt_as_pairs_and_in_what_is_asked_of_statements() -> None:
    said = Said("Giraffen gumler bladene.", "Giraffen gumler bladene.")
    plain = FieldTexts([RECORD], statements=[said])
    several = replace(plain, synonyms=[TextPair("giraf", "langhals"), TextPair("gnaske", "gumle")])
    sets = field_sets(several, FEW, seed=5)
    assert Asked("giraf", "langhals") in sets["synonyms"]
    asked = {word for one in sets["knowledge base, synonyms"] for word in one.question.split()}
    assert {"langhals", "gnaske"} <= asked
    assert not [name for name in field_sets(plain, FEW, seed=5) if "synonyms" in name]


def test_statements_are_the_sentences_of_a_knowledge_base_with_their_passages(tmp_path: Path) -> None:
    with make_knowledge_base(tmp_path, load("danish-static")) as base:
        ingest_texts(base, a="Lederen følger op efter tre måneder. Kort. Medarbejderen skriver en plan for sin læring.")
    statements = list(statements_of(tmp_path))
    assert [said.text for said in statements] == [
        "Lederen følger op efter tre måneder.",
        "Medarbejderen skriver en plan for sin læring.",
    ]
    assert all(said.text in said.within for said in statements)


@pytest.mark.slow
def test_training_on_brings_questions_to_their_statements_and_away_from_near_misses() -> None:
    from knowledge.training.fine_tuning import FieldSchedule, FieldStudent

    words = ("hest", "kage", "bil", "hus", "skov", "vej")
    records = [
        Record(f"{RECORD.statement} {word}", (f"må jeg {word}",), (f"may I {word}",), RECORD.near_misses)
        for word in words
    ]
    texts = [text for record in records for text in (record.statement, *record.asked, *record.near_misses)]
    tokenizer = learn_subwords(texts, 350)
    rows = np.random.default_rng(1).normal(size=(tokenizer.get_vocab_size(), 16)).astype(np.float32)
    student = FieldStudent(tokenizer, rows)
    before = student.reciprocal_rank(records)
    sets = {"records": list(asked_pairs(records)), "wordings": [Asked("kursus", "efteruddannelse")] * 4}
    student.train(sets, FieldSchedule(30, learning_rate=0.05, batch=4), seed=1)
    assert student.reciprocal_rank(records) > before
    stored, weights = quantise(student.rows, np.ones(len(student.rows), dtype=np.float32))
    assert cosine_parity(student.rows, stored * weights[:, None]).min() >= 0.999
    again = FieldStudent(tokenizer, rows)
    again.train(sets, FieldSchedule(30, learning_rate=0.05, batch=4), seed=1)
    assert np.array_equal(again.rows, student.rows)
